/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secret;

import static dev.opencomputer.operator.testing.Seed.oneIn;
import static dev.opencomputer.operator.testing.Seed.oneOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.api.AgentSecret;
import dev.opencomputer.operator.api.Annotations;
import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.api.DeletionPolicy;
import dev.opencomputer.operator.api.Names;
import dev.opencomputer.operator.controller.secret.ModelStores.Entry;
import dev.opencomputer.operator.controller.secret.ModelStores.Trouble;
import dev.opencomputer.operator.controller.secret.SecretLife.Reconcile;
import dev.opencomputer.operator.opencomputer.SecretValue;
import dev.opencomputer.operator.testing.Seed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Lives of an AgentSecret: whatever happens to it and around it, it comes to rest where it should. */
class SecretLifeTest {

    private static final int LIVES = 3_000;
    private static final int EVENTS = 12;
    private static final SecretValue FOREIGN = SecretValue.of("somebody else's");

    private final ModelStores server = new ModelStores();
    private final AgentSecret secret =
            SecretFixture.secret().withoutFinalizers().get();
    private final SecretLife life = new SecretLife(secret, server);

    @Test
    void anUndisturbedRunPutsOnceAndIsInSync() {
        life.agentReconciles(true);

        Reconcile done = life.reconcile();

        assertThat(done.names()).containsExactly("ReadValue", "AddFinalizer", "PutKey", "Settle");
        assertThat(done.reason()).contains(ConditionReason.IN_SYNC);
        assertThat(server.tried()).isOne();
    }

    @Test
    void theFirstKeyHasTheStoreMadeAndThenPutsOnce() {
        assertThat(life.reconcile().names()).containsExactly("ReadValue", "Wait");
        life.agentReconciles(true);

        assertThat(life.reconcile().reason()).contains(ConditionReason.IN_SYNC);
        assertThat(server.tried()).isOne();
    }

    @Test
    void aSecondRunWithoutAChangeWritesNothing() {
        life.agentReconciles(true);
        life.reconcile();

        Reconcile again = life.reconcile();

        assertThat(again.names()).containsExactly("ReadValue", "ListKeys", "Settle");
        assertThat(again.statusWritten()).isFalse();
        assertThat(server.tried()).isOne();
    }

    @Test
    void aServerThatFindsNothingIsAskedOnceToPutAndOnceToDelete() {
        life.agentReconciles(true);
        server.liesFromNowOn();
        assertThat(life.reconcile().reason()).contains(ConditionReason.UNEXPECTED_ANSWER);
        assertThat(server.tried()).isOne();

        server.recovers();
        life.reconcile();
        server.liesFromNowOn();
        secret.getMetadata().setDeletionTimestamp(SecretFixture.LATER);
        int before = server.tried();

        assertThat(life.reconcile().reason()).contains(ConditionReason.UNEXPECTED_ANSWER);
        assertThat(server.tried() - before).isOne();
    }

    @Test
    void aFormerValueIsPutAgainWhenThePutOfALaterOneWasNotAnswered() {
        life.agentReconciles(true);
        life.reconcile();
        life.holds(Optional.of("v2"));
        server.goesWrong(Trouble.UNANSWERED);
        assertThat(life.reconcile().reason()).contains(ConditionReason.UNREACHABLE);

        life.holds(Optional.of("v1"));
        life.reconcile();

        assertThat(server.entry().orElseThrow().value()).isSameAs(SecretLife.VALUES.get("v1"));
    }

    @Test
    void aKeyWhosePutWasNotAnsweredGoesWithItsAgentSecret() {
        life.agentReconciles(true);
        server.goesWrong(Trouble.UNANSWERED);
        life.reconcile();
        secret.getMetadata().setDeletionTimestamp(SecretFixture.LATER);

        assertThat(life.reconcile().letsGo()).isTrue();
        assertThat(server.entry()).isEmpty();
    }

    @Test
    void oneThatIsKilledBetweenPutAndStatusWhileTheSecretIsChangedBackPutsOnceMore() {
        life.agentReconciles(true);
        life.reconcile();
        life.holds(Optional.of("v2"));
        life.diesAfterWriting();
        life.reconcile();
        life.restart();
        life.holds(Optional.of("v1"));
        int tried = server.tried();

        life.reconcile();
        life.reconcile();

        assertThat(server.entry().orElseThrow().value()).isSameAs(SecretLife.VALUES.get("v1"));
        assertThat(server.tried() - tried).isOne();
    }

    @Test
    void oneThatIsKilledAfterItSealedTheValueAnewInTheSpecAndBeforeItSaidSoPutsNothing() {
        life.agentReconciles(true);
        life.reconcile();
        int tried = server.tried();
        secret.getMetadata().setGeneration(secret.getMetadata().getGeneration() + 1);
        life.restart();

        Reconcile next = life.reconcile();

        assertThat(next.names()).containsExactly("ReadValue", "ListKeys", "Settle");
        assertThat(next.reason()).contains(ConditionReason.IN_SYNC);
        assertThat(secret.getStatus().getObservedGeneration())
                .isEqualTo(secret.getMetadata().getGeneration());
        assertThat(server.tried()).isEqualTo(tried);
    }

    @Test
    void everyLifeComesToRest() {
        Seed.some(LIVES).forEach(seed -> {
            Life generated = new Life(seed);
            try {
                generated.run();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("with -Dseed=" + seed + ", after " + generated.events, e);
            }
        });
    }

    private static final class Life {

        private final List<String> events = new ArrayList<>();
        private final SplittableRandom random;
        private final ModelStores server = new ModelStores();
        private final AgentSecret secret =
                SecretFixture.secret().withoutFinalizers().get();
        private final SecretLife life = new SecretLife(secret, server);
        private boolean agentIsThere = true;
        private boolean agentPaused;
        private boolean agentDeleting;
        private boolean held;

        private Life(long seed) {
            random = new SplittableRandom(seed);
            changeHosts();
        }

        private void run() {
            for (int event = 0; event < EVENTS; event++) {
                happens();
                if (random.nextBoolean()) {
                    reconcile();
                }
            }
            if (random.nextBoolean()) {
                calmDown();
                comesToRest();
            }
            isDeleted();
        }

        private void happens() {
            switch (random.nextInt(13)) {
                case 0 -> event("another value", () -> life.holds(Optional.of(oneOf(random, "v1", "v2"))));
                case 1 -> event("no value", () -> life.holds(Optional.empty()));
                case 2 -> event("other hosts", this::changeHosts);
                case 3 -> event("somebody removes the key", () -> server.setEntry(Optional.empty()));
                case 4 ->
                    event(
                            "somebody changes the hosts",
                            () -> server.setEntry(
                                    server.entry().map(entry -> new Entry(entry.value(), List.of("evil.example")))));
                case 11 ->
                    event(
                            "somebody exchanges the value",
                            () -> server.setEntry(server.entry().map(entry -> new Entry(FOREIGN, entry.hosts()))));
                case 5 -> event("somebody removes the store", server::removeStore);
                case 6 -> event("the Agent's reconcile", () -> life.agentReconciles(random.nextBoolean()));
                case 7 -> event("a call goes wrong", () -> server.goesWrong(oneOf(random, Trouble.values())));
                case 8 -> event("paused or not", () -> pause(random.nextBoolean()));
                case 9 -> event("the Agent changes", this::changeAgent);
                case 10 -> event("the operator is killed after a write", this::isKilled);
                default -> event("held by another or not", () -> hold(random.nextBoolean()));
            }
        }

        private void event(String name, Runnable event) {
            events.add(name);
            event.run();
        }

        private void changeHosts() {
            secret.getSpec().setAllowedHosts(oneOf(random, List.of(), List.of("a.example"), null));
            secret.getMetadata().setGeneration(secret.getMetadata().getGeneration() + 1);
        }

        private void pause(boolean paused) {
            secret.getMetadata().getAnnotations().put(Annotations.PAUSED, Boolean.toString(paused));
        }

        private void changeAgent() {
            agentIsThere = !oneIn(random, 4);
            agentPaused = oneIn(random, 4);
            agentDeleting = oneIn(random, 4);
            tellOfAgent();
        }

        private void tellOfAgent() {
            life.agentIsThere(agentIsThere);
            life.agentPaused(agentPaused);
            life.agentDeleting(agentDeleting);
        }

        private void hold(boolean byAnother) {
            // Who has put the key holds it: another can only have it before.
            held = byAnother && !SecretStatuses.hasPut(secret) && !secret.hasFinalizer(Names.FINALIZER);
            life.heldBy(held ? Optional.of("first") : Optional.empty());
        }

        private void isKilled() {
            life.diesAfterWriting();
            reconcile();
            life.restart();
        }

        /** One reconcile, held to what no reconcile may do. */
        private Reconcile reconcile() {
            boolean mustNotWrite = !agentIsThere
                    || agentPaused
                    || agentDeleting
                    || held
                    || DesiredSecret.of(secret).paused();
            int before = server.tried();

            Reconcile done = life.reconcile();

            events.add(done.names() + " -> "
                    + done.reason().map(ConditionReason::value).orElse("no result"));
            if (mustNotWrite) {
                assertThat(server.tried()).as("writes of one that must not").isEqualTo(before);
            }
            if (done.reason().equals(Optional.of(ConditionReason.IN_SYNC))) {
                isAsDesired();
            }
            return done;
        }

        private void isAsDesired() {
            Entry entry = server.entry().orElseThrow();
            assertThat(entry.value())
                    .isSameAs(SecretLife.VALUES.get(life.value().orElseThrow()));
            assertThat(entry.hosts()).isEqualTo(DesiredSecret.of(secret).allowedHosts());
            assertThat(SecretStatuses.holding(secret).storeId()).isEqualTo(server.store());
            assertThat(secret.hasFinalizer(Names.FINALIZER)).isTrue();
        }

        private void calmDown() {
            server.recovers();
            agentIsThere = true;
            agentPaused = false;
            agentDeleting = false;
            tellOfAgent();
            hold(false);
            pause(false);
            life.holds(Optional.of("v1"));
            life.restart();
            events.add("calm");
        }

        private void comesToRest() {
            for (int wait = 0; wait < 2 && reconcile().steps().stream().anyMatch(Plan.Wait.class::isInstance); wait++) {
                life.agentReconciles(true);
            }
            Reconcile done = reconcile();
            assertThat(done.reason()).contains(ConditionReason.IN_SYNC);
            staysAtRest("once at rest");
            life.restart();
            staysAtRest("after a restart");
        }

        private void staysAtRest(String when) {
            int tried = server.tried();
            Reconcile again = reconcile();
            assertThat(again.reason()).contains(ConditionReason.IN_SYNC);
            assertThat(server.tried()).as("writes upstream " + when).isEqualTo(tried);
            assertThat(again.statusWritten()).as("status writes " + when).isFalse();
        }

        private void isDeleted() {
            server.recovers();
            boolean foreign = oneIn(random, 8);
            if (foreign) {
                server.setEntry(Optional.of(new Entry(FOREIGN, List.of())));
            }
            boolean finalizer = secret.hasFinalizer(Names.FINALIZER);
            boolean retains = oneIn(random, 4);
            boolean awaited = oneIn(random, 4);
            boolean namespaceGoes = oneIn(random, 4);
            secret.getSpec().setDeletionPolicy(retains ? DeletionPolicy.RETAIN : DeletionPolicy.DELETE);
            secret.getMetadata().setDeletionTimestamp(SecretFixture.LATER);
            pause(false);
            agentPaused = false;
            tellOfAgent();
            life.awaited(awaited);
            life.namespaceGoes(namespaceGoes);
            events.add("deletion, retains: " + retains + ", awaited: " + awaited + ", terminating: " + namespaceGoes);
            boolean touches =
                    finalizer && !held && !retains && !awaited && !namespaceGoes && agentIsThere && !agentDeleting;
            boolean recorded = SecretStatuses.holding(secret)
                    .storeId()
                    .map(store -> life.agentsStore().equals(Optional.of(store)))
                    .orElse(life.agentsStore().isPresent());
            boolean listed = life.agentsStore().equals(server.store());
            int tried = server.tried();

            if (!finalizer) {
                // The API server lets such an object go by itself.
                return;
            }
            assertThat(reconcile().letsGo()).isTrue();

            if (!touches || !recorded) {
                assertThat(server.tried()).as("writes of one that must not").isEqualTo(tried);
            } else if (listed) {
                assertThat(server.entry()).as("what is left behind").isEmpty();
            }
        }
    }
}
