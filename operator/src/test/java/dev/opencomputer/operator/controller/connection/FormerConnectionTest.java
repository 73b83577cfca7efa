/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.controller.connection.Connections.Resolution;
import dev.opencomputer.operator.controller.connection.Connections.Resolution.Connected;
import dev.opencomputer.operator.controller.connection.Connections.Resolution.Missing;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The copy of a namespace's connection, over which is deleted what was made over that. */
@EnableKubernetesMockClient(crud = true)
class FormerConnectionTest {

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
    void aDeletionGoesOverTheCopyWhenTheSecretIsGoneOrWrong() {
        team.hasUrl("https://api.example");
        connections.forNamespace("team-a");

        team.hasNone();
        assertThat(connections.forObject("team-a", TeamConnection.CLAIMED, false))
                .isInstanceOf(Missing.class);
        assertThat(team.url(connections.forObject("team-a", TeamConnection.CLAIMED, true)))
                .isEqualTo(URI.create("https://api.example"));

        team.hasUrl("no url");
        assertThat(team.url(connections.forObject("team-a", TeamConnection.CLAIMED, true)))
                .isEqualTo(URI.create("https://api.example"));
    }

    @Test
    void aDeletionOverTheCopyKeepsToTheHostsOfThePolicyToo() {
        team.hasUrl("https://api.example");
        connections.forNamespace("team-a");
        team.hasNone();

        team.follows(List.of("https://other.example"), "team-a");

        assertThat(team.missing(connections.forObject("team-a", TeamConnection.CLAIMED, true)))
                .contains("in url of the operator's copy")
                .contains("deletionPolicy to Retain");
    }

    @Test
    void withoutACopyNothingWasEverMade() {
        Resolution resolution = connections.forObject("team-a", Optional.empty(), true);

        assertThat(team.missing(resolution)).contains("no copy");
        assertThat(((Missing) resolution).neverUsed()).isTrue();
    }

    @Test
    void whatIsClaimedOverAnotherConnectionIsLeftAloneUnlessItIsDeleted() {
        team.hasUrl("https://api.example");
        connections.forNamespace("team-a");

        Resolution former = connections.forObject("team-a", Optional.of("default"), false);
        assertThat(((Missing) former).reason()).isEqualTo(ConditionReason.CONNECTION_CHANGED);
        assertThat(team.url(connections.forObject("team-a", Optional.of("default"), true)))
                .isEqualTo(URI.create("https://default.example"));

        team.follows(List.of("https://api.example"));
        assertThat(((Missing) connections.forObject("team-a", TeamConnection.CLAIMED, false)).reason())
                .isEqualTo(ConditionReason.CONNECTION_CHANGED);
        assertThat(team.url(connections.forObject("team-a", TeamConnection.CLAIMED, true)))
                .isEqualTo(URI.create("https://api.example"));
    }

    @Test
    void aKeyThatIsRotatedAfterThePolicyNamesTheNamespaceNoLongerServesItsDeletions() {
        team.hasUrl("https://api.example");
        connections.forNamespace("team-a");
        team.follows(List.of("https://api.example"));
        connections.forObject("team-a", TeamConnection.CLAIMED, true);

        team.hasUrl("https://api.example/rotated");

        assertThat(connections.changed("team-a")).isTrue();
        assertThat(team.url(connections.forObject("team-a", TeamConnection.CLAIMED, true)))
                .isEqualTo(URI.create("https://api.example/rotated"));
        team.hasNone();
        assertThat(team.url(connections.forObject("team-a", TeamConnection.CLAIMED, true)))
                .isEqualTo(URI.create("https://api.example/rotated"));
        assertThat(((Missing) connections.forObject("team-a", TeamConnection.CLAIMED, false)).reason())
                .isEqualTo(ConditionReason.CONNECTION_CHANGED);
    }

    @Test
    void aSecretInThePlaceOfTheCopyIsNeitherReadNorOverwritten() {
        client.secrets()
                .inNamespace(TeamConnection.OWN_NAMESPACE)
                .resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName(TeamConnection.COPY)
                        .withNamespace(TeamConnection.OWN_NAMESPACE)
                        .endMetadata()
                        .withType("Opaque")
                        .withData(TeamConnection.encoded(Map.of("theirs", "value")))
                        .build())
                .create();
        team.hasUrl("https://api.example");

        assertThat(team.missing(connections.forNamespace("team-a")))
                .contains(TeamConnection.COPY)
                .contains("renamed or deleted");
        assertThat(team.missing(connections.forObject("team-a", TeamConnection.CLAIMED, true)))
                .contains(TeamConnection.COPY);
        assertThat(team.copy().orElseThrow().getData()).containsOnlyKeys("theirs");

        client.secrets()
                .inNamespace(TeamConnection.OWN_NAMESPACE)
                .withName(TeamConnection.COPY)
                .delete();
        assertThat(team.url(connections.forNamespace("team-a"))).isEqualTo(URI.create("https://api.example"));
    }

    @Test
    void theCopyGoesWhenNothingNeedsItAndComesAgainWithTheNextUse() {
        team.hasUrl("https://api.example");
        connections.forNamespace("team-a");

        connections.dropUnneeded("team-a", (namespace, name) -> name.equals(TeamConnection.NAME));
        connections.dropUnneeded("team-a", (namespace, name) -> !name.equals(TeamConnection.NAME));
        await().until(() -> team.copy().isEmpty());

        assertThat(connections.forNamespace("team-a")).isInstanceOf(Connected.class);
        assertThat(team.copy()).isPresent();
    }
}
