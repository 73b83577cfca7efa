/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.opencomputer.operator.testing.ControlPlaneExtension;
import dev.opencomputer.operator.testing.TestCluster;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the chart renders is what a real API server takes, at the strictest level of Pod Security too. */
@ExtendWith(ControlPlaneExtension.class)
class ChartAcceptedIT {

    /** Namespaces that the variants speak of. */
    private static final List<String> NAMESPACES = List.of("team-a", "team-b", "monitoring");

    private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @MethodSource("dev.opencomputer.operator.chart.Chart#variants")
    void everyObjectIsTaken(Path variant, TestCluster cluster) throws Exception {
        ForeignCrds.install(cluster.client());
        NAMESPACES.forEach(namespace -> namespace(cluster, namespace, "privileged"));

        assertThat(Chart.objects(new Chart(folder).render(variant)))
                .isNotEmpty()
                .allSatisfy(object -> dryRun(cluster, object));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ServiceMonitor", "PodMonitor", "PrometheusRule", "HTTPRoute", "Certificate"})
    void aKindThatComesWithOtherSoftwareIsUsedByAVariantAndRefusedWithAnotherField(String kind, TestCluster cluster)
            throws Exception {
        ForeignCrds.install(cluster.client());
        ObjectNode object = Chart.variants().stream()
                .flatMap(variant -> Chart.objects(new Chart(folder).render(variant)).stream())
                .filter(any -> Chart.kind(any).equals(kind))
                .findFirst()
                .orElseThrow();
        object.withObjectProperty("metadata").put("namespace", cluster.namespace());
        dryRun(cluster, object);

        object.withObjectProperty("spec").put("made", "up");

        assertThatThrownBy(() -> dryRun(cluster, object)).hasMessageContaining(".spec.made");
    }

    @ParameterizedTest
    @MethodSource("dev.opencomputer.operator.chart.Chart#variants")
    void everyPodIsTakenWherePodSecurityIsRestricted(Path variant, TestCluster cluster) {
        namespace(cluster, cluster.namespace(), "restricted");

        assertThat(pods(Chart.objects(new Chart(folder).render(variant)), cluster.namespace()))
                .isNotEmpty()
                .allSatisfy(pod -> dryRun(cluster, pod));
    }

    @Test
    void aPodWithLessIsRefusedThere(TestCluster cluster) {
        namespace(cluster, cluster.namespace(), "restricted");
        List<String> arguments = new ArrayList<>(Chart.MINIMAL);
        arguments.addAll(List.of("--set", "operator.securityContext.allowPrivilegeEscalation=true"));

        assertThat(pods(new Chart(folder).objects(arguments), cluster.namespace()))
                .anySatisfy(pod -> assertThatThrownBy(() -> dryRun(cluster, pod))
                        .isInstanceOf(KubernetesClientException.class)
                        .hasMessageContaining("violates PodSecurity"));
    }

    private static void namespace(TestCluster cluster, String name, String level) {
        cluster.client()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .addToLabels("pod-security.kubernetes.io/enforce", level)
                        .endMetadata()
                        .build())
                .serverSideApply();
    }

    /** The pods that the objects ask for, in another namespace. */
    private static List<ObjectNode> pods(List<ObjectNode> objects, String namespace) {
        List<ObjectNode> pods = new ArrayList<>();
        for (ObjectNode object : objects) {
            JsonNode template = Chart.kind(object).equals("Pod")
                    ? object
                    : object.path("spec").path("template");
            if (template.path("spec").has("containers")) {
                ObjectNode pod = template.deepCopy();
                pod.put("apiVersion", "v1").put("kind", "Pod");
                pod.withObjectProperty("metadata")
                        .put("name", Chart.name(object))
                        .put("namespace", namespace);
                pods.add(pod);
            }
        }
        return pods;
    }

    /** Server-side apply, which takes no field that it does not know. */
    private static void dryRun(TestCluster cluster, ObjectNode object) {
        Config config = cluster.config();
        // Such a field is a 500, which the client would try again for twenty seconds.
        config.setRequestRetryBackoffLimit(0);
        try (KubernetesClient client =
                new KubernetesClientBuilder().withConfig(config).build()) {
            client.resource(SERIALIZATION.convertValue(object, GenericKubernetesResource.class))
                    .dryRun()
                    .forceConflicts()
                    .serverSideApply();
        }
    }
}
