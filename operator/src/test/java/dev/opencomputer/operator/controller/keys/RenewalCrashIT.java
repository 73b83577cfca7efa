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
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An operator that is killed at any step of a renewal leaves keys that open all, and the next one ends the renewal. */
@ExtendWith(ControlPlaneExtension.class)
class RenewalCrashIT {

    private static final Duration SOON = Duration.ofSeconds(60);

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
    private Path data;

    @ParameterizedTest
    @EnumSource(Step.class)
    void killedAtAnyStepOfARenewalAllValuesOpenAndOneKeyIsCurrent(Step step, TestCluster cluster) throws Exception {
        try (Scene scene = Scene.withoutOperator(cluster, data.resolve("local"), Dialect.LOCAL);
                OwnKeys keys = new OwnKeys(cluster)) {
            PublicSealingKey former = killedDuring(step, cluster, scene, keys);

            // Whoever seals in between gets a key whose private half is stored.
            PublicSealingKey between = keys.current();
            assertThat(keys.secrets())
                    .anyMatch(secret -> between.id()
                            .value()
                            .equals(secret.getMetadata().getLabels().get(Names.SEALING_KEY_ID)));
            scene.secrets().createSealed("between", "resolver", "BETWEEN", keys.seal("BETWEEN", "between"));

            try (Operator next = keys.start(scene)) {
                assertThat(next.metricsUrl()).isNotNull();
                await().atMost(SOON).until(() -> !keys.current().equals(former));
                await().atMost(SOON)
                        .until(() -> !keys.published()
                                .get()
                                .getMetadata()
                                .getAnnotations()
                                .containsKey(Names.RENEW_KEY));
                assertThat(keys.secrets()).hasSize(2);
                assertThat(keys.published().get().getData()).hasSize(2);
                scene.secrets().createSealed("old", "resolver", "OLD", keys.seal(former, "OLD", "old"));
                scene.secrets().createSealed("new", "resolver", "NEW", keys.seal("NEW", "new"));
                for (String name : new String[] {"first", "between", "old", "new"}) {
                    scene.secrets().awaitReady(name);
                    assertThat(scene.value("resolver", name.toUpperCase(Locale.ROOT)))
                            .contains(name);
                }
            }
        }
    }

    private PublicSealingKey killedDuring(Step step, TestCluster cluster, Scene scene, OwnKeys keys) throws Exception {
        try (HoldingApiServer apiServer = new HoldingApiServer(keys.config());
                OperatorProcess operator =
                        OperatorProcess.startWithOwnKeys(cluster, scene, apiServer.kubeconfig(data))) {
            await().atMost(SOON).until(() -> keys.published().get() != null);
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
    }
}
