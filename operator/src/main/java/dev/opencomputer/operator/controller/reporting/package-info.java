/* SPDX-License-Identifier: Apache-2.0 */
/** How the operator tells what it found: conditions, status patches and Events, the same way for every kind. */
package dev.opencomputer.operator.controller.reporting;
