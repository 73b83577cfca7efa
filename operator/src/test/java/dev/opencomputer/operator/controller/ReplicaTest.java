/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.opencomputer.operator.controller.leadership.Candidacy;
import dev.opencomputer.operator.controller.leadership.Election;
import dev.opencomputer.operator.controller.leadership.Mandate;
import dev.opencomputer.operator.controller.leadership.NoMandateException;
import dev.opencomputer.operator.controller.leadership.WatchedNamespaces;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient(crud = true)
class ReplicaTest {

    private static final String NAMESPACE = "opencomputer-system";
    private static final String LEASE = "lease";
    private static final Duration SOON = Duration.ofSeconds(90);

    private final List<String> heard = new CopyOnWriteArrayList<>();
    private KubernetesClient client;
    private Replica replica;

    @AfterEach
    void close() {
        replica.close();
    }

    @Test
    void startsItsControllersWhenItIsElected() throws Exception {
        replica = standingBy(mandate -> {});

        await().atMost(SOON).until(() -> heard.equals(List.of("started")));
        assertThat(holder()).isEqualTo("one");
        assertThat(replica.isAlive()).isTrue();
    }

    @Test
    void standsByAgainWhenTheApiServerIsInTroubleAtItsStart() throws Exception {
        replica = standingBy(failingOnce(new CannotStartException("no start", refusal(503))));

        await().atMost(SOON).until(() -> heard.equals(List.of("closed", "started")));
        assertThat(replica.failure()).isNotDone();
    }

    @Test
    void standsByAgainWhenItsTermIsOverBeforeItsControllersHaveStarted() throws Exception {
        replica = standingBy(mandate -> {
            if (heard.isEmpty()) {
                takeLease("other");
                await().atMost(SOON).until(() -> isOver(mandate));
                takeLease("");
                throw new CannotStartException("too late", null);
            }
        });

        await().atMost(SOON).until(() -> heard.equals(List.of("closed", "started")));
        assertThat(replica.failure()).isNotDone();
    }

    @Test
    void failsAndLeavesTheLeaseToOthersWhenARightIsMissing() throws Exception {
        CannotStartException missing = new CannotStartException("a right is missing", refusal(403));

        replica = standingBy(failingOnce(missing));

        assertThat(replica.failure().get(SOON.toSeconds(), TimeUnit.SECONDS)).isSameAs(missing);
        assertThat(holder()).isNull();
        assertThat(heard).containsExactly("closed");
    }

    @Test
    void failsAlsoByAnErrorAndIsNotAliveThen() throws Exception {
        replica = standingBy(mandate -> {
            throw new NoClassDefFoundError("gone");
        });

        assertThat(replica.failure().get(SOON.toSeconds(), TimeUnit.SECONDS))
                .hasCauseInstanceOf(NoClassDefFoundError.class);
        assertThat(holder()).isNull();
        await().atMost(SOON).until(() -> !replica.isAlive());
    }

    private Replica standingBy(Consumer<Mandate> start) throws Exception {
        Candidacy candidacy = new Candidacy(NAMESPACE, LEASE, "one", new WatchedNamespaces(Set.of()));
        Replica made = new Replica(new Election(client, candidacy), mandate -> new Work(start, mandate));
        made.standBy();
        return made;
    }

    private Consumer<Mandate> failingOnce(RuntimeException failure) {
        return mandate -> {
            if (heard.isEmpty()) {
                throw failure;
            }
        };
    }

    private static KubernetesClientException refusal(int code) {
        return new KubernetesClientException("refused", code, null);
    }

    private static boolean isOver(Mandate mandate) {
        try {
            mandate.check();
            return false;
        } catch (NoMandateException over) {
            return true;
        }
    }

    private void takeLease(String holder) {
        client.leases().inNamespace(NAMESPACE).withName(LEASE).edit(lease -> {
            lease.getSpec().setHolderIdentity(holder);
            return lease;
        });
    }

    private String holder() {
        return client.leases()
                .inNamespace(NAMESPACE)
                .withName(LEASE)
                .get()
                .getSpec()
                .getHolderIdentity();
    }

    private final class Work implements Replica.Work {

        private final Consumer<Mandate> start;
        private final Mandate mandate;

        private Work(Consumer<Mandate> start, Mandate mandate) {
            this.start = start;
            this.mandate = mandate;
        }

        @Override
        public void start() {
            start.accept(mandate);
            heard.add("started");
        }

        @Override
        public void close() {
            heard.add("closed");
        }

        @Override
        public boolean areStopping() {
            return false;
        }

        @Override
        public boolean areInSync() {
            return true;
        }

        @Override
        public List<Health.Informer> informers() {
            return List.of();
        }

        @Override
        public Optional<String> hindrance() {
            return Optional.empty();
        }
    }
}
