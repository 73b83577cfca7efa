/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.caller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.opencomputer.operator.facade.answer.Refusal;
import dev.opencomputer.operator.facade.caller.TokenServer.Seen;
import dev.opencomputer.operator.facade.keys.KeyEntry;
import dev.opencomputer.operator.facade.keys.NewKey;
import dev.opencomputer.operator.facade.kubernetes.ApiServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthenticationTest {

    private static final String KEY = "ock_1";
    private static final String TOKEN = "a.b.c";
    private static final Instant END = Instant.parse("2030-01-01T01:00:00Z");

    private final FakeTime time = new FakeTime();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Map<String, KeyEntry> keys = new HashMap<>();
    private TokenServer server;
    private ApiServer apiServer;
    private Authentication authentication;

    @BeforeEach
    void start() throws IOException {
        server = new TokenServer();
        Config config = server.config();
        // What a pod has, a kubeconfig can say, and an administrator may have left in it.
        config.setOauthToken("of-the-facade");
        config.setUsername("facade");
        config.setPassword("word");
        config.setImpersonateUsername("system:admin");
        config.setCustomHeaders(Map.of("X-Remote-User", "admin"));
        apiServer = new ApiServer(config);
        authentication = authentication(Optional.empty());
        keys.put(KEY, entry(Optional.empty()));
    }

    @AfterEach
    void stop() {
        apiServer.close();
        server.close();
    }

    @Test
    void aKeyStandsForItsServiceAccountInItsNamespace() {
        Caller caller = authentication.with(shown("X-API-Key", KEY), Function.identity());

        assertThat(caller.name()).isEqualTo("ci");
        assertThat(caller.namespace()).isEqualTo("team-a");
        assertThat(server.seen()).isEmpty();
    }

    @Test
    void aTokenAsksTheApiServerWithItselfAndNothingElse() {
        server.knows(TOKEN, "system:serviceaccount:team-b:bot");

        String name = authentication.with(shown("Authorization", "Bearer " + TOKEN), caller -> {
            assertThat(caller.access().agents().find("any")).isNotNull();
            return caller.name() + " in " + caller.namespace();
        });

        assertThat(name).isEqualTo("system:serviceaccount:team-b:bot in team-b");
        assertThat(server.seen())
                .hasSize(2)
                .allSatisfy(seen -> assertThat(seen.authorization()).contains("Bearer " + TOKEN))
                .allSatisfy(seen -> assertThat(seen.otherLogins()).isEmpty())
                .last()
                .extracting(Seen::path)
                .asString()
                .startsWith("/apis/opencomputer.dev/v1alpha1/namespaces/team-b/agents");
    }

    @Test
    void whoseATokenIsIsAskedOnce() {
        server.knows(TOKEN, "jane");
        Arrival arrival = shown("Authorization", "Bearer " + TOKEN, "OpenComputer-Namespace", "team-c");

        authentication.with(arrival, Caller::name);
        authentication.with(arrival, Caller::name);

        assertThat(server.seen()).hasSize(1);
    }

    @Test
    void aTokenIsTakenToNoOtherServer() throws IOException {
        try (TokenServer other = new TokenServer()) {
            other.knows(TOKEN, "jane");
            server.sendsTo(other);

            assertThatExceptionOfType(KubernetesClientException.class)
                    .isThrownBy(() -> authentication.with(shown("Authorization", "Bearer " + TOKEN), Caller::name));
            assertThat(other.seen()).isEmpty();
        }
    }

    @Test
    void manyTokensShareTheirConnections() {
        IntStream.range(0, 50).forEach(n -> {
            server.knows("a.b." + n, "system:serviceaccount:team-b:bot-" + n);
            authentication.with(
                    shown("Authorization", "Bearer a.b." + n),
                    caller -> caller.access().agents().find("any"));
        });

        assertThat(server.seen()).hasSize(100);
        assertThat(server.seen().stream().map(Seen::connection).distinct()).hasSizeLessThan(5);
    }

    @Test
    void aTokenThatTheApiServerDoesNotTakeLetsNobodyIn() {
        assertRefused(401, "the Kubernetes API server does not take this token", "Authorization", "Bearer " + TOKEN);
        assertThat(count("refused_token")).isEqualTo(1);
    }

    @Test
    void aTokenThatIsRevokedLetsNobodyInAnyMore() {
        server.knows(TOKEN, "system:serviceaccount:team-b:bot");
        authentication.with(shown("Authorization", "Bearer " + TOKEN), Caller::name);
        server.revokes(TOKEN);

        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> authentication.with(
                        shown("Authorization", "Bearer " + TOKEN),
                        caller -> caller.access().agents().find("any")))
                .satisfies(refusal -> assertThat(refusal.status()).isEqualTo(401));
    }

    @ParameterizedTest
    @ValueSource(strings = {"system:anonymous", "forbidden: system:anonymous"})
    void aTokenThatIsTakenForNoneLetsNobodyIn(String user) {
        server.knows(TOKEN, user);

        assertRefused(401, "does not take this token", "Authorization", "Bearer " + TOKEN);
    }

    @Test
    void aTokenWhoseOwnerMayNotAskWhoHeIsWorksInTheNamespaceThatItIsSentWith() {
        server.knows(TOKEN, "forbidden");

        Caller caller = authentication.with(
                shown("Authorization", "Bearer " + TOKEN, "OpenComputer-Namespace", "team-c"), Function.identity());

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
        server.knows(TOKEN, user);
        Arrival arrival = header == null
                ? shown("Authorization", "Bearer " + TOKEN)
                : shown("Authorization", "Bearer " + TOKEN, "OpenComputer-Namespace", header);

        assertThat(authentication(Optional.ofNullable(byDefault)).with(arrival, Caller::namespace))
                .isEqualTo(expected);
    }

    @Test
    void aTokenOfNobodysNamespaceAsksForTheHeader() {
        server.knows(TOKEN, "jane");

        assertRefused(400, "name one in the header OpenComputer-Namespace", "Authorization", "Bearer " + TOKEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Team", "a/b", "team-a:x", "../a", "a b"})
    void aNamespaceThatIsNoneIsRefused(String namespace) {
        server.knows(TOKEN, "jane");

        assertRefused(
                400,
                "must hold the name of one namespace",
                "Authorization",
                "Bearer " + TOKEN,
                "OpenComputer-Namespace",
                namespace);
    }

    @Test
    void aKeyWorksInNoOtherNamespace() {
        assertThat(authentication.with(shown("X-API-Key", KEY, "OpenComputer-Namespace", "team-a"), Caller::namespace))
                .isEqualTo("team-a");
        assertRefused(
                403,
                "the API key works in the namespace team-a alone",
                "X-API-Key",
                KEY,
                "OpenComputer-Namespace",
                "team-b");
    }

    @Test
    void anExpiredKeySaysSoToItsOwner() {
        keys.put(KEY, entry(Optional.of(END)));
        assertThat(authentication.with(shown("X-API-Key", KEY), Caller::name)).isEqualTo("ci");

        time.passes(Duration.ofHours(1));

        assertRefused(401, "the API key ci has expired: 2030-01-01T01:00:00Z", "X-API-Key", KEY);
        assertThat(count("expired_key")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer", "Bearer  ", "Basic YTpi"})
    void nobodyComesInWithoutACredentialAndTheApiServerIsNotAsked(String authorization) {
        assertRefused(401, "missing API key", "Authorization", authorization);
        assertThat(server.seen()).isEmpty();
        assertThat(count("missing")).isEqualTo(1);
    }

    @Test
    void aKeyThatNobodyHasIsToldToNobody() {
        assertRefused(401, "invalid API key", "X-API-Key", "ock_2");
        assertRefused(401, "invalid API key", "Authorization", "Bearer ock_2");
        assertThat(server.seen()).isEmpty();
        assertThat(count("unknown_key")).isEqualTo(2);
    }

    @Test
    void whoeverFailedTooOftenHasToWaitWithKeysUntilTimeHasPassed() {
        failTooOften();
        int asked = server.seen().size();

        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> authentication.with(shown("X-API-Key", "ock_2"), Caller::name))
                .withMessageContaining("too many failed attempts")
                .satisfies(refusal -> assertThat(refusal.status()).isEqualTo(429))
                .satisfies(refusal -> assertThat(refusal.retryAfter().orElseThrow())
                        .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(61)));
        assertThat(server.seen()).hasSize(asked);
        assertThat(count("slowed")).isEqualTo(1);

        time.passes(FailureBudget.PERIOD);
        assertRefused(401, "invalid API key", "X-API-Key", "ock_2");
    }

    @Test
    void whoeverFailedTooOftenIsAskedAboutATokenOnceASecond() {
        failTooOften();
        int asked = server.seen().size();

        assertRefused(401, "does not take", "Authorization", "Bearer x.y.z");
        assertRefused(429, "too many failed attempts", "Authorization", "Bearer x.y.z");
        assertThat(server.seen()).hasSize(asked + 1);

        time.passes(FailureBudget.BETWEEN_TOKENS);
        server.knows(TOKEN, "system:serviceaccount:team-b:bot");
        assertThat(authentication.with(shown("Authorization", "Bearer " + TOKEN), Caller::namespace))
                .isEqualTo("team-b");
    }

    @Test
    void aTokenInUseIsKnownForAsLongAsItIsUsed() {
        server.knows(TOKEN, "system:serviceaccount:team-b:bot");
        authentication.with(shown("Authorization", "Bearer " + TOKEN), Caller::name);
        int asked = server.seen().size();

        IntStream.range(0, 5).forEach(n -> {
            time.passes(KnownTokens.LATELY.minusSeconds(1));
            authentication.with(shown("Authorization", "Bearer " + TOKEN), Caller::name);
        });
        failTooOften();
        authentication.with(shown("Authorization", "Bearer " + TOKEN), Caller::name);

        assertThat(server.seen()).hasSize(asked + FailureBudget.FAILURES);
    }

    @Test
    void whatTheApiServerFailsToSayIsHeldAgainstNobody() throws Exception {
        try (TokenServer other = new TokenServer()) {
            server.sendsTo(other);
            IntStream.range(0, 2 * FailureBudget.FAILURES)
                    .forEach(n -> assertThatExceptionOfType(KubernetesClientException.class)
                            .isThrownBy(() ->
                                    authentication.with(shown("Authorization", "Bearer a.b." + n), Caller::name)));
        }
        assertRefused(401, "invalid API key", "X-API-Key", "ock_2");
    }

    @Test
    void aUsersNameThatOnlyLooksLikeAServiceAccountsLeadsToNoNamespace() {
        server.knows(TOKEN, "system:serviceaccount:../team-b?x=:bot");

        assertRefused(400, "name one in the header OpenComputer-Namespace", "Authorization", "Bearer " + TOKEN);
    }

    @Test
    void whoIsKnownComesInFromWhereOthersFailedTooOften() {
        server.knows(TOKEN, "system:serviceaccount:team-b:bot");
        authentication.with(shown("Authorization", "Bearer " + TOKEN), Caller::name);

        failTooOften();

        assertThat(authentication.with(shown("X-API-Key", KEY), Caller::name)).isEqualTo("ci");
        assertThat(authentication.with(shown("Authorization", "Bearer " + TOKEN), Caller::namespace))
                .isEqualTo("team-b");
    }

    @Test
    void othersComeInFromElsewhere() {
        failTooOften();
        server.knows(TOKEN, "system:serviceaccount:team-b:bot");

        Arrival elsewhere =
                new Arrival(shown("Authorization", "Bearer " + TOKEN).headers(), "192.0.2.2");
        assertThat(authentication.with(elsewhere, Caller::namespace)).isEqualTo("team-b");
    }

    @Test
    void whoShowsNothingOrWhatHasExpiredIsNotHeldAgainstOthers() {
        keys.put(KEY, entry(Optional.of(time.instant())));
        IntStream.range(0, 2 * FailureBudget.FAILURES).forEach(n -> {
            assertRefused(401, "missing", "Accept", "*/*");
            assertRefused(401, "expired", "X-API-Key", KEY);
        });

        assertRefused(401, "invalid API key", "X-API-Key", "ock_2");
    }

    private void failTooOften() {
        IntStream.range(0, FailureBudget.FAILURES)
                .forEach(n -> assertRefused(401, "does not take", "Authorization", "Bearer x.y." + n));
    }

    private void assertRefused(int status, String words, String... headers) {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> authentication.with(shown(headers), Caller::name))
                .withMessageContaining(words)
                .satisfies(refusal -> assertThat(refusal.status()).isEqualTo(status));
    }

    private double count(String reason) {
        return registry.get("opencomputer.facade.failed.logins")
                .tag("reason", reason)
                .counter()
                .count();
    }

    private Authentication authentication(Optional<String> defaultNamespace) {
        return new Authentication(
                key -> Optional.ofNullable(keys.get(key)),
                apiServer,
                TrustedProxies.NONE,
                defaultNamespace,
                registry,
                time,
                time);
    }

    private static KeyEntry entry(Optional<Instant> expires) {
        return new KeyEntry("ci", NewKey.sha256(KEY), "team-a", "ci", expires);
    }

    private static Arrival shown(String... namesAndValues) {
        Map<String, List<String>> headers = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            headers.put(namesAndValues[i], List.of(namesAndValues[i + 1]));
        }
        return new Arrival(name -> headers.getOrDefault(name, List.of()), "192.0.2.1");
    }
}
