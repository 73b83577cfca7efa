/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secret;

import static dev.opencomputer.operator.controller.secret.Situation.ANOTHER_STORE;
import static dev.opencomputer.operator.controller.secret.Situation.DIGEST;
import static dev.opencomputer.operator.controller.secret.Situation.ELSEWHERE;
import static dev.opencomputer.operator.controller.secret.Situation.FORMER_DIGEST;
import static dev.opencomputer.operator.controller.secret.Situation.STORE;
import static dev.opencomputer.operator.testing.Seed.oneIn;
import static dev.opencomputer.operator.testing.Seed.oneOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.controller.agent.AgentState;
import dev.opencomputer.operator.controller.secret.Observed.NamespaceView;
import dev.opencomputer.operator.testing.Seed;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** What holds of every plan, for any situation, a contradictory one too. */
class DecisionPropertiesTest {

    private static final int CASES = 20_000;

    private static Situation any(RandomGenerator random) {
        Situation situation = Situation.secret();
        maybe(random, 2, () -> situation.allowing("a.example"));
        maybe(random, 4, situation::retaining);
        maybe(random, 4, situation::paused);
        maybe(random, 2, situation::deleting);
        maybe(random, 4, situation::withoutFinalizer);
        maybe(random, 6, () -> situation.agentHasStore(oneOf(random, Optional.empty(), Optional.of(ANOTHER_STORE))));
        maybe(
                random,
                8,
                () -> situation.agentHoldsNothing(
                        oneOf(random, Optional.empty(), Optional.of(ConditionReason.ID_CONFLICT))));
        maybe(random, 4, situation::agentPaused);
        maybe(random, 6, situation::agentDeleting);
        maybe(random, 8, situation::withoutAgent);
        maybe(random, 8, situation::ofFormerAgent);
        maybe(random, 6, () -> situation.heldBy("first"));
        maybe(random, 4, situation::awaited);
        maybe(
                random,
                2,
                () -> situation.put(
                        oneOf(random, STORE, ANOTHER_STORE),
                        oneOf(random, Optional.of(DIGEST), Optional.of(FORMER_DIGEST), Optional.empty())));
        maybe(random, 2, situation::unchanged);
        maybe(random, 8, situation::notAcceptedBefore);
        maybe(random, 3, () -> situation.repairedBefore(random.nextInt(5)));
        maybe(random, 6, () -> situation.leadingTo(ELSEWHERE));
        maybe(random, 6, () -> situation.leadingNowhereKnown(random.nextBoolean()));
        maybe(random, 8, situation::withoutConnection);
        maybe(random, 2, () -> situation.namespace(oneOf(random, NamespaceView.values())));
        maybe(random, 2, situation::read);
        maybe(random, 8, () -> situation.noValue(oneOf(random, ConditionReason.values())));
        maybe(random, 2, () -> situation.keyAllows(oneOf(random, "a.example", "b.example")));
        maybe(
                random,
                2,
                () -> situation.key(oneOf(
                        random,
                        new KeyView.Unproven(),
                        new KeyView.StoreUnproven(),
                        new KeyView.Contradicted(),
                        new KeyView.StoreGone(),
                        new KeyView.Absent(),
                        new KeyView.Deleted(),
                        new KeyView.Put(Optional.empty()),
                        new KeyView.PutBack(Optional.empty(), Optional.empty()),
                        new KeyView.PutBackAndFound(
                                List.of(oneOf(random, "a.example", "b.example")),
                                Optional.empty(),
                                random.nextBoolean() ? Optional.of(List.of("a.example.")) : Optional.empty()),
                        new KeyView.Unanswered(),
                        new KeyView.Refused())));
        maybe(random, 8, () -> situation.refusedBefore("no"));
        maybe(random, 3, () -> situation.listedAsWritten(time(random)));
        maybe(random, 3, () -> situation.answeredAt(time(random)));
        maybe(random, 3, () -> situation.keyWrittenAt(time(random)));
        return situation;
    }

    private static Instant time(RandomGenerator random) {
        return Instant.EPOCH.plusSeconds(random.nextInt(3) * 60L);
    }

    private static void maybe(RandomGenerator random, int cases, Runnable step) {
        if (oneIn(random, cases)) {
            step.run();
        }
    }

    private static void inAnySituation(Predicate<Situation> where, Consumer<Situation> holds) {
        long[] met = {0};
        Seed.some(CASES).forEach(seed -> {
            Situation situation = any(new SplittableRandom(seed));
            if (where.test(situation)) {
                met[0]++;
                try {
                    holds.accept(situation);
                } catch (AssertionError | RuntimeException e) {
                    throw new AssertionError(
                            "with -Dseed=" + seed + ": " + situation.desired() + ", " + situation.observed(), e);
                }
            }
        });
        assertThat(met[0]).as("generated situations to which this applies").isPositive();
    }

    private static boolean agentIs(Situation situation, Predicate<AgentState> what) {
        return situation.observed().agent().filter(what).isPresent();
    }

    private static void writesNothing(Situation situation) {
        assertThat(situation.plan()).isNotInstanceOf(Plan.Write.class);
        if (situation.plan() instanceof Plan.Wait wait) {
            assertThat(wait.needsStore()).as("a store is asked for").isFalse();
        }
    }

    private static void leavesOpenComputerAlone(Situation situation) {
        writesNothing(situation);
        assertThat(situation.plan()).isNotInstanceOf(Plan.ListKeys.class).isNotInstanceOf(Plan.ListStores.class);
    }

    @Test
    void aPausedAgentSecretWritesNothing() {
        inAnySituation(situation -> situation.desired().paused(), DecisionPropertiesTest::writesNothing);
    }

    @Test
    void nothingIsWrittenForAPausedAgent() {
        inAnySituation(situation -> agentIs(situation, AgentState::paused), DecisionPropertiesTest::writesNothing);
    }

    @Test
    void nothingIsWrittenForAnAgentThatIsBeingDeleted() {
        inAnySituation(
                situation -> agentIs(situation, AgentState::deleting), DecisionPropertiesTest::leavesOpenComputerAlone);
    }

    @Test
    void nothingIsWrittenForAnAgentThatHoldsNothing() {
        inAnySituation(
                situation -> agentIs(situation, agent -> agent.claim().isEmpty()),
                DecisionPropertiesTest::leavesOpenComputerAlone);
    }

    @Test
    void nothingIsWrittenWithoutAnAgent() {
        inAnySituation(
                situation -> situation.observed().agent().isEmpty(), DecisionPropertiesTest::leavesOpenComputerAlone);
    }

    @Test
    void nothingGoesOutWithoutAConnection() {
        inAnySituation(
                situation -> situation.observed().connection().missing().isPresent(),
                DecisionPropertiesTest::leavesOpenComputerAlone);
    }

    @Test
    void nothingGoesToAnotherOrganisation() {
        inAnySituation(
                situation -> situation.observed().connection().leadsElsewhere(),
                DecisionPropertiesTest::leavesOpenComputerAlone);
    }

    @Test
    void oneThatIsVoidOrDoesNotHoldItsKeyLeavesOpenComputerAlone() {
        inAnySituation(
                situation -> situation.observed().ofFormerAgent()
                        || situation.observed().holder().isPresent(),
                DecisionPropertiesTest::leavesOpenComputerAlone);
    }

    @Test
    void nothingIsPutBeforeTheFinalizerIsSet() {
        inAnySituation(
                situation -> !situation.observed().finalizer(),
                situation -> assertThat(situation.plan()).isNotInstanceOf(Plan.PutKey.class));
    }

    @Test
    void nothingIsPutWithoutAValue() {
        inAnySituation(
                situation -> !(situation.observed().value() instanceof ValueView.Present),
                situation -> assertThat(situation.plan()).isNotInstanceOf(Plan.PutKey.class));
    }

    @Test
    void aKeyIsPutIntoTheAgentsStoreOnly() {
        inAnySituation(
                situation -> situation.plan() instanceof Plan.PutKey,
                situation -> assertThat(
                                situation.observed().agent().orElseThrow().storeId())
                        .contains(((Plan.PutKey) situation.plan()).store()));
    }

    @Test
    void nothingIsDeletedForOneThatStays() {
        inAnySituation(
                situation -> !situation.desired().deleting(),
                situation -> assertThat(situation.plan())
                        .isNotInstanceOf(Plan.DeleteKey.class)
                        .isNotInstanceOf(Plan.RemoveFinalizer.class));
    }

    @Test
    void oneThatIsBeingDeletedNeitherPutsNorWaits() {
        inAnySituation(
                situation -> situation.desired().deleting(),
                situation -> assertThat(situation.plan())
                        .isNotInstanceOf(Plan.PutKey.class)
                        .isNotInstanceOf(Plan.ReadValue.class)
                        .isNotInstanceOf(Plan.Wait.class));
    }

    @Test
    void aDeletionThatHasNothingToRemoveIsOverAtOnce() {
        inAnySituation(
                situation -> situation.desired().deleting()
                        && (situation.desired().retains()
                                || situation.observed().successor()
                                || situation.observed().namespace() == NamespaceView.TERMINATING),
                situation -> assertThat(situation.plan()).isInstanceOf(Plan.RemoveFinalizer.class));
    }

    @Test
    void aKeyIsDeletedOnlyByOneThatPutItThereOrMayHave() {
        inAnySituation(situation -> situation.plan() instanceof Plan.DeleteKey, situation -> {
            Observed observed = situation.observed();
            assertThat(observed.agent().orElseThrow().storeId()).contains(((Plan.DeleteKey) situation.plan()).store());
            assertThat(observed.namespace()).isEqualTo(NamespaceView.STAYS);
            assertThat(observed.holding().storeId().isPresent() || observed.finalizer())
                    .isTrue();
            observed.holding()
                    .storeId()
                    .ifPresent(recorded ->
                            assertThat(observed.agent().orElseThrow().storeId()).contains(recorded));
        });
    }
}
