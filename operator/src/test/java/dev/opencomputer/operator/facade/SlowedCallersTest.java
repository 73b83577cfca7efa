/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.facade.caller.TrustedProxies;
import dev.opencomputer.operator.facade.keys.KeyEntry;
import dev.opencomputer.operator.facade.keys.KeysFile;
import dev.opencomputer.operator.facade.keys.NewKey;
import io.fabric8.kubernetes.client.Config;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A facade behind a proxy on the loopback address, and without an API server. */
class SlowedCallersTest {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir
    private Path folder;

    private Facade facade;

    @BeforeEach
    void start() {
        Path keys = folder.resolve("keys.yaml");
        KeysFile.add(keys, new KeyEntry("ci", NewKey.sha256("ock_1"), "team-a", "ci", Optional.empty()));
        Config config = Config.empty();
        config.setMasterUrl("http://127.0.0.1:1");
        facade = Facade.start(FacadeOptions.of(config, "opencomputer-system", keys)
                .withLimits(TestFacade.LIMITS)
                .withTrustedProxies(TrustedProxies.of(List.of("127.0.0.0/8"))));
    }

    @AfterEach
    void stop() {
        facade.close();
    }

    @Test
    void areAskedToComeBackLaterFromWhereTheyFailedTooOften() throws Exception {
        HttpResponse<String> last = failUntilSlowed("203.0.113.9");

        assertThat(last.headers().firstValueAsLong("Retry-After").orElseThrow()).isBetween(1L, 61L);
        assertThat(last.body()).contains("\"invalid_request\"", "too many failed attempts");
        assertThat(call("ock_1", "203.0.113.9").statusCode()).isEqualTo(503);
        assertThat(call("ock_2", "203.0.113.10").statusCode()).isEqualTo(401);
        assertThat(call("ock_2", "203.0.113.10, 203.0.113.9").statusCode()).isEqualTo(429);
        assertThat(metrics())
                .contains(
                        "opencomputer_facade_failed_logins_total{reason=\"slowed\"} 2.0",
                        "opencomputer_facade_failed_logins_total{reason=\"missing\"} 0.0")
                .doesNotContain("203.0.113", "ock_");
    }

    private HttpResponse<String> failUntilSlowed(String source) throws Exception {
        for (int tries = 0; tries < 100; tries++) {
            HttpResponse<String> answer = call("ock_2", source);
            if (answer.statusCode() == 429) {
                return answer;
            }
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Bearer");
        }
        throw new AssertionError("nobody was slowed down");
    }

    private HttpResponse<String> call(String key, String forwardedFor) throws Exception {
        return HTTP.send(
                HttpRequest.newBuilder(facade.url().resolve("/v1/agents"))
                        .header("X-API-Key", key)
                        .header("X-Forwarded-For", forwardedFor)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private String metrics() throws Exception {
        URI url = facade.monitoringUrl().resolve("/metrics");
        return HTTP.send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
