/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secret;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.api.AgentSecret;
import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.local.Dialect;
import dev.opencomputer.operator.testing.AgentSecrets;
import dev.opencomputer.operator.testing.ControlPlaneExtension;
import dev.opencomputer.operator.testing.Scene;
import dev.opencomputer.operator.testing.TestCluster;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a value comes from, and what is said while it cannot be had. */
@ExtendWith(ControlPlaneExtension.class)
class AgentSecretSourceIT {

    @TempDir
    private Path data;

    @Test
    void whatBecomesOfTheSecretIsSaidAndFollowedAndTheValueUpstreamStaysMeanwhile(TestCluster cluster) {
        try (Scene scene = open(cluster)) {
            says(scene, ConditionReason.SECRET_NOT_FOUND, "anthropic");

            source(cluster, "another", "value");
            says(scene, ConditionReason.SECRET_KEY_NOT_FOUND, AgentSecrets.ENTRY);

            source(cluster, AgentSecrets.ENTRY, "first");
            scene.secrets().awaitReady("api-key");
            assertThat(scene.value("resolver", "API_KEY")).contains("first");

            for (byte[] bad : new byte[][] {{}, new byte[128 * 1024 + 1], {(byte) 0xC3, 0x28}}) {
                source(cluster, AgentSecrets.ENTRY, bad);
                says(scene, ConditionReason.INVALID_VALUE, "anthropic");
                assertThat(scene.value("resolver", "API_KEY")).contains("first");
                source(cluster, AgentSecrets.ENTRY, "first");
                scene.secrets().awaitReady("api-key");
            }

            scene.secrets().deleteSource("anthropic");
            says(scene, ConditionReason.SECRET_NOT_FOUND, "anthropic");
            assertThat(scene.value("resolver", "API_KEY")).contains("first");

            source(cluster, AgentSecrets.ENTRY, "second");
            scene.secrets().awaitReady("api-key");
            assertThat(scene.value("resolver", "API_KEY")).contains("second");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"kubernetes.io/service-account-token", "helm.sh/release.v1", "Opaque"})
    void whatIsNeverToLeaveTheClusterIsRefused(String type, TestCluster cluster) {
        try (Scene scene = open(cluster)) {
            // An Opaque one is refused for its name.
            String name = type.equals("Opaque") ? "opencomputer-connection" : "forbidden";
            cluster.client()
                    .serviceAccounts()
                    .resource(new ServiceAccountBuilder()
                            .withNewMetadata()
                            .withName("robot")
                            .endMetadata()
                            .build())
                    .create();
            Secret forbidden = new SecretBuilder()
                    .withNewMetadata()
                    .withName(name)
                    .withNamespace(cluster.namespace())
                    .addToAnnotations("kubernetes.io/service-account.name", "robot")
                    .endMetadata()
                    .withType(type)
                    .withStringData(Map.of(AgentSecrets.ENTRY, "never"))
                    .build();
            cluster.client().resource(forbidden).create();

            scene.secrets().create("forbidden", "resolver", "FORBIDDEN", name);

            scene.secrets().awaitReason("forbidden", ConditionReason.SOURCE_FORBIDDEN);
            assertThat(scene.value("resolver", "FORBIDDEN")).isEmpty();
        }
    }

    private Scene open(TestCluster cluster) {
        Scene scene = Scene.open(cluster, data, Dialect.LOCAL);
        scene.agents().create("resolver");
        scene.secrets().create("api-key", "resolver", "API_KEY", "anthropic");
        return scene;
    }

    private static void says(Scene scene, ConditionReason reason, String words) {
        AgentSecret secret = scene.secrets().awaitReason("api-key", reason);
        assertThat(AgentSecrets.messageOf(secret)).contains(words);
    }

    private static void source(TestCluster cluster, String entry, String value) {
        source(cluster, entry, value.getBytes(StandardCharsets.UTF_8));
    }

    private static void source(TestCluster cluster, String entry, byte[] value) {
        Secret secret = new SecretBuilder()
                .withNewMetadata()
                .withName("anthropic")
                .withNamespace(cluster.namespace())
                .endMetadata()
                .withData(Map.of(entry, Base64.getEncoder().encodeToString(value)))
                .build();
        if (cluster.client().resource(secret).get() == null) {
            cluster.client().resource(secret).create();
        } else {
            cluster.client().resource(secret).update();
        }
    }
}
