/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.dev.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.opencomputer.operator.testing.ControlPlaneExtension;
import dev.opencomputer.operator.testing.TestCluster;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(ControlPlaneExtension.class)
class ControlPlaneIT {

    private static final Duration SOON = Duration.ofSeconds(60);

    @Test
    void keepsAnAppliedConfigMap(TestCluster cluster) {
        cluster.client().resource(configMap("settings")).serverSideApply();

        assertThat(cluster.client().configMaps().withName("settings").get().getData())
                .containsEntry("colour", "green");
    }

    @Test
    void collectsWhatItsOwnerLeavesBehind(KubernetesClient client) {
        ConfigMap owner = client.resource(configMap("owner")).create();
        ConfigMap owned = new ConfigMapBuilder(configMap("owned"))
                .editMetadata()
                .withOwnerReferences(new OwnerReferenceBuilder()
                        .withApiVersion("v1")
                        .withKind("ConfigMap")
                        .withName("owner")
                        .withUid(owner.getMetadata().getUid())
                        .build())
                .endMetadata()
                .build();
        client.resource(owned).create();

        client.resource(owner).delete();

        await().atMost(SOON).until(() -> client.configMaps().withName("owned").get() == null);
    }

    @Test
    void endsANamespaceThatIsDeleted(TestCluster cluster) {
        String name = cluster.namespace() + "-second";
        cluster.client()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .build())
                .create();

        cluster.client().namespaces().withName(name).delete();

        await().atMost(SOON)
                .until(() -> cluster.client().namespaces().withName(name).get() == null);
    }

    @Test
    void refusesAUserWithoutRights(TestCluster cluster) {
        KubernetesClient stranger = cluster.as("stranger", "system:authenticated");

        assertThat(catchStatus(() -> stranger.configMaps().list())).isEqualTo(403);
    }

    @Test
    void writesEachRequestIntoTheAuditLog(TestCluster cluster) {
        cluster.client().resource(configMap("audited")).create();

        assertThat(cluster.auditLog().writes(cluster.namespace(), "configmaps"))
                .filteredOn(request -> request.name().equals("audited"))
                .singleElement()
                .satisfies(request -> assertThat(request.verb()).isEqualTo("create"))
                .satisfies(request -> assertThat(request.status()).isEqualTo(201));
    }

    @Test
    void keepsObjectsFromRunToRun(@TempDir Path folder) {
        Binaries binaries = Binaries.find(Progress.silent());
        ControlPlaneOptions options = new ControlPlaneOptions(folder, folder.resolve("logs"), false, true, binaries);
        try (ControlPlane first = ControlPlane.start(options);
                KubernetesClient client = client(first)) {
            client.resource(configMap("kept")).inNamespace("default").create();
        }

        try (ControlPlane second = ControlPlane.start(options);
                KubernetesClient client = client(second)) {
            assertThat(client.configMaps()
                            .inNamespace("default")
                            .withName("kept")
                            .get())
                    .isNotNull();
        }
        assertThat(processesOf(folder)).isEmpty();
    }

    @Test
    void writesAKubeconfigThatOnlyItsOwnerReads(TestCluster cluster) throws Exception {
        assertThat(Files.getPosixFilePermissions(cluster.kubeconfig()))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void leavesNoProcessWhenItsParentIsKilled(@TempDir Path folder) throws Exception {
        Path said = folder.resolve("said.txt");
        Process parent = startParent(folder, said);
        await().atMost(SOON).until(() -> Files.readString(said).startsWith("ready"));
        assertThat(processesOf(folder)).hasSizeGreaterThanOrEqualTo(3);

        parent.destroyForcibly();

        await().atMost(SOON).untilAsserted(() -> assertThat(processesOf(folder)).isEmpty());
    }

    @Test
    void leavesNoProcessWhenItsParentIsKilledWhileStarting(@TempDir Path folder) throws Exception {
        Process parent = startParent(folder, folder.resolve("said.txt"));
        await().pollInterval(Duration.ofMillis(10))
                .atMost(SOON)
                .until(() -> processesOf(folder).stream().anyMatch(command -> command.contains("etcd")));

        parent.destroyForcibly();

        await().atMost(SOON).untilAsserted(() -> assertThat(processesOf(folder)).isEmpty());
    }

    private static Process startParent(Path folder, Path said) throws Exception {
        return new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledParent.class.getName(),
                        folder.toString()))
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
    }

    /** Command lines of the processes that work on the folder, the parent excluded. */
    private static List<String> processesOf(Path folder) {
        return ProcessHandle.allProcesses()
                .map(process -> process.info().commandLine().orElse(""))
                .filter(command -> command.contains(folder.toString()))
                .filter(command -> !command.contains(KilledParent.class.getName()))
                .toList();
    }

    private static int catchStatus(Runnable call) {
        try {
            call.run();
            return 200;
        } catch (KubernetesClientException refused) {
            return refused.getCode();
        }
    }

    private static KubernetesClient client(ControlPlane controlPlane) {
        Config config = Config.fromKubeconfig(controlPlane.kubeconfig().toFile());
        config.setHttpsProxy(null);
        return new KubernetesClientBuilder().withConfig(config).build();
    }

    private static ConfigMap configMap(String name) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withData(Map.of("colour", "green"))
                .build();
    }
}
