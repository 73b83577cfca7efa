/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.agent;

import static dev.opencomputer.operator.testing.Seed.oneIn;
import static dev.opencomputer.operator.testing.Seed.oneOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.api.AdoptionPolicy;
import dev.opencomputer.operator.api.Agent;
import dev.opencomputer.operator.api.AgentSpec;
import dev.opencomputer.operator.api.Annotations;
import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.api.Config;
import dev.opencomputer.operator.api.DeletionPolicy;
import dev.opencomputer.operator.api.SecretStoreSpec;
import dev.opencomputer.operator.controller.agent.AgentLife.Reconcile;
import dev.opencomputer.operator.controller.agent.ModelOpenComputer.Trouble;
import dev.opencomputer.operator.controller.policy.Policy;
import dev.opencomputer.operator.opencomputer.RecordContent;
import dev.opencomputer.operator.testing.Seed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Generated lives of an Agent: whatever happens to it, its spec and what is upstream, it comes to rest where it should. */
class AgentLifeTest {

    private static final int LIVES = 3_000;
    private static final int EVENTS = 12;

    @Test
    void everyLifeComesToRest() {
        Seed.some(LIVES).forEach(seed -> {
            Life life = new Life(seed);
            try {
                life.run();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("with -Dseed=" + seed + ", after " + life.events, e);
            }
        });
    }

    private static final class Life {

        private final List<String> events = new ArrayList<>();
        private final SplittableRandom random;
        private final ModelOpenComputer server;
        private final AgentLife life;
        private final Agent agent;
        private boolean held;

        private Life(long seed) {
            random = new SplittableRandom(seed);
            server = new ModelOpenComputer(!oneIn(random, 5), oneIn(random, 3));
            agent = AgentFixture.agent().withoutFinalizers().get();
            changeSpec();
            agent.getSpec().setAdoptionPolicy(oneOf(random, AdoptionPolicy.ADOPT, AdoptionPolicy.REFUSE));
            maybe(3, "a record was there", this::changeRecord);
            maybe(4, "a store was there", this::changeStore);
            life = new AgentLife(agent, server);
        }

        private void run() {
            for (int event = 0; event < EVENTS; event++) {
                happens();
                if (random.nextBoolean()) {
                    reconcile();
                }
            }
            calmDown();
            comesToRest();
            maybe(2, "deletion", this::isDeleted);
        }

        private void happens() {
            switch (random.nextInt(10)) {
                case 0 -> event("the spec changes", this::changeSpec);
                case 1 -> event("somebody changes the record", this::changeRecord);
                case 2 -> event("somebody changes the store", this::changeStore);
                case 3 -> event("somebody removes the record", () -> server.setRecord(Optional.empty()));
                case 4 -> event("somebody removes the store", () -> server.setStore(Optional.empty()));
                case 5, 6 -> event("a call goes wrong", () -> server.goesWrong(oneOf(random, Trouble.values())));
                case 7 -> event("the operator restarts", life::restart);
                case 8 ->
                    event(
                            "paused or not",
                            () -> agent.getMetadata()
                                    .getAnnotations()
                                    .put(Annotations.PAUSED, Boolean.toString(random.nextBoolean())));
                default -> event("held by another or not", () -> hold(random.nextBoolean()));
            }
        }

        private void event(String name, Runnable event) {
            events.add(name);
            event.run();
        }

        private void maybe(int cases, String name, Runnable event) {
            if (oneIn(random, cases)) {
                event(name, event);
            }
        }

        private void hold(boolean byAnother) {
            // Who has a claim holds the id: another can only have it before.
            held = byAnother && AgentStatuses.holding(agent, false).claim().isEmpty();
            life.heldBy(held ? Optional.of("team-b/other") : Optional.empty());
        }

        private void changeSpec() {
            AgentSpec spec = agent.getSpec();
            Config config = new Config();
            config.setSnapshot(oneOf(random, "v1", "v2", null));
            config.setEnv(oneOf(random, Map.of("A", "1"), Map.of("B", "2"), Map.of()));
            config.setIdleTimeoutSeconds(oneOf(random, 60, null));
            spec.setConfig(config);
            spec.setDisplayName(oneOf(random, "Resolver", null));
            SecretStoreSpec store = new SecretStoreSpec();
            store.setEgressAllowlist(oneOf(random, List.of(), List.of("a.example")));
            spec.setSecretStore(random.nextBoolean() ? store : null);
            spec.setDeletionPolicy(oneOf(random, DeletionPolicy.DELETE, DeletionPolicy.RETAIN));
            agent.getMetadata().setGeneration(agent.getMetadata().getGeneration() + 1);
        }

        private void changeRecord() {
            server.setRecord(Optional.of(RecordContent.builder()
                    .core(oneIn(random, 8) ? "hermes" : null)
                    .snapshot(oneOf(random, "v1", "v3"))
                    .env(oneOf(random, Map.of("C", "3"), Map.of()))
                    .build()));
        }

        private void changeStore() {
            server.setStore(Optional.of(oneOf(random, List.of(), List.of("b.example"))));
        }

        /** One reconcile, held to what no reconcile may do. */
        private Reconcile reconcile() {
            Desired desired = DesiredAgent.of(agent, false, Policy.NONE);
            boolean claimed = AgentStatuses.holding(agent, false).claim().isPresent();
            boolean foreign = server.store().isPresent()
                    || (server.agents().isPresent() && server.record().isPresent());
            int before = server.writes();

            Reconcile done = life.reconcile();

            events.add(done.steps().stream()
                            .map(step -> step.getClass().getSimpleName())
                            .toList() + " -> "
                    + done.reason().map(ConditionReason::value).orElse("let go"));
            int writes = server.writes() - before;
            if (desired.paused() || held || (desired.deleting() && desired.retains())) {
                assertThat(writes).as("writes of one that must not").isZero();
            }
            if (desired.refusesAdoption() && !claimed && foreign) {
                assertThat(writes).as("writes to what others made").isZero();
                assertThat(AgentStatuses.holding(agent, false).claim()).isEmpty();
            }
            if (done.reason().equals(Optional.of(ConditionReason.IN_SYNC))) {
                isAsDesired(desired);
            }
            return done;
        }

        private void isAsDesired(Desired desired) {
            if (server.agents().isPresent()) {
                assertThat(desired.content().contradictionsIn(server.record().orElseThrow(), RecordContent.empty()))
                        .isEmpty();
            }
            desired.egressAllowlist()
                    .ifPresent(hosts -> assertThat(server.store().orElseThrow().egressAllowlist())
                            .isEqualTo(hosts));
        }

        private void calmDown() {
            server.recovers();
            hold(false);
            agent.getMetadata().getAnnotations().clear();
            life.restart();
            events.add("calm");
        }

        private void comesToRest() {
            Reconcile done = reconcile();
            assertThat(done.reason().orElseThrow())
                    .isIn(
                            ConditionReason.IN_SYNC,
                            ConditionReason.ADOPTION_REFUSED,
                            ConditionReason.IMMUTABLE_MISMATCH);

            staysAtRest(done, "once at rest");
            life.restart();
            staysAtRest(done, "after a restart");
        }

        private void staysAtRest(Reconcile done, String when) {
            int writes = server.writes();
            Reconcile again = reconcile();
            assertThat(again.reason()).isEqualTo(done.reason());
            assertThat(server.writes()).as("writes upstream " + when).isEqualTo(writes);
            assertThat(again.statusWritten()).as("status writes " + when).isFalse();
        }

        private void isDeleted() {
            agent.getMetadata().setDeletionTimestamp(AgentFixture.BORN);
            life.seen();
            Desired desired = DesiredAgent.of(agent, false, Policy.NONE);
            Holding holding = AgentStatuses.holding(agent, false);
            int writes = server.writes();

            assertThat(reconcile().letsGo()).isTrue();

            if (desired.retains()
                    || (desired.refusesAdoption() && holding.claim().isEmpty())) {
                assertThat(server.writes())
                        .as("writes of a deletion that keeps all")
                        .isEqualTo(writes);
            } else if (holding.claim().isPresent()) {
                if (server.agents().isPresent()) {
                    assertThat(server.record()).isEmpty();
                }
                if (holding.storeClaimed() || !desired.refusesAdoption()) {
                    assertThat(server.store()).isEmpty();
                }
            }
        }
    }
}
