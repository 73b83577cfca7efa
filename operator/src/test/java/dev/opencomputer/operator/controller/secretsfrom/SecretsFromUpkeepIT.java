/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secretsfrom;

import static dev.opencomputer.operator.controller.secretsfrom.SecretsFromScene.AGENT;
import static dev.opencomputer.operator.controller.secretsfrom.SecretsFromScene.ENV;
import static dev.opencomputer.operator.controller.secretsfrom.SecretsFromScene.awaitKeys;
import static dev.opencomputer.operator.controller.secretsfrom.SecretsFromScene.awaitRest;
import static dev.opencomputer.operator.controller.secretsfrom.SecretsFromScene.children;
import static dev.opencomputer.operator.controller.secretsfrom.SecretsFromScene.createAgent;
import static dev.opencomputer.operator.controller.secretsfrom.SecretsFromScene.entries;
import static dev.opencomputer.operator.controller.secretsfrom.SecretsFromScene.listings;
import static dev.opencomputer.operator.controller.secretsfrom.SecretsFromScene.puts;
import static dev.opencomputer.operator.controller.secretsfrom.SecretsFromScene.secretsReady;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.opencomputer.operator.api.Agent;
import dev.opencomputer.operator.api.Annotations;
import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.api.DeletionPolicy;
import dev.opencomputer.operator.api.SecretsSource;
import dev.opencomputer.operator.opencomputer.OpenComputerException;
import dev.opencomputer.operator.testing.ControlPlaneExtension;
import dev.opencomputer.operator.testing.Scene;
import dev.opencomputer.operator.testing.TestCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What the AgentSecrets of whole Secrets cost, give way to, come back from and go with. */
@ExtendWith(ControlPlaneExtension.class)
class SecretsFromUpkeepIT {

    /** The garbage collector finds out by and by which kinds there are. */
    private static final Duration UNTIL_COLLECTED = Duration.ofMinutes(2);

    @TempDir
    private Path data;

    @Test
    void pushingTwentyKeysCostsTheAgentFewWritesAndRestCostsNone(TestCluster cluster) {
        try (Scene scene = open(cluster, entries(20), Keys.source(ENV, null, null))) {
            scene.agents().awaitReady(AGENT);
            awaitRest(scene);

            List<String> written = cluster.auditLog().operatorsWrites(cluster.namespace());
            assertThat(written.stream().filter("create agentsecrets"::equals)).hasSize(20);
            assertThat(written.stream().filter("patch agentsecrets/status"::equals))
                    .hasSize(20);
            assertThat(written.stream().filter("patch agents/status"::equals)).hasSizeLessThanOrEqualTo(3);
            assertThat(written).doesNotContain("patch agentsecrets", "delete agentsecrets");
            long listings = listings(scene);

            // Each of them has the Agent look, and none is worth a question to OpenComputer.
            children(cluster)
                    .forEach(child -> scene.secrets()
                            .edit(
                                    child.getMetadata().getName(),
                                    secret ->
                                            secret.getMetadata().setAnnotations(Map.of("example.com/touched", "yes"))));
            long writes =
                    cluster.auditLog().operatorsWrites(cluster.namespace()).size();
            scene.secrets().sourceOf(ENV, entries(20));
            awaitRest(scene);

            assertThat(cluster.auditLog().operatorsWrites(cluster.namespace())).hasSize((int) writes);
            assertThat(listings(scene)).isEqualTo(listings);
        }
    }

    @Test
    void anAgentSecretOfItsOwnWinsAndHandsTheKeyBackWhenItGoes(TestCluster cluster) {
        try (Scene scene = open(cluster, entries(2), Keys.source(ENV, null, null))) {
            scene.agents().awaitReady(AGENT);
            scene.secrets().source("mine", "my own");

            scene.secrets().create("mine", AGENT, "KEY_1", "mine");

            scene.secrets().awaitReady("mine");
            await().until(() -> scene.value(AGENT, "KEY_1").equals(Optional.of("my own")));
            Agent agent = awaitKeys(scene, 1);
            assertThat(secretsReady(agent).getMessage()).contains("KEY_1 (mine)");
            assertThat(children(cluster)).hasSize(1);

            scene.secrets().delete("mine");

            await().until(() -> scene.value(AGENT, "KEY_1").equals(Optional.of("value-1")));
            agent = awaitKeys(scene, 2);
            assertThat(secretsReady(agent).getMessage()).doesNotContain("mine");
        }
    }

    @Test
    void whatSomebodyDoesToTheAgentSecretsIsPutBack(TestCluster cluster) throws OpenComputerException {
        try (Scene scene = open(cluster, entries(1), Keys.source(ENV, null, null))) {
            scene.agents().awaitReady(AGENT);
            String name = children(cluster).get(0).getMetadata().getName();

            scene.secrets().edit(name, secret -> secret.getSpec().setAllowedHosts(List.of("evil.example.com")));
            scene.secrets().awaitObject(name, secret -> secret.getSpec().getAllowedHosts() == null);
            scene.secrets().awaitReady(name);
            assertThat(scene.hosts(AGENT, "KEY_0")).contains(List.of());

            String uid = children(cluster).get(0).getMetadata().getUid();
            scene.secrets().delete(name);

            scene.secrets()
                    .awaitObject(name, secret -> !secret.getMetadata().getUid().equals(uid));
            scene.secrets().awaitReady(name);
            scene.agents().awaitReady(AGENT);
            assertThat(scene.value(AGENT, "KEY_0")).contains("value-0");
        }
    }

    @Test
    void aPausedAgentChangesNothing(TestCluster cluster) {
        try (Scene scene = open(cluster, entries(2), Keys.source(ENV, null, null))) {
            scene.agents().awaitReady(AGENT);
            scene.agents().annotate(AGENT, Annotations.PAUSED, "true");
            awaitRest(scene);

            scene.secrets().sourceOf(ENV, entries(3));

            scene.agents().awaitReason(AGENT, ConditionReason.PAUSED);
            assertThat(children(cluster)).hasSize(2);

            scene.agents().removeAnnotation(AGENT, Annotations.PAUSED);
            awaitKeys(scene, 3);
        }
    }

    @Test
    void withAnAgentThatIsDeletedAllOfItGoes(TestCluster cluster) throws OpenComputerException {
        try (Scene scene = open(cluster, entries(3), Keys.source(ENV, null, null))) {
            scene.agents().awaitReady(AGENT);

            scene.agents().delete(AGENT);

            scene.agents().awaitGone(AGENT);
            await().atMost(UNTIL_COLLECTED).until(() -> children(cluster).isEmpty());
            assertThat(scene.store(AGENT)).isEmpty();
        }
    }

    @Test
    void anAgentThatRetainsLeavesTheKeysAndOneThatIsMadeAnewTakesThemOver(TestCluster cluster) {
        try (Scene scene = open(cluster, entries(2), Keys.source(ENV, null, null))) {
            scene.agents().awaitReady(AGENT);
            scene.agents().edit(AGENT, agent -> agent.getSpec().setDeletionPolicy(DeletionPolicy.RETAIN));
            scene.agents().awaitReady(AGENT);

            scene.agents().delete(AGENT);
            scene.agents().awaitGone(AGENT);
            createAgent(scene, Keys.source(ENV, null, null));

            awaitKeys(scene, 2);
            await().atMost(UNTIL_COLLECTED).until(() -> children(cluster).size() == 2);
            assertThat(scene.value(AGENT, "KEY_1")).contains("value-1");
        }
    }

    @Test
    void aRestartFindsEverythingInPlaceAndWritesNothing(TestCluster cluster) {
        try (Scene scene = open(cluster, entries(5), Keys.source(ENV, null, null))) {
            scene.agents().awaitReady(AGENT);
            awaitRest(scene);
            scene.stopOperator();
            int writes = cluster.auditLog().operatorsWrites(cluster.namespace()).size();
            long puts = puts(scene);

            scene.startOperator();

            await().until(() -> scene.operator().metrics().reconciles() > 5);
            awaitRest(scene);
            assertThat(cluster.auditLog().operatorsWrites(cluster.namespace())).hasSize(writes);
            assertThat(puts(scene)).isEqualTo(puts);
        }
    }

    private Scene open(TestCluster cluster, Map<String, String> entries, SecretsSource... sources) {
        return SecretsFromScene.open(cluster, data, entries, sources);
    }
}
