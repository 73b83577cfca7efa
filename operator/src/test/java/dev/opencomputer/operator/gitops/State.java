/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.gitops;

import dev.opencomputer.operator.api.Agent;
import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.api.ConditionReason.Occurrence;
import dev.opencomputer.operator.api.CustomResourceDefinitions;
import io.fabric8.kubernetes.api.model.HasMetadata;
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
        return Stream.concat(Stream.of(untouched), verdicts().map(State::of)).toList();
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
        return Arrays.stream(ConditionReason.values()).filter(reason -> reason.occurrence() != Occurrence.RECONCILING);
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
