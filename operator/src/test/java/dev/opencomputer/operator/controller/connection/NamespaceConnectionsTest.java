/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.opencomputer.operator.api.ConditionReason;
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
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient(crud = true)
class NamespaceConnectionsTest {

    private static final String OWN_NAMESPACE = "opencomputer-system";
    private static final String COPY = "opencomputer-connection-team-a";
    private static final String CANARY = "canary-41c2";
    private static final String NAME = "namespace team-a";
    private static final Optional<String> CLAIMED = Optional.of(NAME);

    /** A client that only knows what it was made from, and why it holds calls back. */
    private static final class Client implements OpenComputer {

        private final ConnectionSettings settings;
        private final OptionalInt calls;
        private Optional<String> heldBack = Optional.empty();
        private volatile boolean closed;

        private Client(ConnectionSettings settings, OptionalInt calls) {
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

    private final List<Client> clients = new ArrayList<>();
    private KubernetesClient client;
    private Policy policy = policy(List.of("https://api.example"), "team-a");
    private NamespaceConnections connections;

    @BeforeEach
    void prepare() {
        ConnectionSource theDefault = ConnectionSource.fixed(
                new ConnectionSettings(URI.create("https://default.example"), Optional.empty(), new ApiKey("osb_d")));
        connections = new NamespaceConnections(
                new DefaultConnection(theDefault, this::connect),
                () -> policy,
                client,
                new ConnectionCopies(client, OWN_NAMESPACE),
                this::connect);
    }

    @AfterEach
    void end() {
        connections.close();
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

    private void has(Map<String, String> entries) {
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

    private static Map<String, String> encoded(Map<String, String> entries) {
        return entries.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        entry -> Base64.getEncoder()
                                .encodeToString(entry.getValue().getBytes(StandardCharsets.UTF_8))));
    }

    private void hasUrl(String url) {
        has(Map.of("url", url, "apiKey", "osb_" + CANARY));
    }

    private void hasNone() {
        client.secrets().inNamespace("team-a").withName(Names.CONNECTION_SECRET).delete();
        connections.changed("team-a");
    }

    private Optional<Secret> copy() {
        return Optional.ofNullable(
                client.secrets().inNamespace(OWN_NAMESPACE).withName(COPY).get());
    }

    private String missing(Resolution resolution) {
        assertThat(resolution).isInstanceOf(Missing.class);
        assertThat(resolution.toString()).doesNotContain(CANARY);
        return ((Missing) resolution).message();
    }

    private URI url(Resolution resolution) {
        assertThat(resolution).isInstanceOf(Connected.class);
        return ((Client) ((Connected) resolution).connection().openComputer()).settings.apiUrl();
    }

    @Test
    void aNamespaceThatThePolicyDoesNotNameUsesTheDefault() {
        assertThat(connections.nameFor("team-b")).isEqualTo("default");
        assertThat(url(connections.forNamespace("team-b"))).isEqualTo(URI.create("https://default.example"));
    }

    @Test
    void itsOwnIsCopiedBeforeItIsHandedOut() {
        hasUrl("https://api.example");

        Resolution resolution = connections.forNamespace("team-a");

        assertThat(resolution.name()).isEqualTo(NAME).isEqualTo(connections.nameFor("team-a"));
        assertThat(url(resolution)).isEqualTo(URI.create("https://api.example"));
        assertThat(clients)
                .singleElement()
                .satisfies(made -> assertThat(made.calls).hasValue(3));
        assertThat(copy()).isPresent();
    }

    @Test
    void itIsReadOnceForEachChange() {
        hasUrl("https://api.example");
        Resolution before = connections.forNamespace("team-a");

        assertThat(connections.forNamespace("team-a")).isEqualTo(before);
        hasUrl("https://api.example/other");
        assertThat(url(connections.forNamespace("team-a"))).isEqualTo(URI.create("https://api.example/other"));
        assertThat(copy().orElseThrow().getData())
                .containsEntry(
                        "url",
                        encoded(Map.of("url", "https://api.example/other")).get("url"));
    }

    @Test
    void withoutItsSecretNothingTakesItsPlace() {
        assertThat(missing(connections.forNamespace("team-a"))).contains("There is no Secret");
        assertThat(copy()).isEmpty();
        assertThat(clients).isEmpty();
    }

    @Test
    void aServerThatIsNotListedIsNeverSpokenTo() {
        hasUrl("https://" + CANARY + ".example");
        assertThat(missing(connections.forNamespace("team-a"))).contains("in url of the Secret");

        has(Map.of("url", "https://api.example", "apiKey", "osb_key", "agentsUrl", "https://" + CANARY + ".example"));
        assertThat(missing(connections.forNamespace("team-a"))).contains("in agentsUrl of the Secret");

        has(Map.of("url", "https://api.example", "apiKey", "osb_key", "proxyUrl", "http://" + CANARY + ":3128"));
        assertThat(missing(connections.forNamespace("team-a"))).contains("in proxyUrl of the Secret");
        assertThat(clients).isEmpty();
        assertThat(copy()).isEmpty();
    }

    @Test
    void anEntryThatIsWrongIsNamedAndNotRepeated() {
        has(Map.of("url", CANARY, "apiKey", "osb_key"));
        assertThat(missing(connections.forNamespace("team-a"))).contains("The entry url in the Secret");

        has(Map.of("url", "https://api.example", "apiKey", CANARY + " two words"));
        assertThat(missing(connections.forNamespace("team-a"))).contains("The entry apiKey in the Secret");

        has(Map.of("url", "https://api.example", "apiKey", "osb_key", "ca.crt", CANARY));
        assertThat(missing(connections.forNamespace("team-a"))).contains("The entry ca.crt in the Secret");

        has(Map.of("url", "https://api.example"));
        assertThat(missing(connections.forNamespace("team-a"))).contains("There is no apiKey in the Secret");
    }

    @Test
    void anEntryThatIsTooLongIsNotReadAtAll() {
        has(Map.of("url", "https://api.example/" + "a".repeat(2_048), "apiKey", "osb_key"));
        assertThat(missing(connections.forNamespace("team-a"))).contains("url").contains("longer than 2048");

        has(Map.of("url", "https://api.example", "apiKey", "osb_key", "ca.crt", "x".repeat(512 * 1024 + 1)));
        assertThat(missing(connections.forNamespace("team-a")))
                .contains("ca.crt")
                .contains("longer than 524288");
    }

    @Test
    void nothingIsMadeOfABundleForAServerThatIsNotListed() {
        has(Map.of("url", "https://other.example", "apiKey", "osb_key", "ca.crt", "no bundle"));

        assertThat(missing(connections.forNamespace("team-a"))).contains("in url of the Secret");
    }

    @Test
    void theClientGoesWithTheSettingsThatItWasMadeFrom() {
        hasUrl("https://api.example");
        Resolution before = connections.forNamespace("team-a");
        hasNone();
        connections.forNamespace("team-a");

        hasUrl("https://api.example");

        assertThat(connections.forNamespace("team-a")).isNotEqualTo(before);
    }

    @Test
    void whoComesAfterTheEndGetsAConnectionThatIsClosed() {
        hasUrl("https://api.example");
        connections.forNamespace("team-a");

        connections.close();

        assertThat(connections.forNamespace("team-a")).isInstanceOf(Connected.class);
        hasUrl("https://api.example/other");
        connections.forNamespace("team-a");
        assertThat(clients).hasSize(2).allMatch(made -> made.closed);
    }

    @Test
    void aDeletionGoesOverTheCopyWhenTheSecretIsGoneOrWrong() {
        hasUrl("https://api.example");
        connections.forNamespace("team-a");

        hasNone();
        assertThat(connections.forObject("team-a", CLAIMED, false)).isInstanceOf(Missing.class);
        assertThat(url(connections.forObject("team-a", CLAIMED, true))).isEqualTo(URI.create("https://api.example"));

        hasUrl("no url");
        assertThat(url(connections.forObject("team-a", CLAIMED, true))).isEqualTo(URI.create("https://api.example"));
    }

    @Test
    void aDeletionOverTheCopyKeepsToTheHostsOfThePolicyToo() {
        hasUrl("https://api.example");
        connections.forNamespace("team-a");
        hasNone();

        policy = policy(List.of("https://other.example"), "team-a");
        connections.policyChanged();

        assertThat(missing(connections.forObject("team-a", CLAIMED, true)))
                .contains("in url of the operator's copy")
                .contains("deletionPolicy to Retain");
    }

    @Test
    void withoutACopyNothingWasEverMade() {
        Resolution resolution = connections.forObject("team-a", Optional.empty(), true);

        assertThat(missing(resolution)).contains("no copy");
        assertThat(((Missing) resolution).neverUsed()).isTrue();
    }

    @Test
    void whatIsClaimedOverAnotherConnectionIsLeftAloneUnlessItIsDeleted() {
        hasUrl("https://api.example");
        connections.forNamespace("team-a");

        Resolution former = connections.forObject("team-a", Optional.of("default"), false);
        assertThat(((Missing) former).reason()).isEqualTo(ConditionReason.CONNECTION_CHANGED);
        assertThat(url(connections.forObject("team-a", Optional.of("default"), true)))
                .isEqualTo(URI.create("https://default.example"));

        policy = policy(List.of("https://api.example"));
        connections.policyChanged();
        assertThat(((Missing) connections.forObject("team-a", CLAIMED, false)).reason())
                .isEqualTo(ConditionReason.CONNECTION_CHANGED);
        assertThat(url(connections.forObject("team-a", CLAIMED, true))).isEqualTo(URI.create("https://api.example"));
    }

    @Test
    void anObjectNeverReachesTheConnectionOfAnotherNamespace() {
        hasUrl("https://api.example");
        connections.forNamespace("team-a");

        for (boolean deleting : List.of(true, false)) {
            assertThat(connections.forObject("team-b", CLAIMED, deleting)).isInstanceOf(Missing.class);
        }
    }

    @Test
    void aSecretInThePlaceOfTheCopyIsNeitherReadNorOverwritten() {
        client.secrets()
                .inNamespace(OWN_NAMESPACE)
                .resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName(COPY)
                        .withNamespace(OWN_NAMESPACE)
                        .endMetadata()
                        .withType("Opaque")
                        .withData(encoded(Map.of("theirs", "value")))
                        .build())
                .create();
        hasUrl("https://api.example");

        assertThat(missing(connections.forNamespace("team-a"))).contains(COPY).contains("renamed or deleted");
        assertThat(missing(connections.forObject("team-a", CLAIMED, true))).contains(COPY);
        assertThat(copy().orElseThrow().getData()).containsOnlyKeys("theirs");

        client.secrets().inNamespace(OWN_NAMESPACE).withName(COPY).delete();
        assertThat(url(connections.forNamespace("team-a"))).isEqualTo(URI.create("https://api.example"));
    }

    @Test
    void theCopyGoesWhenNothingNeedsItAndComesAgainWithTheNextUse() {
        hasUrl("https://api.example");
        connections.forNamespace("team-a");

        connections.dropUnneeded("team-a", (namespace, name) -> name.equals(NAME));
        connections.dropUnneeded("team-a", (namespace, name) -> !name.equals(NAME));
        await().until(() -> copy().isEmpty());

        assertThat(connections.forNamespace("team-a")).isInstanceOf(Connected.class);
        assertThat(copy()).isPresent();
    }

    @Test
    void saysHowEachFares() {
        assertThat(connections.health()).isEmpty();
        connections.forNamespace("team-b");
        connections.forNamespace("team-a");
        assertThat(connections.health().get("default").ok()).isTrue();
        assertThat(connections.health().get(NAME).problem()).contains("missing");
        assertThat(connections.usable()).isEqualTo(Map.of("default", true, NAME, false));

        hasUrl("https://api.example");
        connections.forNamespace("team-a");
        assertThat(connections.health().get(NAME).ok()).isTrue();
        clients.get(clients.size() - 1).heldBack = Optional.of("unauthorised");
        assertThat(connections.health().get(NAME).problem()).contains("unauthorised");
        assertThat(connections.usable()).isEqualTo(Map.of("default", true, NAME, true));
    }
}
