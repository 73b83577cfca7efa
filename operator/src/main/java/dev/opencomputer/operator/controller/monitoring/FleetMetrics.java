/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.monitoring;

import dev.opencomputer.operator.api.Agent;
import dev.opencomputer.operator.api.AgentSecret;
import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.api.ConditionType;
import dev.opencomputer.operator.api.Names;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How the objects of a kind stand, counted in one pass over what the informer holds, and only when somebody asks. */
final class FleetMetrics {

    /** An object that the operator has not spoken of as it is now. */
    static final State NOT_OBSERVED = new State("not_observed", "None");

    private static final State ALL_WELL = state(ConditionReason.IN_SYNC);

    private static final Map<String, State> STATES = Arrays.stream(ConditionReason.values())
            .collect(Collectors.toUnmodifiableMap(ConditionReason::value, FleetMetrics::state));

    /** A reason that this version does not have; whatever it says, it makes no series of its own. */
    private static final State UNKNOWN = new State(Outcome.NOT_READY.label(), "Unknown");

    /**
     * How an object stands.
     *
     * @param state what is to be expected of it
     * @param reason that of its condition Ready
     */
    record State(String state, String reason) {}

    /**
     * How many objects stand how.
     *
     * @param states how many there are of each; the good one is always among them
     * @param deleting how many are being deleted and wait for the operator; those that it has let go of do not count
     * @param oldestDeletion for how long the one of them has waited that has waited longest; zero without any
     */
    record Fleet(Map<State, Integer> states, int deleting, Duration oldestDeletion) {}

    private FleetMetrics() {}

    static Fleet count(Stream<? extends HasMetadata> objects, Instant now) {
        Map<State, Integer> states = new HashMap<>(Map.of(ALL_WELL, 0));
        int[] deleting = {0};
        Duration[] oldest = {Duration.ZERO};
        objects.forEach(object -> {
            states.merge(stateOf(object), 1, Integer::sum);
            String since = object.getMetadata().getDeletionTimestamp();
            if (since != null && object.getMetadata().getFinalizers().contains(Names.FINALIZER)) {
                deleting[0]++;
                Duration waited = Duration.between(Instant.parse(since), now);
                oldest[0] = waited.compareTo(oldest[0]) > 0 ? waited : oldest[0];
            }
        });
        return new Fleet(states, deleting[0], oldest[0]);
    }

    private static State stateOf(HasMetadata object) {
        Observation observation = object instanceof Agent agent
                ? observation(
                        agent.getStatus(), status -> status.getObservedGeneration(), status -> status.getConditions())
                : object instanceof AgentSecret secret
                        ? observation(
                                secret.getStatus(),
                                status -> status.getObservedGeneration(),
                                status -> status.getConditions())
                        : new Observation(Optional.empty(), List.of());
        if (!observation
                .generation()
                .equals(Optional.ofNullable(object.getMetadata().getGeneration()))) {
            return NOT_OBSERVED;
        }
        return observation.conditions().stream()
                .filter(condition -> ConditionType.READY.value().equals(condition.getType()))
                .findFirst()
                .map(ready -> STATES.getOrDefault(ready.getReason(), UNKNOWN))
                .orElse(NOT_OBSERVED);
    }

    /** What a status says, and of which generation. */
    private record Observation(Optional<Long> generation, List<Condition> conditions) {}

    private static <S> Observation observation(
            S status, Function<S, Long> generation, Function<S, List<Condition>> conditions) {
        return status == null
                ? new Observation(Optional.empty(), List.of())
                : new Observation(
                        Optional.ofNullable(generation.apply(status)),
                        Objects.requireNonNullElse(conditions.apply(status), List.of()));
    }

    private static State state(ConditionReason reason) {
        return new State(Outcome.of(reason).label(), reason.value());
    }
}
