/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.caller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.opencomputer.operator.facade.answer.Refusal;
import dev.opencomputer.operator.facade.caller.TokenServer.Seen;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthenticationTest {

    private static final Instant END = Instant.parse("2030-01-01T01:00:00Z");

    private final Door door = new Door();

    @AfterEach
    void stop() {
        door.close();
    }

    @Test
    void aKeyStandsForItsServiceAccountInItsNamespace() {
        Caller caller = door.authentication.with(Door.shown("X-API-Key", Door.KEY), Function.identity());

        assertThat(caller.name()).isEqualTo("ci");
        assertThat(caller.namespace()).isEqualTo("team-a");
        assertThat(door.server.seen()).isEmpty();
    }

    @Test
    void aTokenAsksTheApiServerWithItselfAndNothingElse() {
        door.server.knows(Door.TOKEN, "system:serviceaccount:team-b:bot");

        String name = door.authentication.with(Door.shown("Authorization", "Bearer " + Door.TOKEN), caller -> {
            assertThat(caller.access().agents().find("any")).isNotNull();
            return caller.name() + " in " + caller.namespace();
        });

        assertThat(name).isEqualTo("system:serviceaccount:team-b:bot in team-b");
        assertThat(door.server.seen())
                .hasSize(2)
                .allSatisfy(seen -> assertThat(seen.authorization()).contains("Bearer " + Door.TOKEN))
                .allSatisfy(seen -> assertThat(seen.otherLogins()).isEmpty())
                .last()
                .extracting(Seen::path)
                .asString()
                .startsWith("/apis/opencomputer.dev/v1alpha1/namespaces/team-b/agents");
    }

    @Test
    void whoseATokenIsIsAskedOnce() {
        door.server.knows(Door.TOKEN, "jane");
        Arrival arrival = Door.shown("Authorization", "Bearer " + Door.TOKEN, "OpenComputer-Namespace", "team-c");

        door.authentication.with(arrival, Caller::name);
        door.authentication.with(arrival, Caller::name);

        assertThat(door.server.seen()).hasSize(1);
    }

    @Test
    void aTokenIsTakenToNoOtherServer() throws IOException {
        try (TokenServer other = new TokenServer()) {
            other.knows(Door.TOKEN, "jane");
            door.server.sendsTo(other);

            assertThatExceptionOfType(KubernetesClientException.class)
                    .isThrownBy(() -> door.authentication.with(
                            Door.shown("Authorization", "Bearer " + Door.TOKEN), Caller::name));
            assertThat(other.seen()).isEmpty();
        }
    }

    @Test
    void manyTokensShareTheirConnections() {
        IntStream.range(0, 50).forEach(n -> {
            door.server.knows("a.b." + n, "system:serviceaccount:team-b:bot-" + n);
            door.authentication.with(
                    Door.shown("Authorization", "Bearer a.b." + n),
                    caller -> caller.access().agents().find("any"));
        });

        assertThat(door.server.seen()).hasSize(100);
        assertThat(door.server.seen().stream().map(Seen::connection).distinct()).hasSizeLessThan(5);
    }

    @Test
    void aTokenThatTheApiServerDoesNotTakeLetsNobodyIn() {
        door.assertRefused(
                401, "the Kubernetes API server does not take this token", "Authorization", "Bearer " + Door.TOKEN);
        assertThat(door.count("refused_token")).isEqualTo(1);
    }

    @Test
    void aTokenThatIsRevokedLetsNobodyInAnyMore() {
        door.server.knows(Door.TOKEN, "system:serviceaccount:team-b:bot");
        door.authentication.with(Door.shown("Authorization", "Bearer " + Door.TOKEN), Caller::name);
        door.server.revokes(Door.TOKEN);

        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> door.authentication.with(
                        Door.shown("Authorization", "Bearer " + Door.TOKEN),
                        caller -> caller.access().agents().find("any")))
                .satisfies(refusal -> assertThat(refusal.status()).isEqualTo(401));
    }

    @ParameterizedTest
    @ValueSource(strings = {"system:anonymous", "forbidden: system:anonymous"})
    void aTokenThatIsTakenForNoneLetsNobodyIn(String user) {
        door.server.knows(Door.TOKEN, user);

        door.assertRefused(401, "does not take this token", "Authorization", "Bearer " + Door.TOKEN);
    }

    @Test
    void aTokenWhoseOwnerMayNotAskWhoHeIsWorksInTheNamespaceThatItIsSentWith() {
        door.server.knows(Door.TOKEN, "forbidden");

        Caller caller = door.authentication.with(
                Door.shown("Authorization", "Bearer " + Door.TOKEN, "OpenComputer-Namespace", "team-c"),
                Function.identity());

        assertThat(caller.name()).isEqualTo("unknown");
        assertThat(caller.namespace()).isEqualTo("team-c");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "system:serviceaccount:team-b:bot, -, -, team-b",
                "system:serviceaccount:team-b:bot, team-c, team-d, team-c",
                "system:serviceaccount:team-b:bot, -, team-d, team-b",
                "jane, -, team-d, team-d",
                "jane, team-c, team-d, team-c"
            })
    void aTokenWorksInTheNamespaceOfTheHeaderElseItsOwnElseTheDefault(
            String user, String header, String byDefault, String expected) {
        door.server.knows(Door.TOKEN, user);
        Arrival arrival = header == null
                ? Door.shown("Authorization", "Bearer " + Door.TOKEN)
                : Door.shown("Authorization", "Bearer " + Door.TOKEN, "OpenComputer-Namespace", header);

        assertThat(door.authentication(Optional.ofNullable(byDefault)).with(arrival, Caller::namespace))
                .isEqualTo(expected);
    }

    @Test
    void aTokenOfNobodysNamespaceAsksForTheHeader() {
        door.server.knows(Door.TOKEN, "jane");

        door.assertRefused(
                400, "name one in the header OpenComputer-Namespace", "Authorization", "Bearer " + Door.TOKEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Team", "a/b", "team-a:x", "../a", "a b"})
    void aNamespaceThatIsNoneIsRefused(String namespace) {
        door.server.knows(Door.TOKEN, "jane");

        door.assertRefused(
                400,
                "must hold the name of one namespace",
                "Authorization",
                "Bearer " + Door.TOKEN,
                "OpenComputer-Namespace",
                namespace);
    }

    @Test
    void aKeyWorksInNoOtherNamespace() {
        assertThat(door.authentication.with(
                        Door.shown("X-API-Key", Door.KEY, "OpenComputer-Namespace", "team-a"), Caller::namespace))
                .isEqualTo("team-a");
        door.assertRefused(
                403,
                "the API key works in the namespace team-a alone",
                "X-API-Key",
                Door.KEY,
                "OpenComputer-Namespace",
                "team-b");
    }

    @Test
    void anExpiredKeySaysSoToItsOwner() {
        door.keys.put(Door.KEY, Door.entry(Optional.of(END)));
        assertThat(door.authentication.with(Door.shown("X-API-Key", Door.KEY), Caller::name))
                .isEqualTo("ci");

        door.time.passes(Duration.ofHours(1));

        door.assertRefused(401, "the API key ci has expired: 2030-01-01T01:00:00Z", "X-API-Key", Door.KEY);
        assertThat(door.count("expired_key")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer", "Bearer  ", "Basic YTpi"})
    void nobodyComesInWithoutACredentialAndTheApiServerIsNotAsked(String authorization) {
        door.assertRefused(401, "missing API key", "Authorization", authorization);
        assertThat(door.server.seen()).isEmpty();
        assertThat(door.count("missing")).isEqualTo(1);
    }

    @Test
    void aKeyThatNobodyHasIsToldToNobody() {
        door.assertRefused(401, "invalid API key", "X-API-Key", "ock_2");
        door.assertRefused(401, "invalid API key", "Authorization", "Bearer ock_2");
        assertThat(door.server.seen()).isEmpty();
        assertThat(door.count("unknown_key")).isEqualTo(2);
    }

    @Test
    void aUsersNameThatOnlyLooksLikeAServiceAccountsLeadsToNoNamespace() {
        door.server.knows(Door.TOKEN, "system:serviceaccount:../team-b?x=:bot");

        door.assertRefused(
                400, "name one in the header OpenComputer-Namespace", "Authorization", "Bearer " + Door.TOKEN);
    }
}
