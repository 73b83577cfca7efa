/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.monitoring;

import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.api.ConditionReason.Occurrence;
import java.util.Locale;

/** What a reconcile came to, or how an object stands: the values of the labels {@code outcome} and {@code state}. */
enum Outcome {
    /** OpenComputer holds what the spec says. */
    READY,
    /** Something has to change that the operator waits for. */
    NOT_READY,
    /** A person has to change something. */
    STALLED,
    /** It did not work, and is tried again. */
    RETRYING,
    /** The operator did its part of the object's deletion. */
    LET_GO,
    /** There was nothing to decide: it is another's turn, or the object is gone. */
    PASSED,
    /** Somebody else changed the object meanwhile, and it is looked at again at once. */
    CONFLICT,
    /** It was broken off because this replica does not lead any more, or may not know it; nobody's failure. */
    WITHHELD,
    /** It ended with an exception, of the API server's or our own. */
    FAILED;

    static Outcome of(ConditionReason reason) {
        Occurrence occurrence = reason.occurrence();
        return switch (occurrence) {
            // What is said of a value's age stands beside Ready.
            case READY, EXPIRING, EXPIRED -> READY;
            case NOT_READY, SECRETS -> NOT_READY;
            case STALLED -> STALLED;
            case RETRIED, RECONCILING -> RETRYING;
        };
    }

    /** As it stands in a label. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
