/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.opencomputer.operator.controller.connection.Connections.Resolution;
import dev.opencomputer.operator.controller.connection.Connections.Resolution.Connected;
import dev.opencomputer.operator.controller.connection.Connections.Resolution.Missing;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient(crud = true)
class NamespaceConnectionsTest {

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
    void aNamespaceThatThePolicyDoesNotNameUsesTheDefault() {
        assertThat(connections.nameFor("team-b")).isEqualTo("default");
        assertThat(team.url(connections.forNamespace("team-b"))).isEqualTo(URI.create("https://default.example"));
    }

    @Test
    void itsOwnIsCopiedBeforeItIsHandedOut() {
        team.hasUrl("https://api.example");

        Resolution resolution = connections.forNamespace("team-a");

        assertThat(resolution.name()).isEqualTo(TeamConnection.NAME).isEqualTo(connections.nameFor("team-a"));
        assertThat(team.url(resolution)).isEqualTo(URI.create("https://api.example"));
        assertThat(team.clients())
                .singleElement()
                .satisfies(made -> assertThat(made.calls).hasValue(3));
        assertThat(team.copy()).isPresent();
    }

    @Test
    void itIsReadOnceForEachChange() {
        team.hasUrl("https://api.example");
        Resolution before = connections.forNamespace("team-a");

        assertThat(connections.forNamespace("team-a")).isEqualTo(before);
        team.hasUrl("https://api.example/other");
        assertThat(team.url(connections.forNamespace("team-a"))).isEqualTo(URI.create("https://api.example/other"));
        assertThat(team.copy().orElseThrow().getData())
                .containsEntry(
                        "url",
                        TeamConnection.encoded(Map.of("url", "https://api.example/other"))
                                .get("url"));
    }

    @Test
    void theClientGoesWithTheSettingsThatItWasMadeFrom() {
        team.hasUrl("https://api.example");
        Resolution before = connections.forNamespace("team-a");
        team.hasNone();
        connections.forNamespace("team-a");

        team.hasUrl("https://api.example");

        assertThat(connections.forNamespace("team-a")).isNotEqualTo(before);
    }

    @Test
    void howeverOftenTheSettingsChangeThereAreTwoClientsAtMost() {
        for (String path : List.of("1", "2", "3", "4")) {
            team.hasUrl("https://api.example/" + path);
            connections.forNamespace("team-a");
        }

        await().until(() -> team.clients().get(0).closed && team.clients().get(1).closed);
        assertThat(team.clients().subList(2, 4)).noneMatch(made -> made.closed);
    }

    @Test
    void whoComesAfterTheEndGetsAConnectionThatIsClosed() {
        team.hasUrl("https://api.example");
        connections.forNamespace("team-a");

        connections.close();

        assertThat(connections.forNamespace("team-a")).isInstanceOf(Connected.class);
        team.hasUrl("https://api.example/other");
        connections.forNamespace("team-a");
        assertThat(team.clients()).hasSize(2).allMatch(made -> made.closed);
    }

    @Test
    void anObjectNeverReachesTheConnectionOfAnotherNamespace() {
        team.hasUrl("https://api.example");
        connections.forNamespace("team-a");

        for (boolean deleting : List.of(true, false)) {
            assertThat(connections.forObject("team-b", TeamConnection.CLAIMED, deleting))
                    .isInstanceOf(Missing.class);
        }
    }

    @Test
    void saysHowEachFares() {
        assertThat(connections.health()).isEmpty();
        connections.forNamespace("team-b");
        connections.forNamespace("team-a");
        assertThat(connections.health().get("default").ok()).isTrue();
        assertThat(connections.health().get(TeamConnection.NAME).problem()).contains("missing");
        assertThat(connections.usable()).isEqualTo(Map.of("default", true, TeamConnection.NAME, false));

        team.hasUrl("https://api.example");
        connections.forNamespace("team-a");
        assertThat(connections.health().get(TeamConnection.NAME).ok()).isTrue();
        team.clients().get(team.clients().size() - 1).heldBack = Optional.of("unauthorised");
        assertThat(connections.health().get(TeamConnection.NAME).problem()).contains("unauthorised");
        assertThat(connections.usable()).isEqualTo(Map.of("default", true, TeamConnection.NAME, true));
    }
}
