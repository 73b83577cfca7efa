/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.resealing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.api.AgentSecret;
import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.controller.Operator;
import dev.opencomputer.operator.controller.keys.admin.KeyAdminException;
import dev.opencomputer.operator.local.Dialect;
import dev.opencomputer.operator.local.Operation;
import dev.opencomputer.operator.seal.Opening;
import dev.opencomputer.operator.seal.PublicSealingKey;
import dev.opencomputer.operator.seal.SealingPlace;
import dev.opencomputer.operator.testing.ControlPlaneExtension;
import dev.opencomputer.operator.testing.OwnKeys;
import dev.opencomputer.operator.testing.Scene;
import dev.opencomputer.operator.testing.TestCluster;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A renewal of the sealing keys that meets other trouble: no value is lost, and none is put for nothing. */
@ExtendWith(ControlPlaneExtension.class)
class RenewalTroubleIT {

    @TempDir
    private Path data;

    @Test
    void whatIsChangedAndSealedAnewDuringAnOutageIsThereAfterIt(TestCluster cluster) throws KeyAdminException {
        try (Scene scene = Scene.withoutOperator(cluster, data, Dialect.LOCAL);
                OwnKeys keys = new OwnKeys(cluster);
                Operator operator = keys.start(scene)) {
            assertThat(operator.metricsUrl()).isNotNull();
            PublicSealingKey old = keys.current();
            scene.agents().create("resolver");
            scene.secrets().createSealed("api-key", "resolver", "API_KEY", keys.seal("API_KEY", "first"));
            scene.secrets().createSealed("token", "resolver", "TOKEN", keys.seal("TOKEN", "first"));
            scene.secrets().awaitReady("api-key");
            scene.secrets().awaitReady("token");

            scene.stopServer();
            change(scene, "api-key", keys.seal(old, "API_KEY", "second"));
            scene.secrets().awaitReason("api-key", ConditionReason.UNREACHABLE);
            keys.renew();
            change(scene, "token", keys.seal("TOKEN", "second"));
            AgentSecret resealed = scene.secrets()
                    .awaitObject("api-key", secret -> secret.getStatus().getResealedValue() != null);
            assertThat(opened(keys, cluster, resealed.getStatus().getResealedValue()))
                    .isEqualTo("second");
            scene.startServerAgain();

            scene.secrets().awaitReady("api-key");
            scene.secrets().awaitReady("token");
            assertThat(scene.value("resolver", "API_KEY")).contains("second");
            assertThat(scene.value("resolver", "TOKEN")).contains("second");
        }
    }

    /** As an operator leaves the object that is killed after its write to the spec and before the one to the status. */
    @Test
    void aSpecThatWasSealedAnewWithoutAWordInTheStatusHasNothingPut(TestCluster cluster) throws KeyAdminException {
        try (Scene scene = Scene.withoutOperator(cluster, data, Dialect.LOCAL);
                OwnKeys keys = new OwnKeys(cluster)) {
            try (Operator operator = keys.start(scene)) {
                assertThat(operator.metricsUrl()).isNotNull();
                scene.agents().create("resolver");
                scene.secrets().createSealed("api-key", "resolver", "API_KEY", keys.seal("API_KEY", "value"));
                scene.secrets().awaitReady("api-key");
                keys.renew();
            }
            long puts = scene.server().counters().calls(Operation.PUT_SECRET);
            change(scene, "api-key", keys.seal("API_KEY", "value"));

            try (Operator next = keys.start(scene)) {
                assertThat(next.metricsUrl()).isNotNull();
                AgentSecret looked = scene.secrets().awaitReady("api-key");
                assertThat(looked.getStatus().getSealingKeyId())
                        .isEqualTo(keys.current().id().value());
            }
            assertThat(scene.value("resolver", "API_KEY")).contains("value");
            assertThat(scene.server().counters().calls(Operation.PUT_SECRET)).isEqualTo(puts);
        }
    }

    private static void change(Scene scene, String name, String sealedValue) {
        scene.secrets().edit(name, secret -> secret.getSpec().setSealedValue(sealedValue));
    }

    private static String opened(OwnKeys keys, TestCluster cluster, String sealed) {
        Opening opening = keys.ring().open(sealed, new SealingPlace(cluster.namespace(), "resolver", "API_KEY"));
        return new String(((Opening.Opened) opening).plaintext(), StandardCharsets.UTF_8);
    }
}
