/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.testing;

import dev.opencomputer.operator.api.Names;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A namespace with a connection of its own. */
public final class Team {

    private final TestCluster cluster;
    private final Agents agents;
    private final AgentSecrets secrets;

    /** In the cluster's namespace, without a connection yet. */
    public Team(TestCluster cluster) {
        this.cluster = cluster;
        this.agents = new Agents(cluster);
        this.secrets = new AgentSecrets(cluster);
    }

    public String namespace() {
        return cluster.namespace();
    }

    public TestCluster cluster() {
        return cluster;
    }

    public Agents agents() {
        return agents;
    }

    public AgentSecrets secrets() {
        return secrets;
    }

    /** What a Secret holds that leads to a server. */
    public static Map<String, String> entries(Scene scene) {
        Map<String, String> entries = new LinkedHashMap<>();
        entries.put("url", scene.settings().apiUrl().toString());
        entries.put("apiKey", scene.server().apiKey());
        scene.settings().agentsUrl().ifPresent(url -> entries.put("agentsUrl", url.toString()));
        return entries;
    }

    /** Has the Secret lead to a server. */
    public void connect(Scene scene) {
        connect(entries(scene));
    }

    /** Has the Secret hold these entries and no others. */
    public void connect(Map<String, String> entries) {
        Secret secret = new SecretBuilder()
                .withNewMetadata()
                .withName(Names.CONNECTION_SECRET)
                .withNamespace(namespace())
                .endMetadata()
                .withData(encoded(entries))
                .build();
        if (cluster.client().resource(secret).get() == null) {
            cluster.client().resource(secret).create();
        } else {
            cluster.client().resource(secret).update();
        }
    }

    /** Deletes the Secret. */
    public void disconnect() {
        secrets.deleteSource(Names.CONNECTION_SECRET);
    }

    /** The operator's copy of the connection. */
    public Optional<Secret> copy() {
        return Optional.ofNullable(cluster.client()
                .secrets()
                .inNamespace(TestCluster.OPERATOR_NAMESPACE)
                .withName(Names.CONNECTION_SECRET + "-" + namespace())
                .get());
    }

    /** Deletes the namespace with all that is in it. */
    public void deleteNamespace() {
        cluster.client().namespaces().withName(namespace()).delete();
    }

    private static Map<String, String> encoded(Map<String, String> entries) {
        Map<String, String> encoded = new LinkedHashMap<>();
        entries.forEach((name, text) ->
                encoded.put(name, Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8))));
        return encoded;
    }
}
