/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ConfigMapListBuilder;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.EventListBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodListBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetListBuilder;
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
    void theLogFromBeforeTheContainerStartedAgainIsInIt() throws IOException {
        onePod();
        answer(CORE + "/pods/operator-1/log?container=operator&tailLines=100&previous=true", "its last words\n");

        assertThat(report()).containsEntry("logs/operator-1-operator-previous.log", "its last words\n");
    }

    @Test
    void whatOthersContainersLogIsNotAskedFor() throws IOException {
        onePod();
        answer(CORE + "/pods/operator-1/log?container=oauth2-proxy&tailLines=100", "canary");

        assertThat(String.join("\n", report().values())).doesNotContain("canary");
        assertThat(missing).noneMatch(sentence -> sentence.contains("oauth2-proxy"));
    }

    @Test
    void whatKubernetesSaysAboutOurPodsIsInIt() throws IOException {
        onePod();
        replicaSet("operator-7d9c");
        events(
                event("Pod", "operator-1", "kubelet", "ImagePullBackOff: registry.example.com"),
                event("Pod", "operator-7d9c-gone", "kubelet", "FailedMount: no Secret opencomputer"),
                event("Pod", "shop-1", "kubelet", "canary"));

        assertThat(report().get("installation/events.yaml"))
                .contains("ImagePullBackOff", "FailedMount", "operator-7d9c-gone")
                .doesNotContain("shop-1", "canary");
    }

    @Test
    void ofEventsBySomebodyElseOrAboutOthersContainersTheMessageIsLeftOut() throws IOException {
        onePod();
        Event probe = event("Pod", "operator-1", "kubelet", "Liveness probe failed: canary");
        probe.getInvolvedObject().setFieldPath("spec.containers{oauth2-proxy}");
        probe.setReason("Unhealthy");
        events(probe, event("Pod", "operator-1", "somebody", "canary"));

        assertThat(report().get("installation/events.yaml"))
                .contains("Unhealthy", "somebody")
                .doesNotContain("canary");
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
                                        .addNewContainer()
                                        .withName("oauth2-proxy")
                                        .endContainer()
                                        .endSpec()
                                        .withNewStatus()
                                        .addNewContainerStatus()
                                        .withName("operator")
                                        .withRestartCount(2)
                                        .endContainerStatus()
                                        .endStatus()
                                        .build())
                                .build())
                .always();
    }

    private void replicaSet(String name) {
        answer(
                "/apis/apps/v1/namespaces/system/replicasets?" + OURS,
                new ReplicaSetListBuilder()
                        .addNewItem()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .endItem()
                        .build());
    }

    private void events(Event... events) {
        answer(
                CORE + "/events?limit=500",
                new EventListBuilder().addToItems(events).build());
    }

    private static Event event(String kind, String name, String component, String message) {
        return new EventBuilder()
                .withNewInvolvedObject()
                .withKind(kind)
                .withName(name)
                .endInvolvedObject()
                .withReason("Failed")
                .withMessage(message)
                .withNewSource()
                .withComponent(component)
                .endSource()
                .build();
    }

    private void answer(String path, Object text) {
        server.expect().get().withPath(path).andReturn(200, text).always();
    }

    private Map<String, String> report() throws IOException {
        Path file = folder.resolve("report.zip");
        try (Bundle bundle = new Bundle(file)) {
            new Installation(new Cluster(client), "system", 100).addTo(bundle);
            missing = bundle.missing();
            bundle.complete();
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
