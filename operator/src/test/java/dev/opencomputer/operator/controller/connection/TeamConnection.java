/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.api.Names;
import dev.opencomputer.operator.controller.connection.Connections.Resolution;
import dev.opencomputer.operator.controller.connection.Connections.Resolution.Connected;
import dev.opencomputer.operator.controller.connection.Connections.Resolution.Missing;
import dev.opencomputer.operator.controller.policy.HostRule;
import dev.opencomputer.operator.controller.policy.NamePattern;
import dev.opencomputer.operator.controller.policy.Policy;
import dev.opencomputer.operator.opencomputer.Agents;
import dev.opencomputer.operator.opencomputer.ApiKey;
import dev.opencomputer.operator.opencomputer.ConnectionSettings;
import dev.opencomputer.operator.opencomputer.OpenComputer;
import dev.opencomputer.operator.opencomputer.SecretStores;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** The namespace team-a, which has a connection of its own, and what a test sees of it. */
final class TeamConnection {

    static final String OWN_NAMESPACE = "opencomputer-system";
    static final String COPY = "opencomputer-connection-team-a";
    static final String CANARY = "canary-41c2";
    static final String NAME = "namespace team-a";
    static final Optional<String> CLAIMED = Optional.of(NAME);

    /** A client that only knows what it was made from, and why it holds calls back. */
    static final class Client implements OpenComputer {

        final ConnectionSettings settings;
        final OptionalInt calls;
        Optional<String> heldBack = Optional.empty();
        volatile boolean closed;

        Client(ConnectionSettings settings, OptionalInt calls) {
            this.settings = settings;
            this.calls = calls;
        }

        @Override
        public SecretStores secretStores() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<Agents> agents() {
            return Optional.empty();
        }

        @Override
        public Optional<String> heldBack() {
            return heldBack;
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private final KubernetesClient client;
    private final List<Client> clients = new ArrayList<>();
    private final NamespaceConnections connections;
    private Policy policy = policy(List.of("https://api.example"), "team-a");

    TeamConnection(KubernetesClient client) {
        this.client = client;
        ConnectionSource theDefault = ConnectionSource.fixed(
                new ConnectionSettings(URI.create("https://default.example"), Optional.empty(), new ApiKey("osb_d")));
        connections = new NamespaceConnections(
                new DefaultConnection(theDefault, this::connect),
                () -> policy,
                client,
                new ConnectionCopies(client, OWN_NAMESPACE),
                this::connect);
    }

    NamespaceConnections connections() {
        return connections;
    }

    /** Those that were made, in their order. */
    List<Client> clients() {
        return clients;
    }

    /** Puts another policy in force. */
    void follows(List<String> hosts, String... namespaces) {
        policy = policy(hosts, namespaces);
        connections.policyChanged();
    }

    private OpenComputer connect(String name, ConnectionSettings settings, OptionalInt calls) {
        Client made = new Client(settings, calls);
        clients.add(made);
        return made;
    }

    private static Policy policy(List<String> hosts, String... namespaces) {
        return new Policy(
                Arrays.stream(namespaces).map(NamePattern::new).toList(),
                hosts.stream().map(HostRule::of).toList(),
                OptionalInt.of(3),
                Map.of(),
                Optional.empty());
    }

    void has(Map<String, String> entries) {
        client.secrets()
                .inNamespace("team-a")
                .resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName(Names.CONNECTION_SECRET)
                        .withNamespace("team-a")
                        .endMetadata()
                        .withData(encoded(entries))
                        .build())
                .createOr(existing -> existing.update());
        connections.changed("team-a");
    }

    static Map<String, String> encoded(Map<String, String> entries) {
        return entries.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        entry -> Base64.getEncoder()
                                .encodeToString(entry.getValue().getBytes(StandardCharsets.UTF_8))));
    }

    void hasUrl(String url) {
        has(Map.of("url", url, "apiKey", "osb_" + CANARY));
    }

    void hasNone() {
        client.secrets().inNamespace("team-a").withName(Names.CONNECTION_SECRET).delete();
        connections.changed("team-a");
    }

    Optional<Secret> copy() {
        return Optional.ofNullable(
                client.secrets().inNamespace(OWN_NAMESPACE).withName(COPY).get());
    }

    String missing(Resolution resolution) {
        assertThat(resolution).isInstanceOf(Missing.class);
        assertThat(resolution.toString()).doesNotContain(CANARY);
        return ((Missing) resolution).message();
    }

    URI url(Resolution resolution) {
        assertThat(resolution).isInstanceOf(Connected.class);
        return ((Client) ((Connected) resolution).connection().openComputer()).settings.apiUrl();
    }
}
