/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.opencomputer.operator.api.Names;
import dev.opencomputer.operator.controller.Operator;
import dev.opencomputer.operator.controller.keys.admin.SealingKeyAdmin;
import dev.opencomputer.operator.local.Dialect;
import dev.opencomputer.operator.seal.PublicSealingKey;
import dev.opencomputer.operator.testing.ControlPlaneExtension;
import dev.opencomputer.operator.testing.HoldingApiServer;
import dev.opencomputer.operator.testing.HoldingApiServer.Hold;
import dev.opencomputer.operator.testing.OperatorProcess;
import dev.opencomputer.operator.testing.OwnKeys;
import dev.opencomputer.operator.testing.Scene;
import dev.opencomputer.operator.testing.TestCluster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * An operator that is killed at any step of a renewal leaves keys that open all, and the next one ends the renewal. A leader
 * is followed only when it was watched being silent for a while, so the one that has a replica beside it is killed before the
 * first test.
 */
@ExtendWith(ControlPlaneExtension.class)
class RenewalCrashIT {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Deque<AutoCloseable> OPENED = new ArrayDeque<>();

    /** What the operator writes for a renewal, one after the other, each before and after it is carried out. */
    enum Step {
        BEFORE_THE_KEY_IS_STORED,
        AFTER_THE_KEY_IS_STORED,
        BEFORE_IT_IS_PUBLISHED,
        AFTER_IT_IS_PUBLISHED;

        private Hold hold() {
            boolean carriedOut = this == AFTER_THE_KEY_IS_STORED || this == AFTER_IT_IS_PUBLISHED;
            return this == BEFORE_THE_KEY_IS_STORED || this == AFTER_THE_KEY_IS_STORED
                    ? new Hold("POST", "/secrets", carriedOut)
                    : new Hold("PUT", "/configmaps/" + Names.PUBLIC_SEALING_KEYS, carriedOut);
        }
    }

    @TempDir
    private static Path data;

    private static Scene ofReplicas;
    private static OwnKeys keysOfReplicas;
    private static PublicSealingKey keyOfTheLeader;

    @BeforeAll
    static void aLeaderIsKilledWhileAnotherReplicaStandsBy(TestCluster cluster) throws Exception {
        TestCluster own = cluster.besides();
        ofReplicas = opened(Scene.withoutOperator(own, data.resolve("replicas"), Dialect.LOCAL));
        keysOfReplicas = opened(new OwnKeys(own));
        try (HoldingApiServer apiServer = new HoldingApiServer(keysOfReplicas.config());
                OperatorProcess leader = OperatorProcess.startReplicaWithOwnKeys(
                        own, ofReplicas, apiServer.kubeconfig(data), keysOfReplicas.lease())) {
            await().atMost(SOON).until(() -> keysOfReplicas.published().get() != null);
            opened(keysOfReplicas.startReplica(ofReplicas));
            keyOfTheLeader = kill(leader, Step.AFTER_THE_KEY_IS_STORED, apiServer, own, ofReplicas, keysOfReplicas);
        }
    }

    @AfterAll
    static void close() throws Exception {
        for (AutoCloseable one : OPENED) {
            one.close();
        }
    }

    @Test
    void theRenewalOfALeaderThatWasKilledIsEndedByTheReplicaThatStandsBy() {
        assertThatTheRenewalEnds(ofReplicas, keysOfReplicas, keyOfTheLeader);
    }

    /** What is missing here is what the replica that stands by finds. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AFTER_THE_KEY_IS_STORED")
    void killedAtAnyStepOfARenewalAllValuesOpenAndOneKeyIsCurrent(Step step, TestCluster cluster) throws Exception {
        TestCluster own = cluster.besides();
        Path folder = Files.createDirectory(data.resolve(step.name()));
        try (Scene scene = Scene.withoutOperator(own, folder, Dialect.LOCAL);
                OwnKeys keys = new OwnKeys(own)) {
            PublicSealingKey former;
            try (HoldingApiServer apiServer = new HoldingApiServer(keys.config());
                    OperatorProcess operator =
                            OperatorProcess.startWithOwnKeys(own, scene, apiServer.kubeconfig(folder))) {
                await().atMost(SOON).until(() -> keys.published().get() != null);
                former = kill(operator, step, apiServer, own, scene, keys);
            }
            // Whoever seals in between gets a key whose private half is stored.
            PublicSealingKey between = keys.current();
            assertThat(keys.secrets())
                    .anyMatch(secret -> between.id()
                            .value()
                            .equals(secret.getMetadata().getLabels().get(Names.SEALING_KEY_ID)));
            scene.secrets().createSealed("between", "resolver", "BETWEEN", keys.seal("BETWEEN", "between"));

            try (Operator next = keys.start(scene)) {
                assertThat(next.metricsUrl()).isNotNull();
                assertThatTheRenewalEnds(scene, keys, former);
                assertThatItIsPut(scene, "between");
            }
        }
    }

    /** Gives the key that was to be renewed. */
    private static PublicSealingKey kill(
            OperatorProcess operator,
            Step step,
            HoldingApiServer apiServer,
            TestCluster cluster,
            Scene scene,
            OwnKeys keys)
            throws Exception {
        PublicSealingKey former = keys.current();
        scene.agents().create("resolver");
        scene.secrets().createSealed("first", "resolver", "FIRST", keys.seal("FIRST", "first"));
        scene.secrets().awaitReady("first");
        apiServer.hold(step.hold());
        new SealingKeyAdmin(cluster.client(), cluster.namespace()).askForRenewal();
        apiServer.awaitWrite();
        operator.kill();
        return former;
    }

    private static void assertThatTheRenewalEnds(Scene scene, OwnKeys keys, PublicSealingKey former) {
        await().atMost(SOON).until(() -> !keys.current().equals(former));
        await().atMost(SOON)
                .until(() ->
                        !keys.published().get().getMetadata().getAnnotations().containsKey(Names.RENEW_KEY));
        assertThat(keys.secrets()).hasSize(2);
        assertThat(keys.published().get().getData()).hasSize(2);
        scene.secrets().createSealed("old", "resolver", "OLD", keys.seal(former, "OLD", "old"));
        scene.secrets().createSealed("new", "resolver", "NEW", keys.seal("NEW", "new"));
        for (String name : new String[] {"first", "old", "new"}) {
            assertThatItIsPut(scene, name);
        }
    }

    private static void assertThatItIsPut(Scene scene, String name) {
        scene.secrets().awaitReady(name);
        assertThat(scene.value("resolver", name.toUpperCase(Locale.ROOT))).contains(name);
    }

    private static <T extends AutoCloseable> T opened(T one) {
        OPENED.push(one);
        return one;
    }
}
