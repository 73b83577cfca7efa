/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.caller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.opencomputer.operator.facade.answer.Refusal;
import dev.opencomputer.operator.facade.keys.KeyEntry;
import dev.opencomputer.operator.facade.keys.NewKey;
import dev.opencomputer.operator.facade.kubernetes.ApiServer;
import io.fabric8.kubernetes.client.Config;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Who is let in, before an API server of a test's own; "ock_1" is a key. */
final class Door implements AutoCloseable {

    static final String KEY = "ock_1";
    static final String TOKEN = "a.b.c";

    final FakeTime time = new FakeTime();
    final Map<String, KeyEntry> keys = new HashMap<>();
    final TokenServer server;
    final Authentication authentication;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final ApiServer apiServer;

    Door() {
        try {
            server = new TokenServer();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
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

    /** The same with a default namespace. */
    Authentication authentication(Optional<String> defaultNamespace) {
        return new Authentication(
                key -> Optional.ofNullable(keys.get(key)),
                apiServer,
                TrustedProxies.NONE,
                defaultNamespace,
                registry,
                time,
                time);
    }

    /** So often that more of the same place are slowed down. */
    void failTooOften() {
        IntStream.range(0, FailureBudget.FAILURES)
                .forEach(n -> assertRefused(401, "does not take", "Authorization", "Bearer x.y." + n));
    }

    void assertRefused(int status, String words, String... headers) {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> authentication.with(shown(headers), Caller::name))
                .withMessageContaining(words)
                .satisfies(refusal -> assertThat(refusal.status()).isEqualTo(status));
    }

    /** How many were not let in for a reason. */
    double count(String reason) {
        return registry.get("opencomputer.facade.failed.logins")
                .tag("reason", reason)
                .counter()
                .count();
    }

    static KeyEntry entry(Optional<Instant> expires) {
        return new KeyEntry("ci", NewKey.sha256(KEY), "team-a", "ci", expires);
    }

    static Arrival shown(String... namesAndValues) {
        Map<String, List<String>> headers = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            headers.put(namesAndValues[i], List.of(namesAndValues[i + 1]));
        }
        return new Arrival(name -> headers.getOrDefault(name, List.of()), "192.0.2.1");
    }

    @Override
    public void close() {
        apiServer.close();
        server.close();
    }
}
