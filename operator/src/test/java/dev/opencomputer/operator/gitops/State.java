/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.gitops;

import dev.opencomputer.operator.api.Agent;
import dev.opencomputer.operator.api.AgentSecret;
import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.api.ConditionReason.Occurrence;
import dev.opencomputer.operator.api.ConditionType;
import dev.opencomputer.operator.api.CustomResourceDefinitions;
import dev.opencomputer.operator.api.ObservedStatus;
import dev.opencomputer.operator.controller.reporting.Conditions;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A state in which tools find objects of both kinds.
 *
 * @param name what it is called in the table of states
 * @param conditions its conditions, as the table shows them
 * @param object an object of a kind in this state
 */
record State(String name, String conditions, Function<JudgedKind, HasMetadata> object) {

    static final String CHANGED = "any reason";
    static final String DELETED = "any reason, in deletion";

    /** Those that a row of its own stands for. */
    static List<State> each() {
        State untouched =
                new State("none yet", "none; `observedGeneration: -1`", kind -> kind.withStatus(defaultStatus()));
        return Stream.concat(Stream.of(untouched), verdicts().flatMap(State::withAge))
                .toList();
    }

    /** Those of objects that were changed since the operator spoke. */
    static List<State> changedSince() {
        return verdicts()
                .map(reason -> new State(CHANGED, "those of an older generation", kind -> {
                    HasMetadata object = kind.judged(reason);
                    object.getMetadata().setGeneration(2L);
                    return object;
                }))
                .toList();
    }

    /** Those of objects that wait for their finalizer, before and after the operator spoke of that. */
    static List<State> inDeletion() {
        // What is in sync is let go, so that nobody finds it in deletion.
        Stream<State> spokenOf = verdicts()
                .filter(reason -> reason.occurrence() != Occurrence.READY)
                .map(State::of);
        return Stream.concat(changedSince().stream(), spokenOf)
                .map(state -> new State(DELETED, state.conditions(), kind -> {
                    HasMetadata deleted = state.object().apply(kind);
                    deleted.getMetadata().setDeletionTimestamp("2026-05-01T11:00:00Z");
                    return deleted;
                }))
                .toList();
    }

    static Stream<ConditionReason> verdicts() {
        return Arrays.stream(ConditionReason.values())
                .filter(reason -> reason.occurrence().isVerdict());
    }

    /** What is said of a value's age stands beside the verdict, and no tool may wait for it to go. */
    private static Stream<State> withAge(ConditionReason reason) {
        return reason.occurrence() == Occurrence.READY
                ? Stream.of(
                        of(reason),
                        aged(reason, ConditionType.EXPIRING, ConditionReason.MAX_AGE_NEAR),
                        aged(reason, ConditionType.EXPIRED, ConditionReason.MAX_AGE_EXCEEDED))
                : Stream.of(of(reason));
    }

    private static State aged(ConditionReason reason, ConditionType type, ConditionReason age) {
        return new State(
                "`" + reason.value() + "` and `" + age.value() + "`",
                "`" + reason.occurrence().conditions() + ", " + age.occurrence().conditions() + "`",
                kind -> {
                    HasMetadata object = kind.judged(reason);
                    ObservedStatus status =
                            object instanceof AgentSecret secret ? secret.getStatus() : ((Agent) object).getStatus();
                    List<Condition> conditions = new ArrayList<>(status.getConditions());
                    conditions.add(Conditions.whileTrue(
                            type, age, age.description(), object.getMetadata().getGeneration(), null, Instant.EPOCH));
                    status.setConditions(conditions);
                    return object;
                });
    }

    static State of(ConditionReason reason) {
        return new State(
                "`" + reason.value() + "`", "`" + reason.occurrence().conditions() + "`", kind -> kind.judged(reason));
    }

    /** What the API server puts into the status of a new object, by the CRD. */
    private static String defaultStatus() {
        return CustomResourceDefinitions.all().stream()
                .filter(definition ->
                        definition.getSpec().getNames().getKind().equals(HasMetadata.getKind(Agent.class)))
                .findFirst()
                .orElseThrow()
                .getSpec()
                .getVersions()
                .get(0)
                .getSchema()
                .getOpenAPIV3Schema()
                .getProperties()
                .get("status")
                .getDefault()
                .toString();
    }
}
