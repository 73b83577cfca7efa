/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secret;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.api.AgentSecret;
import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.local.Dialect;
import dev.opencomputer.operator.seal.PrivateSealingKey;
import dev.opencomputer.operator.seal.PublicSealingKey;
import dev.opencomputer.operator.seal.SealedValue;
import dev.opencomputer.operator.seal.SealingPlace;
import dev.opencomputer.operator.testing.AgentSecrets;
import dev.opencomputer.operator.testing.ControlPlaneExtension;
import dev.opencomputer.operator.testing.Scene;
import dev.opencomputer.operator.testing.TestCluster;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(ControlPlaneExtension.class)
class SealedSecretIT {

    @TempDir
    private Path data;

    @Test
    void aSealedValueIsPutAndItsKeyIsNamed(TestCluster cluster) {
        try (Scene scene = open(cluster)) {
            SealedValue sealed = seal(cluster.publicSealingKey(), cluster.namespace(), "resolver", "API_KEY");

            scene.secrets().createSealed("api-key", "resolver", "API_KEY", sealed.text());
            AgentSecret ready = scene.secrets().awaitReady("api-key");

            assertThat(scene.value("resolver", "API_KEY")).contains("value");
            assertThat(ready.getStatus().getSealingKeyId())
                    .isEqualTo(sealed.keyId().value());
        }
    }

    @Test
    void whatDoesNotOpenSaysWhyAndWhatIsUpstreamStays(TestCluster cluster) {
        try (Scene scene = open(cluster)) {
            PublicSealingKey key = cluster.publicSealingKey();
            SealedValue right = seal(key, cluster.namespace(), "resolver", "API_KEY");
            scene.secrets().createSealed("api-key", "resolver", "API_KEY", right.text());
            scene.secrets().awaitReady("api-key");

            refuses(
                    scene,
                    seal(key, "elsewhere", "resolver", "API_KEY").text(),
                    ConditionReason.UNSEALING_FAILED,
                    "another namespace, Agent or key");
            refuses(
                    scene,
                    seal(key, cluster.namespace(), "other", "API_KEY").text(),
                    ConditionReason.UNSEALING_FAILED,
                    "another namespace, Agent or key");
            refuses(
                    scene,
                    seal(key, cluster.namespace(), "resolver", "OTHER_KEY").text(),
                    ConditionReason.UNSEALING_FAILED,
                    "another namespace, Agent or key");
            refuses(scene, flipped(right.text()), ConditionReason.UNSEALING_FAILED, "damaged");
            refuses(scene, cut(right.text()), ConditionReason.MALFORMED_SEALED_VALUE, "cut short");
            refuses(scene, "AgBy3i4OJSWK+PiTySYZZA9rO43cGDEq", ConditionReason.MALFORMED_SEALED_VALUE, "kubeseal");
            SealedValue foreign =
                    seal(PrivateSealingKey.generate().publicKey(), cluster.namespace(), "resolver", "API_KEY");
            refuses(
                    scene,
                    foreign.text(),
                    ConditionReason.UNKNOWN_SEALING_KEY,
                    foreign.keyId().value());

            scene.secrets().edit("api-key", secret -> secret.getSpec().setSealedValue(right.text()));
            scene.secrets().awaitReady("api-key");
        }
    }

    private static void refuses(Scene scene, String sealed, ConditionReason reason, String words) {
        scene.secrets().edit("api-key", secret -> secret.getSpec().setSealedValue(sealed));

        AgentSecret refused = scene.secrets().awaitReason("api-key", reason);

        assertThat(AgentSecrets.messageOf(refused)).contains(words);
        assertThat(scene.value("resolver", "API_KEY")).contains("value");
    }

    private Scene open(TestCluster cluster) {
        Scene scene = Scene.open(cluster, data, Dialect.LOCAL);
        scene.agents().create("resolver");
        return scene;
    }

    private static SealedValue seal(PublicSealingKey key, String namespace, String agent, String name) {
        return key.seal(new SealingPlace(namespace, agent, name), "value".getBytes(StandardCharsets.UTF_8));
    }

    /** Cut between two whole groups of base64, so that nothing but the length is wrong. */
    private static String cut(String sealed) {
        int base64 = sealed.lastIndexOf('.') + 1;
        return sealed.substring(0, base64 + 200);
    }

    private static String flipped(String sealed) {
        int middle = sealed.length() / 2;
        char there = sealed.charAt(middle);
        return sealed.substring(0, middle) + (there == 'A' ? 'B' : 'A') + sealed.substring(middle + 1);
    }
}
