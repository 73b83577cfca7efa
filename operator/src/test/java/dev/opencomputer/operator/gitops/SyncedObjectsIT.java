/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.gitops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.local.Dialect;
import dev.opencomputer.operator.testing.ControlPlaneExtension;
import dev.opencomputer.operator.testing.Kubectl;
import dev.opencomputer.operator.testing.Scene;
import dev.opencomputer.operator.testing.TestCluster;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the operator does to an applied object is no difference from Git, whoever applied it and however. */
@ExtendWith(ControlPlaneExtension.class)
class SyncedObjectsIT {

    @TempDir
    private Path folder;

    private TestCluster cluster;
    private Scene scene;
    private Kubectl kubectl;

    /** Who applies, and how. */
    enum Applier {
        KUBECTL("kubectl-client-side-apply", "staging", false),
        ARGO_CD("argocd-controller", "production", true),
        FLUX("kustomize-controller", "staging", true);

        private final String manager;
        private final String overlay;
        private final boolean serverSide;

        Applier(String manager, String overlay, boolean serverSide) {
            this.manager = manager;
            this.overlay = overlay;
            this.serverSide = serverSide;
        }

        private List<String> command(String verb) {
            List<String> command = new ArrayList<>(List.of(verb, "--field-manager=" + manager, "-f", "-"));
            if (serverSide) {
                command.addAll(List.of("--server-side", "--force-conflicts"));
            }
            return command;
        }
    }

    @BeforeEach
    void open(TestCluster cluster) {
        this.cluster = cluster;
        scene = Scene.open(cluster, folder.resolve("data"), Dialect.LOCAL);
        kubectl = new Kubectl(cluster, folder);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @ParameterizedTest
    @EnumSource(Applier.class)
    void differInNothingFromGitOnceTheOperatorIsDone(Applier applier) throws Exception {
        List<GenericKubernetesResource> wanted = wanted(applier);
        apply(applier, wanted);
        awaitReady(wanted);

        Kubectl.Result difference = kubectl.runWithInput(GitOpsTool.json(wanted), applier.command("diff"));

        assertThat(difference).isEqualTo(new Kubectl.Result(0, "", ""));
        assertThat(argoCdsView(applier, wanted))
                .allSatisfy(line -> assertThat(line)
                        .contains("\"threeWay\":false", "\"structured\":false", "\"serverSide\":false"));
        assertThat(ownersOfSpec(wanted)).containsOnly(applier.manager);
    }

    @ParameterizedTest
    @EnumSource(Applier.class)
    void differWhenSomebodyElseChangesWhatGitSays(Applier applier) throws Exception {
        List<GenericKubernetesResource> wanted = wanted(applier);
        apply(applier, wanted);
        GenericKubernetesResource agent = of("Agent", wanted);
        kubectl.run(
                        "patch",
                        "agent",
                        agent.getMetadata().getName(),
                        "--type=merge",
                        "-p",
                        "{\"spec\":{\"displayName\":\"Somebody else\"}}")
                .orThrow();

        assertThat(kubectl.runWithInput(GitOpsTool.json(wanted), applier.command("diff"))
                        .exitCode())
                .isEqualTo(1);
        assertThat(argoCdsView(applier, List.of(agent)))
                .allSatisfy(line ->
                        assertThat(line).contains("\"threeWay\":true", "\"structured\":true", "\"serverSide\":true"));
    }

    private List<GenericKubernetesResource> wanted(Applier applier) throws Exception {
        List<GenericKubernetesResource> objects = ExampleFiles.parse(GitOpsTool.run(
                "",
                "kustomize",
                ExampleFiles.FOLDER
                        .resolve("kustomize/overlays/" + applier.overlay)
                        .toString()));
        objects.forEach(object -> {
            object.getMetadata().setNamespace(cluster.namespace());
            // As Argo CD marks what it tracks.
            object.getMetadata()
                    .setAnnotations(Map.of("argocd.argoproj.io/tracking-id", "team-a-agents:" + object.getKind()));
        });
        return objects;
    }

    private void apply(Applier applier, List<GenericKubernetesResource> wanted) {
        kubectl.runWithInput(GitOpsTool.json(wanted), applier.command("apply")).orThrow();
    }

    private void awaitReady(List<GenericKubernetesResource> wanted) {
        scene.agents().awaitReady(of("Agent", wanted).getMetadata().getName());
        scene.secrets().awaitReady(of("AgentSecret", wanted).getMetadata().getName());
    }

    private List<String> argoCdsView(Applier applier, List<GenericKubernetesResource> wanted) throws Exception {
        List<String> lines = GitOpsTool.run(
                        GitOpsTool.json(wanted), "diff", cluster.kubeconfig().toString(), applier.manager)
                .lines()
                .toList();
        assertThat(lines).hasSameSizeAs(wanted);
        return lines;
    }

    /** Who owns fields of the spec of our kinds. */
    private List<String> ownersOfSpec(List<GenericKubernetesResource> wanted) {
        List<String> owners = new ArrayList<>();
        for (String kind : List.of("Agent", "AgentSecret")) {
            HasMetadata live = cluster.client().resource(of(kind, wanted)).get();
            live.getMetadata().getManagedFields().stream()
                    .filter(entry -> Serialization.asJson(entry.getFieldsV1()).contains("\"f:spec\""))
                    .map(ManagedFieldsEntry::getManager)
                    .forEach(owners::add);
        }
        return owners;
    }

    private static GenericKubernetesResource of(String kind, List<GenericKubernetesResource> objects) {
        return objects.stream()
                .filter(object -> object.getKind().equals(kind))
                .findFirst()
                .orElseThrow();
    }
}
