/* SPDX-License-Identifier: Apache-2.0 */
/** What the operator's metrics say: of reconciles, of the objects as their statuses stand, and of calls to OpenComputer. */
package dev.opencomputer.operator.controller.monitoring;
