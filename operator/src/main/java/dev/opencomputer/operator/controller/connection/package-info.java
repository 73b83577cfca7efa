/* SPDX-License-Identifier: Apache-2.0 */
/** Which OpenComputer an object is reconciled into, and what everything on one connection shares. */
package dev.opencomputer.operator.controller.connection;
