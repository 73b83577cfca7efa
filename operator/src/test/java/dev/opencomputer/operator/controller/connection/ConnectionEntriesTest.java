/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a namespace's Secret must hold. */
@EnableKubernetesMockClient(crud = true)
class ConnectionEntriesTest {

    private KubernetesClient client;
    private TeamConnection team;
    private NamespaceConnections connections;

    @BeforeEach
    void prepare() {
        team = new TeamConnection(client);
        connections = team.connections();
    }

    @AfterEach
    void end() {
        connections.close();
    }

    @Test
    void withoutItsSecretNothingTakesItsPlace() {
        assertThat(team.missing(connections.forNamespace("team-a"))).contains("There is no Secret");
        assertThat(team.copy()).isEmpty();
        assertThat(team.clients()).isEmpty();
    }

    @Test
    void aServerThatIsNotListedIsNeverSpokenTo() {
        team.hasUrl("https://" + TeamConnection.CANARY + ".example");
        assertThat(team.missing(connections.forNamespace("team-a"))).contains("in url of the Secret");

        team.has(Map.of(
                "url",
                "https://api.example",
                "apiKey",
                "osb_key",
                "agentsUrl",
                "https://" + TeamConnection.CANARY + ".example"));
        assertThat(team.missing(connections.forNamespace("team-a"))).contains("in agentsUrl of the Secret");

        team.has(Map.of(
                "url",
                "https://api.example",
                "apiKey",
                "osb_key",
                "proxyUrl",
                "http://" + TeamConnection.CANARY + ":3128"));
        assertThat(team.missing(connections.forNamespace("team-a"))).contains("in proxyUrl of the Secret");
        assertThat(team.clients()).isEmpty();
        assertThat(team.copy()).isEmpty();
    }

    @Test
    void anEntryThatIsWrongIsNamedAndNotRepeated() {
        team.has(Map.of("url", TeamConnection.CANARY, "apiKey", "osb_key"));
        assertThat(team.missing(connections.forNamespace("team-a"))).contains("The entry url in the Secret");

        team.has(Map.of("url", "https://api.example", "apiKey", TeamConnection.CANARY + " two words"));
        assertThat(team.missing(connections.forNamespace("team-a"))).contains("The entry apiKey in the Secret");

        team.has(Map.of("url", "https://api.example", "apiKey", "osb_key", "ca.crt", TeamConnection.CANARY));
        assertThat(team.missing(connections.forNamespace("team-a"))).contains("The entry ca.crt in the Secret");

        team.has(Map.of("url", "https://api.example"));
        assertThat(team.missing(connections.forNamespace("team-a"))).contains("There is no apiKey in the Secret");
    }

    @Test
    void anEntryThatIsTooLongIsNotReadAtAll() {
        team.has(Map.of("url", "https://api.example/" + "a".repeat(2_048), "apiKey", "osb_key"));
        assertThat(team.missing(connections.forNamespace("team-a")))
                .contains("url")
                .contains("longer than 2048");

        team.has(Map.of("url", "https://api.example", "apiKey", "osb_key", "ca.crt", "x".repeat(512 * 1024 + 1)));
        assertThat(team.missing(connections.forNamespace("team-a")))
                .contains("ca.crt")
                .contains("longer than 524288");
    }

    @Test
    void nothingIsMadeOfABundleForAServerThatIsNotListed() {
        team.has(Map.of("url", "https://other.example", "apiKey", "osb_key", "ca.crt", "no bundle"));

        assertThat(team.missing(connections.forNamespace("team-a"))).contains("in url of the Secret");
    }
}
