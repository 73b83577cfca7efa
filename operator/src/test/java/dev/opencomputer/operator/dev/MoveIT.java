/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.dev;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.opencomputer.operator.api.AdoptionPolicy;
import dev.opencomputer.operator.api.Agent;
import dev.opencomputer.operator.api.AgentSecret;
import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.cli.Main;
import dev.opencomputer.operator.controller.keys.backup.BackedUpKey;
import dev.opencomputer.operator.controller.keys.backup.KeyBackup;
import dev.opencomputer.operator.local.Dialect;
import dev.opencomputer.operator.seal.PrivateSealingKey;
import dev.opencomputer.operator.seal.PublicSealingKey;
import dev.opencomputer.operator.seal.SealingPlace;
import dev.opencomputer.operator.testing.Agents;
import dev.opencomputer.operator.testing.ControlPlaneExtension;
import dev.opencomputer.operator.testing.ProgramProcess;
import dev.opencomputer.operator.testing.RunningOperator;
import dev.opencomputer.operator.testing.Scene;
import dev.opencomputer.operator.testing.TestCluster;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Types what the page about back-up and moving says, between two clusters that share one OpenComputer. */
@ExtendWith(ControlPlaneExtension.class)
class MoveIT {

    private static final Path PAGE = Path.of("..", "docs", "backup-and-move.md");

    @TempDir
    Path folder;

    @Test
    void agentsAndSecretsMoveWithoutATraceAtOpenComputer(TestCluster shared) throws Exception {
        try (TestCluster old = shared.elsewhere();
                TestCluster fresh = shared.elsewhere();
                Scene scene = Scene.open(old, folder.resolve("local"), Dialect.LOCAL)) {
            String sealed = sealed(old.publicSealingKey(), old.namespace());
            scene.agents().create("issue-resolver");
            Agent triage =
                    scene.agents().create("triage", agent -> agent.getSpec().setAdoptionPolicy(AdoptionPolicy.REFUSE));
            scene.secrets().createSealed("triage-token", "triage", "TOKEN", sealed);
            scene.secrets().edit("triage-token", secret -> own(secret, triage));
            scene.secrets().awaitReady("triage-token");
            scene.agents().awaitReady("issue-resolver");
            String store = scene.store("triage").orElseThrow().id().value();
            deployment(old);
            Terminal terminal = terminal(kubeconfig(old, fresh));

            List<String> wrong = new ArrayList<>();
            RunningOperator successor = null;
            try {
                for (Walk.Step step : Walk.steps(Files.readAllLines(PAGE), "## The walk")) {
                    if (step.commands().contains("--replicas=0")) {
                        scene.stopOperator();
                    }
                    if (step.commands().contains("--replicas=1")) {
                        scene.startOperator();
                    }
                    wrong.addAll(terminal.type(step));
                    if (step.commands().contains("sealing-keys restore")) {
                        successor = RunningOperator.start(fresh, scene.server(), Dialect.LOCAL);
                    }
                }
                assertThat(wrong).isEmpty();

                assertThat(scene.store("triage").orElseThrow().id().value()).isEqualTo(store);
                assertThat(scene.value("triage", "TOKEN")).contains("the value");
                assertThat(scene.records()).containsExactlyInAnyOrder("issue-resolver", "triage");
                Agents arrived = new Agents(fresh);
                arrived.delete("triage");
                arrived.awaitGone("triage");
                assertThat(scene.records())
                        .as("the new cluster holds what it took over")
                        .containsExactly("issue-resolver");
            } finally {
                if (successor != null) {
                    successor.close();
                }
            }
        }
    }

    @Test
    void keysThatComeAfterTheOperatorOpenWhatWasSealedWithThem(TestCluster shared) throws Exception {
        PrivateSealingKey former = PrivateSealingKey.generate();
        backUp(former, Instant.EPOCH);
        try (TestCluster fresh = shared.elsewhere();
                Scene scene = Scene.open(fresh, folder.resolve("local"), Dialect.LOCAL)) {
            scene.agents().create("triage");
            scene.secrets()
                    .createSealed("triage-token", "triage", "TOKEN", sealed(former.publicKey(), fresh.namespace()));
            scene.secrets().awaitReason("triage-token", ConditionReason.UNKNOWN_SEALING_KEY);
            Terminal terminal = terminal(kubeconfig(fresh, fresh));

            List<String> wrong = new ArrayList<>();
            for (Walk.Step step : Walk.steps(Files.readAllLines(PAGE), "## Keys that come later")) {
                wrong.addAll(terminal.type(step));
            }

            assertThat(wrong).isEmpty();
            scene.secrets().awaitReady("triage-token");
            assertThat(scene.value("triage", "TOKEN")).contains("the value");
        }
    }

    @Test
    void aClusterThatIsLostComesBackFromItsKeysAndFromGit(TestCluster lost) throws Exception {
        PrivateSealingKey former = PrivateSealingKey.generate();
        backUp(former, Instant.now());
        checkOut(lost.namespace(), sealed(former.publicKey(), lost.namespace()));
        try (TestCluster fresh = lost.elsewhere();
                Scene scene = Scene.open(lost, folder.resolve("local"), Dialect.LOCAL)) {
            scene.agents().create("triage");
            scene.secrets().source("token", "an older value");
            scene.secrets().create("triage-token", "triage", "TOKEN", "token");
            scene.secrets().awaitReady("triage-token");
            String store = scene.store("triage").orElseThrow().id().value();
            scene.stopOperator();
            Terminal terminal = terminal(kubeconfig(fresh, fresh));

            List<Walk.Step> steps = Walk.steps(Files.readAllLines(PAGE), "## The cluster is lost");
            List<String> wrong = new ArrayList<>(terminal.type(steps.get(0)));
            try (RunningOperator successor = RunningOperator.start(fresh, scene.server(), Dialect.LOCAL)) {
                for (Walk.Step step : steps.subList(1, steps.size())) {
                    wrong.addAll(terminal.type(step));
                }
            }

            assertThat(wrong).isEmpty();
            assertThat(scene.records()).containsExactly("triage");
            assertThat(scene.store("triage").orElseThrow().id().value()).isEqualTo(store);
            assertThat(scene.value("triage", "TOKEN")).contains("the value");
            assertThat(fresh.publicSealingKey())
                    .as("the key to seal with: none was made beside the one of the back-up")
                    .isEqualTo(former.publicKey());
        }
    }

    /** What stands in Git for a namespace. */
    private void checkOut(String namespace, String sealedValue) throws IOException {
        Path checkout = Files.createDirectory(folder.resolve("team-config"));
        Files.writeString(checkout.resolve("agent.yaml"), """
                apiVersion: opencomputer.dev/v1alpha1
                kind: Agent
                metadata:
                  name: triage
                  namespace: %s
                spec:
                  config:
                    snapshot: agent-snapshot-v1
                """.formatted(namespace));
        Files.writeString(checkout.resolve("sealed.yaml"), """
                apiVersion: opencomputer.dev/v1alpha1
                kind: AgentSecret
                metadata:
                  name: triage-token
                  namespace: %s
                spec:
                  agentRef:
                    name: triage
                  key: TOKEN
                  sealedValue: %s
                """.formatted(namespace, sealedValue));
    }

    /** What the key makes of "the value" for TOKEN of the Agent triage. */
    private static String sealed(PublicSealingKey key, String namespace) {
        return key.seal(new SealingPlace(namespace, "triage", "TOKEN"), "the value".getBytes(StandardCharsets.UTF_8))
                .text();
    }

    /** As the page's back-up writes it. */
    private void backUp(PrivateSealingKey key, Instant created) throws IOException {
        String passphrase = "correct horse battery";
        Files.writeString(folder.resolve("passphrase"), passphrase);
        Files.write(
                folder.resolve("keys.json"),
                KeyBackup.encrypted(
                        List.of(new BackedUpKey(key, created)), passphrase.getBytes(StandardCharsets.UTF_8)));
    }

    /** A terminal on whose path the program is. */
    private Terminal terminal(Path kubeconfig) throws IOException {
        Path programs = Files.createDirectories(folder.resolve("programs"));
        Path program = Files.writeString(
                programs.resolve("opencomputer-operator"),
                "#!/bin/sh\nexec '" + Path.of(System.getProperty("java.home"), "bin", "java")
                        + "' -XX:TieredStopAtLevel=1 -cp '" + ProgramProcess.shippedClassPath() + "' "
                        + Main.class.getName() + " \"$@\"\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        return new Terminal(
                folder,
                Map.of(
                        "KUBECONFIG",
                        kubeconfig.toString(),
                        "PATH",
                        programs + File.pathSeparator + System.getenv("PATH")));
    }

    private static void own(AgentSecret secret, Agent owner) {
        secret.getMetadata()
                .setOwnerReferences(List.of(new OwnerReferenceBuilder()
                        .withApiVersion(owner.getApiVersion())
                        .withKind(owner.getKind())
                        .withName(owner.getMetadata().getName())
                        .withUid(owner.getMetadata().getUid())
                        .withBlockOwnerDeletion(false)
                        .build()));
    }

    /** No node runs it: it is there for what the page says to scale. */
    private static void deployment(TestCluster cluster) {
        Map<String, String> labels = Map.of("app", "opencomputer-operator");
        cluster.client()
                .resource(new DeploymentBuilder()
                        .withNewMetadata()
                        .withName("opencomputer-operator")
                        .withNamespace(TestCluster.OPERATOR_NAMESPACE)
                        .endMetadata()
                        .withNewSpec()
                        .withReplicas(1)
                        .withNewSelector()
                        .withMatchLabels(labels)
                        .endSelector()
                        .withNewTemplate()
                        .withNewMetadata()
                        .withLabels(labels)
                        .endMetadata()
                        .withNewSpec()
                        .addNewContainer()
                        .withName("operator")
                        .withImage("opencomputer-operator")
                        .endContainer()
                        .endSpec()
                        .endTemplate()
                        .endSpec()
                        .build())
                .create();
    }

    /** One file with a context for each cluster. */
    private Path kubeconfig(TestCluster old, TestCluster fresh) throws IOException {
        ObjectNode both = (ObjectNode) renamed(old, "old");
        JsonNode other = renamed(fresh, "new");
        for (String part : List.of("clusters", "users", "contexts")) {
            both.withArray(part).add(other.path(part).get(0));
        }
        Path file = folder.resolve("kubeconfig");
        new YAMLMapper().writeValue(file.toFile(), both);
        return file;
    }

    private static JsonNode renamed(TestCluster cluster, String name) throws IOException {
        ObjectNode config =
                (ObjectNode) new YAMLMapper().readTree(cluster.kubeconfig().toFile());
        for (String part : List.of("clusters", "users", "contexts")) {
            ((ObjectNode) config.path(part).get(0)).put("name", name);
        }
        ObjectNode context = (ObjectNode) config.at("/contexts/0/context");
        context.put("cluster", name).put("user", name);
        config.put("current-context", name);
        return config;
    }
}
