/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secret;

import dev.opencomputer.operator.api.ConditionReason;

/**
 * The result of a reconcile, from which the conditions are made.
 *
 * @param reason the reason of {@code Ready}
 * @param message cause and action, steady: never a time or a counter
 */
record Verdict(ConditionReason reason, String message) {}
