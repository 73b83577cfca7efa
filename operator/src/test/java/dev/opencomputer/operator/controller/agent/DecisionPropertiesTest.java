/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.agent;

import static dev.opencomputer.operator.controller.agent.Situation.ELSEWHERE;
import static dev.opencomputer.operator.controller.agent.Situation.HOME;
import static dev.opencomputer.operator.controller.agent.Situation.OTHER;
import static dev.opencomputer.operator.controller.agent.Situation.WANTED;
import static dev.opencomputer.operator.controller.agent.Situation.WITH_CORE;
import static dev.opencomputer.operator.testing.Seed.oneIn;
import static dev.opencomputer.operator.testing.Seed.oneOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.controller.agent.StoreView.Origin;
import dev.opencomputer.operator.opencomputer.RecordContent;
import dev.opencomputer.operator.testing.Seed;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** What holds of every plan, for any situation, a contradictory one too. */
class DecisionPropertiesTest {

    private static final int CASES = 20_000;

    private static Situation any(RandomGenerator random) {
        Situation situation = random.nextBoolean() ? Situation.adopting() : Situation.refusing();
        maybe(random, 2, () -> situation.wanting(oneOf(random, WANTED, OTHER, WITH_CORE)));
        maybe(random, 2, () -> situation.allowing("a.example"));
        maybe(random, 3, situation::askedForAStore);
        maybe(random, 4, situation::retaining);
        maybe(random, 4, situation::paused);
        maybe(random, 3, situation::deleting);
        maybe(random, 4, situation::withoutFinalizer);
        maybe(random, 6, () -> situation.heldBy("team-b/other"));
        maybe(random, 2, oneOf(random, situation::claimed, situation::freshlyClaimed));
        maybe(random, 3, oneOf(random, situation::announcingTheStore, situation::owningTheStore));
        maybe(random, 2, () -> situation.applied(oneOf(random, WANTED, OTHER)));
        maybe(random, 2, () -> {
            situation.standing(oneOf(random, ConditionReason.values()), "");
            maybe(random, 3, oneOf(random, situation::asked, situation::specChanged));
        });
        maybe(random, 3, () -> situation.repairedBefore(random.nextInt(5)));
        maybe(random, 2, () -> situation.claimsRecord(HOME));
        maybe(random, 4, () -> situation.leadingNowhereKnown(random.nextBoolean()));
        maybe(random, 4, () -> situation.leadingTo(ELSEWHERE));
        maybe(random, 4, situation::withoutAgentsApi);
        situation.record(oneOf(
                random,
                new RecordView.NotLooked(),
                new RecordView.Taken(),
                new RecordView.Unproven(false),
                new RecordView.Absent()));
        maybe(random, 2, () -> situation.record(oneOf(random, WANTED, OTHER, WITH_CORE)));
        maybe(random, 4, () -> situation.listed(oneOf(random, WANTED, OTHER, WITH_CORE)));
        maybe(random, 6, () -> situation.answered(oneOf(random, WANTED, OTHER), RecordContent.empty()));
        situation.store(oneOf(
                random,
                new StoreView.NotLooked(),
                new StoreView.Taken(),
                new StoreView.Unproven(false),
                new StoreView.Absent()));
        maybe(
                random,
                2,
                () -> situation.store(oneOf(random, Origin.values()), oneOf(random, "a.example", "b.example")));
        maybe(random, 8, situation::withoutConnection);
        return situation;
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

    private static void writesNothing(Situation situation) {
        assertThat(situation.plan()).isNotInstanceOf(Plan.Write.class);
    }

    @Test
    void aPausedAgentWritesNothing() {
        inAnySituation(situation -> situation.desired().paused(), DecisionPropertiesTest::writesNothing);
    }

    @Test
    void anAgentWhoseIdAnotherHoldsNeitherLooksNorWrites() {
        inAnySituation(
                situation -> situation.observed().holder().isPresent(),
                situation -> assertThat(situation.plan())
                        .isNotInstanceOf(Plan.Write.class)
                        .isNotInstanceOf(Plan.Look.class));
    }

    @Test
    void aDeletedAgentThatRetainsIsLetGoAtOnce() {
        inAnySituation(
                situation ->
                        situation.desired().deleting() && situation.desired().retains(),
                situation -> assertThat(situation.plan()).isInstanceOf(Plan.RemoveFinalizer.class));
    }

    @Test
    void nothingGoesOutWithoutAConnection() {
        inAnySituation(
                situation -> situation.observed().connection().missing().isPresent(),
                situation -> assertThat(situation.plan())
                        .isNotInstanceOf(Plan.Write.class)
                        .isNotInstanceOf(Plan.Look.class));
    }

    @Test
    void inAnotherOrganisationOnlyAStoreJustMadeThereIsRemoved() {
        inAnySituation(situation -> situation.observed().connection().leadsElsewhere(), situation -> {
            if (situation.plan() instanceof Plan.Write write) {
                assertThat(write).isInstanceOf(Plan.DeleteStore.class);
                assertThat(situation.observed().store())
                        .isInstanceOfSatisfying(
                                StoreView.Found.class,
                                found -> assertThat(found.origin()).isEqualTo(Origin.CREATED));
            }
        });
    }

    @Test
    void inAnOrganisationThatNobodyKnowsOnlyAStoreIsMadeAndNothingIsTakenForGone() {
        inAnySituation(situation -> situation.observed().connection().leadsNowhereKnown(), situation -> {
            Plan plan = situation.plan();
            if (plan instanceof Plan.Write write) {
                assertThat(write).isInstanceOfAny(Plan.AskOrganisation.class, Plan.CreateStore.class);
            }
            if (plan instanceof Plan.RemoveFinalizer remove) {
                assertThat(remove.farewell()).isNotEqualTo(Plan.Farewell.DELETED);
            }
        });
    }

    @Test
    void refuseChangesNothingUpstreamBeforeItsClaim() {
        inAnySituation(
                situation -> situation.desired().refusesAdoption()
                        && situation.observed().holding().claim().isEmpty()
                        && !situation.observed().connection().leadsElsewhere(),
                situation -> {
                    if (situation.plan() instanceof Plan.Write write) {
                        assertThat(write).isInstanceOfAny(Plan.RecordClaim.class, Plan.AskOrganisation.class);
                    }
                });
    }

    @Test
    void refuseNeverTouchesAStoreThatIsNotItsOwn() {
        inAnySituation(
                situation -> situation.desired().refusesAdoption()
                        && !situation.observed().holding().storeClaimed()
                        && !situation.observed().connection().leadsElsewhere(),
                situation -> assertThat(situation.plan())
                        .isNotInstanceOf(Plan.CreateStore.class)
                        .isNotInstanceOf(Plan.UpdateAllowlist.class)
                        .isNotInstanceOf(Plan.DeleteStore.class));
    }

    @Test
    void nothingIsDeletedForAnAgentThatStays() {
        inAnySituation(
                situation -> !situation.desired().deleting()
                        && !situation.observed().connection().leadsElsewhere(),
                situation -> assertThat(situation.plan())
                        .isNotInstanceOf(Plan.DeleteRecord.class)
                        .isNotInstanceOf(Plan.DeleteStore.class)
                        .isNotInstanceOf(Plan.RemoveFinalizer.class));
    }

    @Test
    void aDeletedAgentMakesAndChangesNothing() {
        inAnySituation(
                situation -> situation.desired().deleting(),
                situation -> assertThat(situation.plan())
                        .isNotInstanceOf(Plan.CreateRecord.class)
                        .isNotInstanceOf(Plan.PatchRecord.class)
                        .isNotInstanceOf(Plan.CreateStore.class)
                        .isNotInstanceOf(Plan.UpdateAllowlist.class)
                        .isNotInstanceOf(Plan.RecordClaim.class));
    }

    @Test
    void nothingIsWrittenWithoutTheFinalizer() {
        inAnySituation(situation -> !situation.observed().finalizer(), DecisionPropertiesTest::writesNothing);
    }

    @Test
    void recordsAreLeftAloneWithoutAnAgentsApi() {
        inAnySituation(
                situation -> !situation.observed().connection().agentsApi(),
                situation -> assertThat(situation.plan())
                        .isNotInstanceOf(Plan.CreateRecord.class)
                        .isNotInstanceOf(Plan.PatchRecord.class)
                        .isNotInstanceOf(Plan.DeleteRecord.class)
                        .isNotInstanceOf(Plan.GetRecord.class)
                        .isNotInstanceOf(Plan.ListRecords.class));
    }
}
