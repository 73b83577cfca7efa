/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.testing.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.opencomputer.operator.testing.ControlPlaneExtension;
import dev.opencomputer.operator.testing.TestCluster;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class NodeIT {

    private static final Duration SOON = Duration.ofSeconds(60);

    @RegisterExtension
    static final ControlPlaneExtension CONTROL_PLANE = ControlPlaneExtension.ownWithWorkloads();

    /** The local server: it reads files, listens, keeps data and needs no cluster. */
    private static final String DEPLOYMENT = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: local}
            spec:
              selector: {matchLabels: {app: local}}
              template:
                metadata: {labels: {app: local}}
                spec:
                  containers:
                    - name: local
                      image: opencomputer-operator
                      args: [local, --host, "$(HOST)", --api-key-file, /etc/keys/apiKey]
                      env:
                        - {name: HOST, value: 0.0.0.0}
                        - {name: OPENCOMPUTER_LOCAL_DATA_DIR, value: /data}
                      ports: [{name: http, containerPort: 8484}]
                      readinessProbe: {httpGet: {path: /counters, port: http}, periodSeconds: 1}
                      volumeMounts:
                        - {name: data, mountPath: /data}
                        - {name: keys, mountPath: /etc/keys}
                  volumes:
                    - {name: data, emptyDir: {}}
                    - {name: keys, secret: {secretName: keys}}
            """;

    private static final String SECRET = """
            apiVersion: v1
            kind: Secret
            metadata: {name: keys}
            stringData: {apiKey: a-key-of-this-test}
            """;

    @TempDir
    private Path folder;

    @Test
    void runsADeploymentUntilItIsDeleted(TestCluster cluster) throws Exception {
        KubernetesClient client = cluster.client();
        try (Node node = Node.start(cluster, folder)) {
            apply(client, DEPLOYMENT);
            apply(client, SECRET);

            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(client.apps()
                                    .deployments()
                                    .withName("local")
                                    .isReady())
                            .as(node.words("local"))
                            .isTrue());

            Pod pod = client.pods().list().getItems().get(0);
            URI stores = URI.create("http://" + pod.getStatus().getPodIP() + ":8484/api/secret-stores");
            assertThat(status(stores, "a-key-of-this-test")).isEqualTo(200);

            client.apps().deployments().withName("local").delete();
            await().atMost(SOON).until(() -> client.pods().list().getItems().isEmpty());
            assertThat(node.words("local")).contains(pod.getMetadata().getName());
        }
    }

    @Test
    void aFieldThatItDoesNotKnowIsAFailure(TestCluster cluster) {
        Node node = Node.start(cluster, folder);
        apply(cluster.client(), """
                apiVersion: v1
                kind: Pod
                metadata: {name: strange}
                spec:
                  hostPID: true
                  serviceAccountName: default
                  containers: [{name: main, image: opencomputer-operator, workingDir: /}]
                """);

        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThatThrownBy(node::check).hasMessageContainingAll("containers[].workingDir", "hostPID"));
        assertThatThrownBy(node::close).isInstanceOf(AssertionError.class);
    }

    private static int status(URI uri, String key) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(uri).header("X-API-Key", key).build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private static void apply(KubernetesClient client, String yaml) {
        List.copyOf(client.load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
                        .items())
                .forEach(object -> client.resource(object)
                        .inNamespace(client.getNamespace())
                        .create());
    }
}
