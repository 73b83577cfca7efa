/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.dev;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.api.Agent;
import dev.opencomputer.operator.local.Dialect;
import dev.opencomputer.operator.testing.ControlPlaneExtension;
import dev.opencomputer.operator.testing.Helm;
import dev.opencomputer.operator.testing.Readme;
import dev.opencomputer.operator.testing.Scene;
import dev.opencomputer.operator.testing.TestCluster;
import dev.opencomputer.operator.testing.node.Node;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Types what README and the page about installing say, with the chart's pods run as processes. */
class InstallWalkIT {

    @RegisterExtension
    static final ControlPlaneExtension CONTROL_PLANE = ControlPlaneExtension.ownWithWorkloads();

    /** Another one than the pages', which is there in each control plane of the tests. */
    private static final String NAMESPACE = "opencomputer-walk";

    private static final String AGENT = "staging-issue-resolver";

    @TempDir
    private Path folder;

    private TestCluster cluster;
    private Scene scene;
    private Terminal terminal;

    @BeforeEach
    void open(TestCluster given) throws IOException {
        cluster = given;
        Path helm = Helm.binary();
        terminal = new Terminal(
                folder,
                Map.of(
                        "KUBECONFIG", cluster.kubeconfig().toString(),
                        "HELM_CACHE_HOME", folder.resolve("helm-home").toString(),
                        "HELM_CONFIG_HOME", folder.resolve("helm-home").toString(),
                        "HELM_DATA_HOME", folder.resolve("helm-home").toString(),
                        "PATH", helm.getParent() + File.pathSeparator + System.getenv("PATH")));
        Files.createSymbolicLink(folder.resolve("helm"), Helm.CHART.getParent());
        Files.createSymbolicLink(
                folder.resolve("examples"), Path.of("..", "examples").toRealPath());
    }

    @Test
    void aReleaseIsInstalledUsedUpgradedAndRemovedInEachWayAsThePagesSay() throws Exception {
        scene = Scene.withoutOperator(cluster, folder.resolve("local"), Dialect.LOCAL);
        try (Node node = Node.start(cluster, NAMESPACE, folder)) {
            Files.writeString(folder.resolve("api-key"), scene.server().apiKey());
            List<Walk.Step> install = steps(Readme.FILE, "### Install with Helm");
            List<Walk.Step> agents = steps(page(), "## First agents");
            List<Walk.Step> ends = steps(page(), "## Uninstall");
            assertThat(install).hasSize(3);
            assertThat(ends).hasSize(3);

            type(install);
            type(agents);
            String uid = agent().getMetadata().getUid();
            long writes = scene.server().counters().snapshot().writes();

            type(steps(page(), "## Upgrade"));
            type(ends.subList(0, 1));
            assertThat(node.words("opencomputer-operator-uninstall")).contains("Left are 1 Agents");
            assertThat(client().apps()
                            .deployments()
                            .inNamespace(NAMESPACE)
                            .list()
                            .getItems())
                    .isEmpty();
            type(install.subList(1, 2));
            type(agents.subList(1, 2));
            assertThat(agent().getMetadata().getUid()).isEqualTo(uid);
            assertThat(scene.server().counters().snapshot().writes())
                    .as("neither an upgrade nor another install writes anything")
                    .isEqualTo(writes);

            type(ends.subList(1, 2));
            assertThat(agents()).isEmpty();
            assertThat(scene.records()).containsExactly(AGENT);

            type(install.subList(1, 2));
            type(agents.subList(1, 2));
            type(ends.subList(2, 3));
            assertThat(scene.records()).isEmpty();
            assertThat(client().apiextensions()
                            .v1()
                            .customResourceDefinitions()
                            .list()
                            .getItems())
                    .isEmpty();
        } finally {
            scene.close();
        }
    }

    private void type(List<Walk.Step> steps) throws IOException, InterruptedException {
        for (Walk.Step step : steps) {
            assertThat(terminal.type(step)).isEmpty();
        }
    }

    /** With addresses and a digest in the place of those that stand for the reader's. */
    private List<Walk.Step> steps(Path page, String heading) throws IOException {
        List<String> lines = Files.readAllLines(page).stream()
                .map(line -> line.replace(
                                "https://opencomputer.example.com",
                                scene.server().url().toString())
                        .replace("opencomputer-system", NAMESPACE)
                        .replace("sha256:...", "sha256:" + "0".repeat(64))
                        // The node has no kubelet to be asked for them.
                        .replace(" --logs", ""))
                .toList();
        return Walk.steps(lines, heading);
    }

    private static Path page() {
        return Path.of("..", "docs", "install.md");
    }

    private KubernetesClient client() {
        return cluster.client();
    }

    private Agent agent() {
        return agents().get(0);
    }

    private List<Agent> agents() {
        return client().resources(Agent.class).inNamespace("team-a").list().getItems();
    }
}
