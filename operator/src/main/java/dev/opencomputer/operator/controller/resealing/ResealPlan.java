/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.resealing;

import dev.opencomputer.operator.seal.Opening;

/** What becomes of the value that stands, sealed anew, in a status. */
sealed interface ResealPlan {

    /** There is to be none. */
    record None() implements ResealPlan {}

    /** The one that is there is as good as a new one, which would be another text each time. */
    record Keep() implements ResealPlan {}

    /**
     * There is to be a new one.
     *
     * @param value what is to be sealed; never shown
     * @param standing whether the one that is there holds it too, so that it may stay until there is time for another
     */
    record Anew(Opening.Opened value, boolean standing) implements ResealPlan {}
}
