/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ConfigMapListBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodListBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@EnableKubernetesMockClient
class InstallationTest {

    private static final String CORE = "/api/v1/namespaces/system";
    private static final String OURS = "limit=500&labelSelector=app.kubernetes.io/name%3Dopencomputer-operator";

    private KubernetesMockServer server;
    private KubernetesClient client;

    @TempDir
    Path folder;

    private List<String> missing;

    @Test
    void logsAndMetricsOfEachPodAreInIt() throws IOException {
        onePod();
        answer(CORE + "/pods/operator-1/log?container=operator&tailLines=100", "the log\n");
        answer(CORE + "/pods/operator-1:8080/proxy/metrics", "opencomputer_up 1\n");

        Map<String, String> report = report();

        assertThat(report).containsEntry("logs/operator-1-operator.log", "the log\n");
        assertThat(report).containsEntry("metrics/operator-1.txt", "opencomputer_up 1\n");
        assertThat(report.get("installation/pods.yaml")).contains("name: operator-1");
    }

    @Test
    void thePolicyIsInItAndNoOtherConfiguration() throws IOException {
        server.expect()
                .get()
                .withPath(CORE + "/configmaps?" + OURS)
                .andReturn(
                        200,
                        new ConfigMapListBuilder()
                                .addToItems(new ConfigMapBuilder()
                                        .withNewMetadata()
                                        .withName("oc-policy")
                                        .endMetadata()
                                        .addToData("policy.yaml", "ids: {}")
                                        .addToData("other", "canary")
                                        .build())
                                .build())
                .always();

        Map<String, String> report = report();

        assertThat(report).containsEntry("installation/oc-policy-policy.yaml", "ids: {}");
        assertThat(String.join("\n", report.values())).doesNotContain("canary");
    }

    @Test
    void whatMayNotBeReadIsNamed() throws IOException {
        onePod();
        server.expect()
                .get()
                .withPath(CORE + "/pods/operator-1/log?container=operator&tailLines=100")
                .andReturn(403, "")
                .always();

        report();

        assertThat(missing).contains("The log of the pod operator-1 could not be read: this user may not (403).");
    }

    private void onePod() {
        server.expect()
                .get()
                .withPath(CORE + "/pods?" + OURS)
                .andReturn(
                        200,
                        new PodListBuilder()
                                .addToItems(new PodBuilder()
                                        .withNewMetadata()
                                        .withName("operator-1")
                                        .endMetadata()
                                        .withNewSpec()
                                        .addNewContainer()
                                        .withName("operator")
                                        .addNewPort()
                                        .withName("http-metrics")
                                        .withContainerPort(8080)
                                        .endPort()
                                        .endContainer()
                                        .endSpec()
                                        .build())
                                .build())
                .always();
    }

    private void answer(String path, String text) {
        server.expect().get().withPath(path).andReturn(200, text).always();
    }

    private Map<String, String> report() throws IOException {
        Path file = folder.resolve("report.zip");
        try (Bundle bundle = new Bundle(file)) {
            new Installation(new Cluster(client), "system", 100).addTo(bundle);
            missing = bundle.missing();
        }
        Map<String, String> texts = new TreeMap<>();
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(file))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                texts.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return texts;
    }
}
