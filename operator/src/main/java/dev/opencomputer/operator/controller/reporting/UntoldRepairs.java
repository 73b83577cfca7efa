/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.reporting;

import dev.opencomputer.operator.api.ConditionReason;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Repairs of one object that no Event tells of yet. They are told once a verdict shows that what was put back is there; a
 * failure on the way to that must not lose them, least of all those that are a matter of security. Used by one reconcile
 * at a time.
 */
public final class UntoldRepairs {

    private final Map<Drift, Boolean> untold = new EnumMap<>(Drift.class);

    /** Begins with none. */
    public UntoldRepairs() {}

    /**
     * Notes a repair that was done, or may have been.
     *
     * @param drift what it puts back
     * @param certain whether somebody else has surely been at it, so that it is not the server's own way of writing it
     */
    public void add(Drift drift, boolean certain) {
        untold.merge(drift, certain, Boolean::logicalOr);
    }

    /**
     * What is to be told with a verdict, in the order of {@link Drift}; each once.
     *
     * @param reason the verdict, which stands in the status by now
     * @return nothing while the verdict does not show what became of the repairs
     */
    public Set<Drift> take(ConditionReason reason) {
        boolean accepted = reason == ConditionReason.IN_SYNC;
        if (!accepted && reason != ConditionReason.NOT_ACCEPTED) {
            return Set.of();
        }
        Set<Drift> told = untold.entrySet().stream()
                .filter(repair -> accepted || repair.getValue())
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
        untold.clear();
        return told;
    }
}
