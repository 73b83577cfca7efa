/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.opencomputer.operator.api.Agent;
import dev.opencomputer.operator.facade.keys.KeyEntry;
import dev.opencomputer.operator.facade.keys.KeysFile;
import dev.opencomputer.operator.facade.keys.NewKey;
import dev.opencomputer.operator.testing.ControlPlaneExtension;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Skipped where no control plane is to be had, as the others. */
@ExtendWith(ControlPlaneExtension.class)
class DevIT {

    private static final Duration SOON = Duration.ofMinutes(1);

    @TempDir
    private static Path foldersOfAll;

    /** For the tests that neither stop it nor need it fresh. */
    private static DevProcess shared;

    @TempDir
    private Path folder;

    private Path data;

    @BeforeAll
    static void startTheSharedOne() {
        shared = DevProcess.start(foldersOfAll.resolve("shared data of dev"));
        shared.ready();
    }

    @AfterAll
    static void stopIt() throws Exception {
        shared.close();
    }

    @BeforeEach
    void nameTheDataFolder() {
        data = folder.resolve("data of dev");
    }

    @Test
    void tellsOtherProgramsWhereEverythingIs() throws Exception {
        Map<String, String> environment = shared.environment();

        assertThat(Files.getPosixFilePermissions(shared.environmentFile()))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(get(environment.get("OPERATOR_METRICS_URL"), "")).isEqualTo(200);
        String key = environment.get("OPENCOMPUTER_API_KEY");
        assertThat(get(environment.get("OPENCOMPUTER_API_URL") + "/api/secret-stores", key))
                .isEqualTo(200);
        assertThat(get(environment.get("OPENCOMPUTER_API_URL") + "/v1/agents", key))
                .isEqualTo(200);
        String agentsKey = environment.get("AGENTS_API_KEY");
        String agentsUrl = environment.get("AGENTS_API_URL") + "/v1/agents";
        assertThat(get(agentsUrl, key)).isEqualTo(401);
        assertThat(post(agentsUrl, agentsKey, "{\"id\": \"resolver\"}")).isEqualTo(201);
        try (KubernetesClient client = client(environment)) {
            assertThat(client.resources(Agent.class)
                            .inNamespace("default")
                            .withName("resolver")
                            .get())
                    .isNotNull();
            assertThat(client.apiextensions()
                            .v1()
                            .customResourceDefinitions()
                            .list()
                            .getItems())
                    .extracting(definition -> definition.getMetadata().getName())
                    .contains("agents.opencomputer.dev", "agentsecrets.opencomputer.dev");
        }
        assertThat(shared.output()).contains("Ready after").doesNotContain(key, agentsKey);
        assertThat(shared.data().resolve("logs"))
                .isDirectoryContaining("glob:**/operator.log")
                .isDirectoryContaining("glob:**/facade.log");
    }

    @Test
    void refusesASecondOneOnTheSameFolder() throws Exception {
        try (DevProcess second = DevProcess.start(shared.data())) {
            assertThat(second.exitCode()).isEqualTo(3);
            assertThat(second.output()).containsOnlyOnce("\n").contains("Another dev runs on", "--data-dir");
            assertThat(shared.environmentFile()).exists();
        }
    }

    /** One life after the other, since each start takes its time. */
    @Test
    void endsWithAllItsPartsHoweverItEndsAndGoesOnWithItsDataTheNextTime() throws Exception {
        try (DevProcess interrupted = DevProcess.start(data).ready()) {
            try (KubernetesClient client = client(interrupted.environment())) {
                client.resource(configMap()).create();
            }
            KeysFile.add(
                    data.resolve("facade").resolve("keys.yaml"),
                    new KeyEntry("ci", NewKey.sha256("ock_ci"), "default", FacadeAccounts.CALLER, Optional.empty()));

            assertThat(interrupted.interrupt()).isEqualTo(130);

            assertThat(interrupted.output()).endsWith("- stopping\n- stopped\n");
            assertThat(interrupted.environmentFile()).doesNotExist();
            assertThat(interrupted.processes()).isEmpty();
        }
        try (DevProcess killed = DevProcess.start(data).ready()) {
            assertHasTheConfigMap(killed);
            String agents = killed.environment().get("AGENTS_API_URL") + "/v1/agents";
            assertThat(get(agents, "ock_ci")).isEqualTo(200);
            assertThat(get(agents, killed.environment().get("AGENTS_API_KEY"))).isEqualTo(200);

            killed.kill();

            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(killed.processes()).isEmpty());
        }
        try (DevProcess terminated = DevProcess.start(data).ready()) {
            assertHasTheConfigMap(terminated);

            assertThat(terminated.terminate()).isEqualTo(143);

            assertThat(terminated.processes()).isEmpty();
        }
        try (DevProcess fresh = DevProcess.start(data, "--fresh").ready()) {
            try (KubernetesClient client = client(fresh.environment())) {
                assertThat(client.resource(configMap()).get()).isNull();
            }

            fresh.killPart("kube-controller-manager");

            assertThat(fresh.exitCode()).isEqualTo(8);
            assertThat(fresh.output())
                    .contains("kube-controller-manager ended by itself", "kube-controller-manager.log");
            assertThat(fresh.processes()).isEmpty();
        }
    }

    @Test
    void leavesNoProcessWhenItIsKilledWhileStarting() throws Exception {
        try (DevProcess killed = DevProcess.start(data)) {
            await().pollInterval(Duration.ofMillis(20))
                    .atMost(SOON)
                    .until(() -> killed.processes().stream().anyMatch(command -> command.contains("etcd")));

            killed.kill();

            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(killed.processes()).isEmpty());
        }
    }

    @Test
    void stopsInOrderWhenItIsInterruptedWhileStarting() throws Exception {
        try (DevProcess dev = DevProcess.start(data)) {
            await().pollInterval(Duration.ofMillis(20))
                    .atMost(SOON)
                    .until(() -> dev.processes().stream().anyMatch(command -> command.contains("kube-apiserver")));

            assertThat(dev.interrupt()).isEqualTo(130);

            assertThat(dev.processes()).isEmpty();
            assertThat(dev.environmentFile()).doesNotExist();
        }
    }

    @Test
    void worksOnAClusterThatIsThere() throws Exception {
        try (DevProcess guest = DevProcess.start(
                        data, "--kubeconfig", shared.environment().get("KUBECONFIG"))
                .ready()) {
            assertThat(guest.processes()).noneMatch(command -> command.contains("etcd"));
            assertThat(get(
                            guest.environment().get("AGENTS_API_URL") + "/v1/agents",
                            guest.environment().get("AGENTS_API_KEY")))
                    .isEqualTo(200);

            assertThat(guest.terminate()).isEqualTo(143);

            try (KubernetesClient client = client(shared.environment())) {
                assertThat(client.namespaces().withName("default").get()).isNotNull();
            }
        }
    }

    private static void assertHasTheConfigMap(DevProcess dev) {
        try (KubernetesClient client = client(dev.environment())) {
            assertThat(client.resource(configMap()).get()).isNotNull();
        }
    }

    private static int get(String url, String key) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(url)).header("X-API-Key", key).build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private static int post(String url, String key, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .header("X-API-Key", key)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private static KubernetesClient client(Map<String, String> environment) {
        Config config =
                Config.fromKubeconfig(Path.of(environment.get("KUBECONFIG")).toFile());
        config.setHttpsProxy(null);
        return new KubernetesClientBuilder().withConfig(config).build();
    }

    private static ConfigMap configMap() {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName("kept")
                .withNamespace("default")
                .endMetadata()
                .build();
    }
}
