/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.opencomputer.operator.api.Agent;
import dev.opencomputer.operator.api.Annotations;
import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.api.DeletionPolicy;
import dev.opencomputer.operator.local.Dialect;
import dev.opencomputer.operator.local.Operation;
import dev.opencomputer.operator.testing.ControlPlaneExtension;
import dev.opencomputer.operator.testing.Scene;
import dev.opencomputer.operator.testing.TestCluster;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Whose deletion decides over a key: the AgentSecret's own as long as its Agent stays, else the Agent's. */
@ExtendWith(ControlPlaneExtension.class)
class AgentSecretDeletionIT {

    @TempDir
    private Path data;

    @Test
    void retainKeepsTheKey(TestCluster cluster) throws Exception {
        try (Scene scene = open(cluster, agent -> {})) {
            scene.secrets().edit("api-key", secret -> secret.getSpec().setDeletionPolicy(DeletionPolicy.RETAIN));

            scene.secrets().delete("api-key");
            scene.secrets().awaitGone("api-key");

            assertThat(scene.value("resolver", "API_KEY")).contains("value");
            await().until(() -> scene.events("api-key").contains("KeptUpstream"));
        }
    }

    @Test
    void anAgentTakesItsStoreAndItsAgentSecretsStayAndPutAgainWhenItIsBack(TestCluster cluster) throws Exception {
        try (Scene scene = open(cluster, agent -> {})) {
            scene.agents().delete("resolver");
            scene.agents().awaitGone("resolver");
            assertThat(scene.store("resolver")).isEmpty();
            scene.secrets().awaitReason("api-key", ConditionReason.AGENT_NOT_FOUND);

            scene.agents().create("resolver");
            scene.secrets().awaitReady("api-key");

            assertThat(scene.value("resolver", "API_KEY")).contains("value");
        }
    }

    @Test
    void anAgentThatIsRetainedKeepsEveryKeyAlsoOfAgentSecretsThatGoAfterIt(TestCluster cluster) throws Exception {
        try (Scene scene = open(cluster, agent -> agent.getSpec().setDeletionPolicy(DeletionPolicy.RETAIN))) {
            scene.agents().delete("resolver");
            scene.agents().awaitGone("resolver");
            scene.secrets().delete("api-key");
            scene.secrets().awaitGone("api-key");

            assertThat(scene.value("resolver", "API_KEY")).contains("value");
        }
    }

    @Test
    void anAgentThatIsBackOnItsRetainedStoreCostsNoFurtherPut(TestCluster cluster) throws Exception {
        try (Scene scene = open(cluster, agent -> agent.getSpec().setDeletionPolicy(DeletionPolicy.RETAIN))) {
            scene.agents().delete("resolver");
            scene.agents().awaitGone("resolver");
            scene.secrets().awaitReason("api-key", ConditionReason.AGENT_NOT_FOUND);

            scene.agents().create("resolver");
            scene.secrets().awaitReady("api-key");

            assertThat(scene.server().counters().calls(Operation.PUT_SECRET)).isOne();
        }
    }

    @Test
    void theDeletionOfOneOfAPausedAgentWaits(TestCluster cluster) throws Exception {
        try (Scene scene = open(cluster, agent -> {})) {
            scene.agents().annotate("resolver", Annotations.PAUSED, "true");
            scene.secrets().delete("api-key");
            scene.secrets().awaitReason("api-key", ConditionReason.AGENT_NOT_READY);
            assertThat(scene.value("resolver", "API_KEY")).contains("value");

            scene.agents().removeAnnotation("resolver", Annotations.PAUSED);
            scene.secrets().awaitGone("api-key");

            assertThat(scene.value("resolver", "API_KEY")).isEmpty();
        }
    }

    @Test
    void aPausedOneKeepsItsReadyAndHoldsAChangeBack(TestCluster cluster) throws Exception {
        try (Scene scene = open(cluster, agent -> {})) {
            scene.secrets().annotate("api-key", Annotations.PAUSED, "true");
            scene.secrets().awaitReady("api-key");

            scene.secrets().source("anthropic", "changed");
            scene.secrets().awaitReason("api-key", ConditionReason.PAUSED);
            assertThat(scene.value("resolver", "API_KEY")).contains("value");

            scene.secrets().removeAnnotation("api-key", Annotations.PAUSED);
            scene.secrets().awaitReady("api-key");
            assertThat(scene.value("resolver", "API_KEY")).contains("changed");
        }
    }

    @Test
    void oneThatAFormerAgentOwnsIsIgnored(TestCluster cluster) throws Exception {
        try (Scene scene = open(cluster, agent -> {})) {
            scene.secrets()
                    .create(
                            "orphan",
                            "resolver",
                            "ORPHAN",
                            "anthropic",
                            secret -> secret.getMetadata()
                                    .setOwnerReferences(
                                            List.of(new io.fabric8.kubernetes.api.model.OwnerReferenceBuilder()
                                                    .withApiVersion("opencomputer.dev/v1alpha1")
                                                    .withKind("Agent")
                                                    .withName("resolver")
                                                    .withUid("00000000-0000-0000-0000-000000000000")
                                                    .build())));

            // The garbage collector takes what no living object owns; nobody else has touched it until then.
            scene.secrets().awaitGone("orphan");

            assertThat(scene.value("resolver", "ORPHAN")).isEmpty();
        }
    }

    @Test
    void aKeyGoesAlsoWhenTheServerSaysThatItIsGoneAlready(TestCluster cluster) throws Exception {
        try (Scene scene = open(cluster, agent -> {})) {
            var stores = scene.somebodyElse().secretStores();
            stores.deleteKey(
                    scene.store("resolver").orElseThrow().id(),
                    new dev.opencomputer.operator.opencomputer.SecretKey("API_KEY"));

            scene.secrets().delete("api-key");

            scene.secrets().awaitGone("api-key");
            assertThat(Optional.of(scene.store("resolver"))).isPresent();
        }
    }

    private Scene open(TestCluster cluster, Consumer<Agent> more) {
        Scene scene = Scene.open(cluster, data, Dialect.LOCAL);
        scene.agents().create("resolver", more);
        scene.secrets().source("anthropic", "value");
        scene.secrets().create("api-key", "resolver", "API_KEY", "anthropic");
        scene.secrets().awaitReady("api-key");
        return scene;
    }
}
