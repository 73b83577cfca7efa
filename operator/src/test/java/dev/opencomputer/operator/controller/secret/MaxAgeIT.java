/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.opencomputer.operator.api.AgentSecret;
import dev.opencomputer.operator.api.Annotations;
import dev.opencomputer.operator.api.ConditionType;
import dev.opencomputer.operator.controller.reporting.Conditions;
import dev.opencomputer.operator.local.Counters;
import dev.opencomputer.operator.local.Dialect;
import dev.opencomputer.operator.testing.ControlPlaneExtension;
import dev.opencomputer.operator.testing.Kubectl;
import dev.opencomputer.operator.testing.Scene;
import dev.opencomputer.operator.testing.TestCluster;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A value that may not become older than it is told so at its time, and stays where it is. */
@ExtendWith(ControlPlaneExtension.class)
class MaxAgeIT {

    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir
    private Path data;

    @Test
    void theEndIsToldWhenItComesAndTakenBackWithANewValue(TestCluster cluster) {
        try (Scene scene = open(cluster)) {
            Counters.Snapshot before = scene.server().counters().snapshot();

            // The operator is asked to look once, while the end is still to come; then nothing calls it any more.
            age(cluster, HOUR.minusSeconds(3));
            AgentSecret expiring = reconciled(scene, "while it is expiring");
            assertThat(has(expiring, ConditionType.EXPIRING)).isTrue();

            AgentSecret expired = scene.secrets().awaitObject("api-key", secret -> has(secret, ConditionType.EXPIRED));
            assertThat(has(expired, ConditionType.EXPIRING)).isFalse();
            assertThat(scene.secrets().awaitReady("api-key").getMetadata().getGeneration())
                    .isEqualTo(expired.getStatus().getObservedGeneration());
            await().untilAsserted(() -> assertThat(scene.events("api-key")).contains("Expiring", "Expired"));
            assertThat(scene.value("resolver", "API_KEY")).contains("value");
            assertThat(scene.server().counters().snapshot().since(before).writes())
                    .isZero();

            scene.secrets().source("anthropic", "new value");
            AgentSecret renewed = scene.secrets().awaitObject("api-key", secret -> !has(secret, ConditionType.EXPIRED));
            assertThat(scene.value("resolver", "API_KEY")).contains("new value");
            assertThat(renewed.getStatus().getValueSetAt())
                    .isEqualTo(renewed.getStatus().getSetAt());
        }
    }

    @Test
    void anOldValueIsToldAfterARestartOnceAndPuttingItAgainMakesItNoYounger(TestCluster cluster) {
        try (Scene scene = open(cluster)) {
            scene.stopOperator();
            String since = age(cluster, HOUR.multipliedBy(2));

            scene.startOperator();
            scene.secrets().awaitObject("api-key", secret -> has(secret, ConditionType.EXPIRED));
            // The Event is the last that is written of it.
            await().until(() ->
                    cluster.auditLog().operatorsWrites(cluster.namespace()).contains("create events"));
            int writes = cluster.auditLog().operatorsWrites(cluster.namespace()).size();
            scene.stopOperator();
            scene.startOperator();
            await().until(() -> scene.operator().metrics().reconciles() >= 2
                    && scene.operator().metrics().busy() == 0);
            assertThat(cluster.auditLog().operatorsWrites(cluster.namespace())).hasSize(writes);

            scene.secrets().edit("api-key", secret -> secret.getSpec().setAllowedHosts(List.of("api.anthropic.com")));
            scene.secrets().awaitReady("api-key");
            AgentSecret again = scene.secrets().get("api-key").orElseThrow();
            assertThat(scene.server().secretValue("agent:resolver", "API_KEY")).contains("value");
            assertThat(again.getStatus().getValueSetAt()).isEqualTo(since);
            assertThat(again.getStatus().getSetAt()).isGreaterThan(since);
            assertThat(has(again, ConditionType.EXPIRED)).isTrue();
        }
    }

    @Test
    void kubectlShowsWhereAValueIsFromAndHowOldItIs(TestCluster cluster) throws Exception {
        try (Scene scene = open(cluster)) {
            age(cluster, Duration.ofDays(100));
            Kubectl kubectl = new Kubectl(cluster, Files.createDirectory(data.resolve("kubectl")));

            String wide = kubectl.run("get", "ocs", "-o", "wide").orThrow();

            assertThat(wide.lines().toList()).hasSize(2);
            assertThat(wide.lines().findFirst().orElseThrow().split("  +"))
                    .contains("SOURCE", "SEALING-KEY", "VALUE-AGE", "MAX-AGE");
            assertThat(wide).contains("secret/anthropic/value", "100d", "1h");
            assertThat(kubectl.run("get", "ocs").orThrow()).doesNotContain("SOURCE");
        }
    }

    private Scene open(TestCluster cluster) {
        Scene scene = Scene.open(cluster, data.resolve("local"), Dialect.LOCAL);
        scene.agents().create("resolver");
        scene.secrets().source("anthropic", "value");
        scene.secrets()
                .create(
                        "api-key",
                        "resolver",
                        "API_KEY",
                        "anthropic",
                        secret -> secret.getSpec().setMaxAge("1h"));
        AgentSecret young = scene.secrets().awaitReady("api-key");
        assertThat(has(young, ConditionType.EXPIRING)).isFalse();
        return scene;
    }

    /** Makes the value as old as this, as far as the status tells. */
    private static String age(TestCluster cluster, Duration age) {
        String since = Instant.now().minus(age).toString();
        cluster.client()
                .resources(AgentSecret.class)
                .inNamespace(cluster.namespace())
                .withName("api-key")
                .subresource("status")
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        "{\"status\": {\"setAt\": \"" + since + "\", \"valueSetAt\": \"" + since + "\"}}");
        return since;
    }

    private static AgentSecret reconciled(Scene scene, String asked) {
        scene.secrets().annotate("api-key", Annotations.RECONCILE_AT, asked);
        return scene.secrets()
                .awaitObject(
                        "api-key", secret -> asked.equals(secret.getStatus().getLastHandledReconcileAt()));
    }

    private static boolean has(AgentSecret secret, ConditionType type) {
        return Optional.ofNullable(secret.getStatus())
                .flatMap(status -> Conditions.find(status.getConditions(), type))
                .isPresent();
    }
}
