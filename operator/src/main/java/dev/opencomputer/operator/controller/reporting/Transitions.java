/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.reporting;

import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.api.ConditionType;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Tells, by an Event, that an object's verdict has become another one. */
public final class Transitions {

    /** What somebody asked for, and what is only on its way, is no news for a person. */
    private static final Set<ConditionReason> QUIET = Set.of(ConditionReason.PAUSED, ConditionReason.SECRETS_PENDING);

    private final EventRecorder events;

    /**
     * Tells through a recorder.
     *
     * @param events writes the Events
     */
    public Transitions(EventRecorder events) {
        this.events = events;
    }

    /**
     * Tells of a new verdict, if it is one that a person cares about.
     *
     * @param object the object
     * @param before its conditions before the verdict, or {@code null}
     * @param reason the verdict
     * @param message cause and action
     */
    public void tell(HasMetadata object, List<Condition> before, ConditionReason reason, String message) {
        if (!isNews(before, reason, message)) {
            return;
        }
        Optional<ConditionReason> standing = Conditions.readyReason(before);
        if (reason != ConditionReason.IN_SYNC) {
            if (!QUIET.contains(reason)) {
                events.warning(object, reason.value(), message);
            }
        } else if (standing.isPresent() && !QUIET.contains(standing.get())) {
            events.normal(
                    object, "Recovered", "In sync again after " + standing.get().value() + ".");
        }
    }

    /** Of what is contended it is news, too, what is wrong with it by now: it may have become a matter of security. */
    static boolean isNews(List<Condition> before, ConditionReason reason, String message) {
        Optional<ConditionReason> standing = Conditions.readyReason(before);
        if (standing.equals(Optional.of(reason))) {
            return reason == ConditionReason.CONTENDED
                    && Conditions.find(before, ConditionType.READY)
                            .filter(ready -> !message.equals(ready.getMessage()))
                            .isPresent();
        }
        return !Outage.goesOn(standing, reason);
    }
}
