/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.testing;

import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.api.model.GroupVersionForDiscovery;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Looks for values in all that a cluster holds. */
public final class Traces {

    private final TestCluster cluster;
    private final Set<String> sources;

    /**
     * Looks everywhere but in some Secrets.
     *
     * @param sources the names of the Secrets in the cluster's namespace that the values were put into
     */
    public Traces(TestCluster cluster, Set<String> sources) {
        this.cluster = cluster;
        this.sources = sources;
    }

    /** Where the values are among all objects of all kinds, Events included, as the API server shows them. */
    public List<String> amongObjects(List<Canary> canaries) {
        KubernetesClient client = cluster.client();
        List<String> findings = new ArrayList<>();
        groupVersions(client).forEach(version -> {
            for (APIResource resource : client.getApiResources(version).getResources()) {
                if (resource.getVerbs().contains("list") && !isSecrets(version, resource)) {
                    String path = (version.equals("v1") ? "/api/" : "/apis/") + version + "/" + resource.getName();
                    findings.addAll(Canary.findings(canaries, path, client.raw(path)));
                }
            }
        });
        client.secrets().inAnyNamespace().list().getItems().stream()
                .filter(secret ->
                        !cluster.namespace().equals(secret.getMetadata().getNamespace())
                                || !sources.contains(secret.getMetadata().getName()))
                .forEach(secret -> findings.addAll(Canary.findings(
                        canaries,
                        "Secret " + secret.getMetadata().getName(),
                        client.getKubernetesSerialization().asJson(secret))));
        return findings;
    }

    /** Where the values are in etcd. */
    public List<String> inEtcd(List<Canary> canaries) {
        List<String> findings = new ArrayList<>();
        entries().forEach((key, content) -> {
            if (sources.stream().noneMatch(source -> key.equals(keyOf(source)))) {
                findings.addAll(Canary.findings(canaries, key, content));
            }
        });
        return findings;
    }

    /** Whether a value is in etcd where it was put by the test, which shows that it would be found elsewhere. */
    public boolean isInSource(Canary canary, String source) {
        return canary.isIn(entries().get(keyOf(source)));
    }

    private Map<String, String> entries() {
        return cluster.etcd().entries();
    }

    private String keyOf(String source) {
        return "/registry/secrets/" + cluster.namespace() + "/" + source;
    }

    private static boolean isSecrets(String version, APIResource resource) {
        return version.equals("v1") && resource.getName().equals("secrets");
    }

    private static Stream<String> groupVersions(KubernetesClient client) {
        return Stream.concat(
                Stream.of("v1"),
                client.getApiGroups().getGroups().stream()
                        .flatMap(group -> group.getVersions().stream())
                        .map(GroupVersionForDiscovery::getGroupVersion));
    }
}
