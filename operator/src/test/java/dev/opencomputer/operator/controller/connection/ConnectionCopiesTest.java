/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.opencomputer.operator.api.Names;
import dev.opencomputer.operator.controller.policy.Policies;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient(crud = true)
class ConnectionCopiesTest {

    private static final String OWN_NAMESPACE = "opencomputer-system";
    private static final Duration SELDOM = Duration.ofHours(1);
    private static final ConnectionSecret SECRET = ConnectionSecret.of(new SecretBuilder()
            .withData(Map.of("url", "aHR0cHM6Ly9hLmV4YW1wbGU="))
            .build());

    private KubernetesClient client;
    private ConnectionCopies copies;
    private NamespaceConnections connections;

    @BeforeEach
    void prepare() {
        copies = new ConnectionCopies(client, OWN_NAMESPACE);
        Connector none = (name, settings, calls) -> {
            throw new AssertionError("nobody connects here");
        };
        ConnectionSource nothing = () -> {
            throw new ConnectionSource.Unusable("there is none");
        };
        connections =
                new NamespaceConnections(new DefaultConnection(nothing, none), Policies.NONE, client, copies, none);
    }

    @AfterEach
    void end() {
        connections.close();
    }

    /** Has the namespace be there; another than before, if there was one. */
    private void makeNamespace() {
        client.namespaces().withName("team-a").delete();
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName("team-a")
                        .endMetadata()
                        .build())
                .create();
    }

    private List<String> present() {
        return client.secrets().inNamespace(OWN_NAMESPACE).list().getItems().stream()
                .map(secret -> secret.getMetadata().getLabels().get(Names.CONNECTION_NAMESPACE))
                .toList();
    }

    @Test
    void oneServesWhileItsNamespaceIsTheSame() throws Exception {
        makeNamespace();
        copies.keep("team-a", SECRET);

        assertThat(copies.read("team-a")).contains(SECRET);
    }

    @Test
    void oneServesNoOtherNamespaceThatCameToHaveTheName() throws Exception {
        makeNamespace();
        copies.keep("team-a", SECRET);
        makeNamespace();

        assertThat(copies.read("team-a")).isEmpty();
        assertThat(present()).isEmpty();
    }

    @Test
    void oneThatIsKeptAnewIsThePresentNamespaces() throws Exception {
        makeNamespace();
        copies.keep("team-a", SECRET);
        makeNamespace();

        copies.keep("team-a", SECRET);

        assertThat(copies.read("team-a")).contains(SECRET);
    }

    @Test
    void oneServesWhereNamespacesCannotBeSeen() throws Exception {
        copies.keep("team-a", SECRET);

        assertThat(copies.read("team-a")).contains(SECRET);
    }

    @Test
    void thoseThatWereLeftBehindGoForTheWatchedNamespacesAlone() throws Exception {
        copies.keep("team-a", SECRET);
        copies.keep("team-b", SECRET);
        copies.keep("team-c", SECRET);

        connections.keepDropping(SELDOM, "team-c"::equals, (namespace, name) -> true);
        connections.keepDropping(SELDOM, "team-a"::equals, (namespace, name) -> false);

        await().until(() -> !present().contains("team-a"));
        assertThat(present()).containsExactlyInAnyOrder("team-b", "team-c");
    }

    @Test
    void oneOfAFormerNamespaceGoesAlthoughTheNextHasObjects() throws Exception {
        makeNamespace();
        copies.keep("team-a", SECRET);
        makeNamespace();

        connections.keepDropping(SELDOM, namespace -> true, (namespace, name) -> true);

        await().until(() -> present().isEmpty());
    }

    @Test
    void oneThatCannotBeDroppedKeepsNoOther() throws Exception {
        copies.keep("team-a", SECRET);
        copies.keep("team-b", SECRET);

        connections.keepDropping(SELDOM, namespace -> true, failingOnce());

        await().until(() -> present().size() == 1);
    }

    @Test
    void oneThatCouldNotBeDroppedIsDroppedInTheNextRound() throws Exception {
        copies.keep("team-a", SECRET);

        connections.keepDropping(Duration.ofMillis(1), namespace -> true, failingOnce());

        await().until(() -> present().isEmpty());
    }

    private static NamespaceConnections.NeededBy failingOnce() {
        AtomicBoolean failed = new AtomicBoolean();
        return (namespace, name) -> {
            if (failed.compareAndSet(false, true)) {
                throw new IllegalStateException("on purpose");
            }
            return false;
        };
    }
}
