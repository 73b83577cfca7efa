/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.reporting;

import dev.opencomputer.operator.api.ConditionReason;
import java.util.Optional;
import java.util.Set;

/**
 * An outage is told once. A server that goes away shows many faces in turn, a refused connection, 502, 503; each of them
 * told for each of a thousand objects would be thousands of writes that help nobody.
 */
public final class Outage {

    private static final Set<ConditionReason> AWAY =
            Set.of(ConditionReason.UNREACHABLE, ConditionReason.SERVER_TROUBLE);

    private Outage() {}

    /**
     * Whether a result only goes on with an outage that an object tells of already, so that neither its status nor an
     * Event need say so.
     *
     * @param standing the result that the object's {@code Ready} carries
     * @param now the result of this try
     * @return true when both say that OpenComputer is away, or that it is and now asks for patience
     */
    public static boolean goesOn(Optional<ConditionReason> standing, ConditionReason now) {
        return standing.filter(AWAY::contains).isPresent() && (AWAY.contains(now) || now == ConditionReason.THROTTLED);
    }
}
