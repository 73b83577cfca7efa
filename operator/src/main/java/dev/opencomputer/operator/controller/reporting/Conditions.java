/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.reporting;

import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.api.ConditionReason.Occurrence;
import dev.opencomputer.operator.api.ConditionType;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Makes the conditions of an object out of one result, by the rules of kstatus: {@code Ready} always,
 * {@code Reconciling} and {@code Stalled} only while true.
 */
public final class Conditions {

    private static final String TRUE = "True";
    private static final String FALSE = "False";

    private Conditions() {}

    /**
     * The conditions that a result makes. A result that only goes on with an outage which they tell of already, for the
     * same generation, leaves them as they are.
     *
     * @param reason the result
     * @param message cause and action; never a time or a counter
     * @param generation the generation that was looked at
     * @param previous the conditions so far, or {@code null}; a condition whose status stays keeps its time
     * @param now the time of a transition, cut to seconds as Kubernetes writes it
     * @return the new conditions
     */
    public static List<Condition> of(
            ConditionReason reason, String message, long generation, List<Condition> previous, Instant now) {
        if (isTold(reason, generation, previous)) {
            return previous;
        }
        List<Condition> conditions = new ArrayList<>();
        Occurrence occurrence = reason.occurrence();
        boolean ready = occurrence == Occurrence.READY;
        conditions.add(condition(
                ConditionType.READY, ready ? TRUE : FALSE, reason.value(), message, generation, previous, now));
        if (occurrence == Occurrence.RETRIED) {
            conditions.add(condition(
                    ConditionType.RECONCILING,
                    TRUE,
                    ConditionReason.RETRYING.value(),
                    reason.value() + ": " + message + " The operator tries again by itself.",
                    generation,
                    previous,
                    now));
        }
        if (occurrence == Occurrence.STALLED) {
            conditions.add(condition(ConditionType.STALLED, TRUE, reason.value(), message, generation, previous, now));
        }
        return conditions;
    }

    /**
     * A condition of which no verdict tells, and which stands in the status only while it is true.
     *
     * @param type its type
     * @param reason its reason
     * @param message cause and action; never a time or a counter that changes
     * @param generation the generation that was looked at
     * @param previous the conditions so far, or {@code null}; if it stands among them, it keeps its time
     * @param now the time of a transition, cut to seconds as Kubernetes writes it
     * @return the condition
     */
    public static Condition whileTrue(
            ConditionType type,
            ConditionReason reason,
            String message,
            long generation,
            List<Condition> previous,
            Instant now) {
        return beside(type, true, reason, message, generation, previous, now);
    }

    /**
     * A condition that stands beside the verdict.
     *
     * @param type its type
     * @param isTrue its status
     * @param reason its reason
     * @param message cause and action; never a time or a counter that changes
     * @param generation the generation that was looked at
     * @param previous the conditions so far, or {@code null}; if it stands among them with this status, it keeps its time
     * @param now the time of a transition, cut to seconds as Kubernetes writes it
     * @return the condition
     */
    public static Condition beside(
            ConditionType type,
            boolean isTrue,
            ConditionReason reason,
            String message,
            long generation,
            List<Condition> previous,
            Instant now) {
        return condition(type, isTrue ? TRUE : FALSE, reason.value(), message, generation, previous, now);
    }

    /**
     * The reason that {@code Ready} carries.
     *
     * @param conditions an object's conditions, or {@code null}
     * @return the reason; empty when there is no verdict yet, or one of another version of the operator
     */
    public static Optional<ConditionReason> readyReason(List<Condition> conditions) {
        return find(conditions, ConditionType.READY)
                .flatMap(condition -> Arrays.stream(ConditionReason.values())
                        .filter(reason -> reason.value().equals(condition.getReason()))
                        .findFirst());
    }

    /**
     * One condition out of several.
     *
     * @param conditions an object's conditions, or {@code null}
     * @param type its type
     * @return the condition, if it is there
     */
    public static Optional<Condition> find(List<Condition> conditions, ConditionType type) {
        return conditions == null
                ? Optional.empty()
                : conditions.stream()
                        .filter(condition -> type.value().equals(condition.getType()))
                        .findFirst();
    }

    private static boolean isTold(ConditionReason reason, long generation, List<Condition> previous) {
        return Outage.goesOn(readyReason(previous), reason)
                && find(previous, ConditionType.READY)
                        .filter(ready -> Long.valueOf(generation).equals(ready.getObservedGeneration()))
                        .isPresent();
    }

    private static Condition condition(
            ConditionType type,
            String status,
            String reason,
            String message,
            long generation,
            List<Condition> previous,
            Instant now) {
        String since = find(previous, type)
                .filter(condition -> status.equals(condition.getStatus()))
                .map(Condition::getLastTransitionTime)
                .orElseGet(() -> now.truncatedTo(ChronoUnit.SECONDS).toString());
        return new ConditionBuilder()
                .withType(type.value())
                .withStatus(status)
                .withReason(reason)
                .withMessage(message)
                .withObservedGeneration(generation)
                .withLastTransitionTime(since)
                .build();
    }
}
