/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secretsfrom;

import static dev.opencomputer.operator.controller.secretsfrom.SecretsFromScene.AGENT;
import static dev.opencomputer.operator.controller.secretsfrom.SecretsFromScene.ENV;
import static dev.opencomputer.operator.controller.secretsfrom.SecretsFromScene.awaitKeys;
import static dev.opencomputer.operator.controller.secretsfrom.SecretsFromScene.awaitRest;
import static dev.opencomputer.operator.controller.secretsfrom.SecretsFromScene.awaitSecretsReason;
import static dev.opencomputer.operator.controller.secretsfrom.SecretsFromScene.children;
import static dev.opencomputer.operator.controller.secretsfrom.SecretsFromScene.counts;
import static dev.opencomputer.operator.controller.secretsfrom.SecretsFromScene.createAgent;
import static dev.opencomputer.operator.controller.secretsfrom.SecretsFromScene.entries;
import static dev.opencomputer.operator.controller.secretsfrom.SecretsFromScene.puts;
import static dev.opencomputer.operator.controller.secretsfrom.SecretsFromScene.secretsReady;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.opencomputer.operator.api.Agent;
import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.api.ConditionType;
import dev.opencomputer.operator.api.FailingKey;
import dev.opencomputer.operator.api.Names;
import dev.opencomputer.operator.api.SecretsFromStatus;
import dev.opencomputer.operator.api.SecretsSource;
import dev.opencomputer.operator.controller.reporting.Conditions;
import dev.opencomputer.operator.local.Dialect;
import dev.opencomputer.operator.opencomputer.OpenComputerException;
import dev.opencomputer.operator.testing.ControlPlaneExtension;
import dev.opencomputer.operator.testing.Scene;
import dev.opencomputer.operator.testing.TestCluster;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Whole Secrets become keys of the store, and follow whatever becomes of them. */
@ExtendWith(ControlPlaneExtension.class)
class SecretsFromIT {

    @TempDir
    private Path data;

    @Test
    void eachKeyOfASecretIsPutAndOneThatChangesIsPutAloneAndOneThatLeavesIsRemoved(TestCluster cluster) {
        Map<String, String> entries = entries(20);
        try (Scene scene = open(cluster, entries, Keys.source(ENV, null, null))) {
            Agent agent = scene.agents().awaitReady(AGENT);
            entries.forEach((key, value) -> assertThat(scene.value(AGENT, key)).contains(value));
            assertThat(counts(agent)).returns(20, SecretsFromStatus::getKeys).returns(20, SecretsFromStatus::getInSync);
            assertThat(secretsReady(agent).getStatus()).isEqualTo("True");
            long puts = puts(scene);
            assertThat(puts).isEqualTo(20);

            entries.put("KEY_7", "another");
            scene.secrets().sourceOf(ENV, entries);
            await().until(() -> scene.value(AGENT, "KEY_7").equals(Optional.of("another")));
            awaitRest(scene);
            assertThat(puts(scene) - puts).isOne();

            entries.remove("KEY_3");
            scene.secrets().sourceOf(ENV, entries);
            await().until(() -> scene.value(AGENT, "KEY_3").isEmpty());
            awaitKeys(scene, 19);
            assertThat(scene.value(AGENT, "KEY_4")).contains("value-4");
        }
    }

    @Test
    void aSecretThatIsDeletedTakesNothingAwayAndOneThatIsMadeAnewIsFollowed(TestCluster cluster) {
        try (Scene scene = open(cluster, entries(3), Keys.source(ENV, null, null))) {
            scene.agents().awaitReady(AGENT);

            scene.secrets().deleteSource(ENV);

            Agent agent = awaitSecretsReason(scene, ConditionReason.SECRET_NOT_FOUND);
            assertThat(secretsReady(agent).getMessage()).contains(ENV, "stays meanwhile");
            assertThat(scene.agents().awaitReason(AGENT, ConditionReason.SECRETS_FAILING))
                    .satisfies(failing -> assertThat(counts(failing).getFailing())
                            .singleElement()
                            .returns(ENV, FailingKey::getSecret)
                            .returns(null, FailingKey::getKey));
            assertThat(scene.value(AGENT, "KEY_0")).contains("value-0");
            assertThat(children(cluster)).hasSize(3);

            Map<String, String> anew = entries(2);
            anew.put("KEY_0", "made anew");
            scene.secrets().sourceOf(ENV, anew);

            awaitKeys(scene, 2);
            assertThat(scene.value(AGENT, "KEY_0")).contains("made anew");
            assertThat(scene.value(AGENT, "KEY_2")).isEmpty();
        }
    }

    @Test
    void aSecretThatComesLaterIsFollowed(TestCluster cluster) {
        try (Scene scene = Scene.open(cluster, data, Dialect.LOCAL)) {
            createAgent(scene, Keys.source(ENV, null, null));
            scene.agents().awaitReason(AGENT, ConditionReason.SECRETS_FAILING);

            scene.secrets().sourceOf(ENV, entries(2));

            awaitKeys(scene, 2);
        }
    }

    @Test
    void namesThatAreNoneAndKeysThatAreMissingAreToldAndTheRestGoesThrough(TestCluster cluster) {
        Map<String, String> entries = entries(2);
        entries.put("tls.crt", "a certificate");
        try (Scene scene = open(
                cluster, entries, Keys.source(ENV, null, null), Keys.source(ENV, "X_", List.of("KEY_*", "MISSING")))) {
            Agent agent = scene.agents().awaitReason(AGENT, ConditionReason.SECRETS_FAILING);

            assertThat(counts(agent).getFailing())
                    .extracting(FailingKey::getKey, FailingKey::getReason)
                    .containsExactly(tuple("X_MISSING", "SecretKeyNotFound"), tuple("tls.crt", "InvalidKeyName"));
            assertThat(secretsReady(agent).getMessage()).contains("tls.crt", "X_MISSING");
            assertThat(counts(agent)).returns(4, SecretsFromStatus::getKeys).returns(4, SecretsFromStatus::getInSync);
            assertThat(scene.value(AGENT, "KEY_1")).contains("value-1");
            assertThat(scene.value(AGENT, "X_KEY_1")).contains("value-1");

            // What was told of one key goes with it, and the other is told alone.
            entries.put("MISSING", "there by now");
            scene.secrets().sourceOf(ENV, entries);
            awaitSecretsReason(scene, ConditionReason.INVALID_KEY_NAME);
        }
    }

    @Test
    void aValueThatCannotBeSentIsToldAndTheRestGoesThrough(TestCluster cluster) {
        Map<String, String> entries = entries(1);
        entries.put("EMPTY", "");
        try (Scene scene = open(cluster, entries, Keys.source(ENV, null, null))) {
            Agent agent = awaitSecretsReason(scene, ConditionReason.INVALID_VALUE);

            assertThat(secretsReady(agent).getMessage()).contains("EMPTY (InvalidValue)", Names.SECRETS_FROM);
            assertThat(scene.value(AGENT, "KEY_0")).contains("value-0");

            entries.put("EMPTY", "no more");
            scene.secrets().sourceOf(ENV, entries);
            awaitKeys(scene, 2);
        }
    }

    @Test
    void prefixFilterAndHostsHoldAndAnEntryThatLeavesTakesItsKeys(TestCluster cluster) throws OpenComputerException {
        SecretsSource source = Keys.source(ENV, "GH_", List.of("KEY_0", "*_2"));
        source.setAllowedHosts(List.of("api.github.com"));
        try (Scene scene = open(cluster, entries(3), source)) {
            awaitKeys(scene, 2);
            assertThat(scene.value(AGENT, "GH_KEY_0")).contains("value-0");
            assertThat(scene.value(AGENT, "GH_KEY_1")).isEmpty();
            assertThat(scene.value(AGENT, "KEY_2")).isEmpty();
            assertThat(scene.hosts(AGENT, "GH_KEY_2")).contains(List.of("api.github.com"));

            scene.secrets().sourceOf("other", Map.of("OTHER", "value"));
            scene.agents()
                    .edit(AGENT, agent -> agent.getSpec().setSecretsFrom(List.of(Keys.source("other", null, null))));

            awaitKeys(scene, 1);
            await().until(() -> scene.value(AGENT, "GH_KEY_0").isEmpty());

            scene.agents().edit(AGENT, agent -> agent.getSpec().setSecretsFrom(null));

            await().until(() -> scene.value(AGENT, "OTHER").isEmpty());
            Agent agent =
                    scene.agents().awaitAgent(AGENT, now -> now.getStatus().getSecretsFrom() == null);
            assertThat(Conditions.find(agent.getStatus().getConditions(), ConditionType.SECRETS_READY))
                    .isEmpty();
            scene.agents().awaitReady(AGENT);
        }
    }

    @Test
    void aSecretThatIsNeverSentGivesNothing(TestCluster cluster) {
        try (Scene scene = Scene.open(cluster, data, Dialect.LOCAL)) {
            cluster.client()
                    .resource(new SecretBuilder()
                            .withNewMetadata()
                            .withName("own-key")
                            .withNamespace(cluster.namespace())
                            .endMetadata()
                            .withType(Names.GROUP + "/key")
                            .withStringData(Map.of("KEY", "never"))
                            .build())
                    .create();
            createAgent(scene, Keys.source("own-key", null, null));

            awaitSecretsReason(scene, ConditionReason.SOURCE_FORBIDDEN);
            assertThat(children(cluster)).isEmpty();
        }
    }

    private Scene open(TestCluster cluster, Map<String, String> entries, SecretsSource... sources) {
        return SecretsFromScene.open(cluster, data, entries, sources);
    }
}
