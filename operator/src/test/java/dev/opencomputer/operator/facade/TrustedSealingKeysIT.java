/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import dev.opencomputer.operator.facade.HttpCaller.Reply;
import dev.opencomputer.operator.seal.PrivateSealingKey;
import dev.opencomputer.operator.seal.PublicSealingKey;
import dev.opencomputer.operator.testing.FacadeProgram;
import dev.opencomputer.operator.testing.ProgramProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program, told which sealing keys to trust, where somebody has published another. */
class TrustedSealingKeysIT {

    private static final String KEY = "/v1/agents/resolver/secrets/API_KEY";

    private final PublicSealingKey trusted = PrivateSealingKey.generate().publicKey();
    private final PublicSealingKey strangers = PrivateSealingKey.generate().publicKey();
    private final List<String> written = new CopyOnWriteArrayList<>();

    @TempDir
    private Path folder;

    @Test
    void takesNoValueForAKeyThatIsNoneOfThem() throws Exception {
        Reply put = put(strangers);

        assertThat(put.status()).as("%s", put.body()).isEqualTo(503);
        assertThat(put.errorMessage())
                .contains(strangers.id().value(), "none of those that are trusted here")
                .doesNotContain("sk-ant-canary");
        assertThat(written).isEmpty();
    }

    @Test
    void takesAValueForOneOfThem() throws Exception {
        Reply put = put(trusted);

        assertThat(put.status()).as("%s", put.body()).isEqualTo(200);
        assertThat(written)
                .singleElement()
                .satisfies(secret ->
                        assertThat(secret).contains("oc1." + trusted.id()).doesNotContain("sk-ant-canary"));
    }

    /** What comes of a value while this key is the published one. */
    private Reply put(PublicSealingKey published) throws IOException {
        try (ScriptedApiServer apiServer = new ScriptedApiServer(this::objects)) {
            apiServer.publish(published);
            try (ProgramProcess facade = FacadeProgram.start(
                    List.of(),
                    apiServer.url(),
                    folder,
                    Map.of("OPENCOMPUTER_FACADE_TRUSTED_SEALING_KEYS", "0123456789abcdef," + trusted.id()),
                    TestFacade.KEY)) {
                return new HttpCaller(facade.awaitUrl("Agents API at "), Optional.of(TestFacade.KEY))
                        .put(KEY, "{\"value\": \"sk-ant-canary\"}");
            }
        }
    }

    /** One agent without keys; whatever is written is taken. */
    private void objects(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        if (exchange.getRequestMethod().equals("POST")) {
            written.add(body);
            ScriptedApiServer.answer(exchange, 201, body);
        } else if (exchange.getRequestURI().getPath().endsWith("/agentsecrets")) {
            ScriptedApiServer.answer(exchange, 200, """
                    {"apiVersion": "opencomputer.dev/v1alpha1", "kind": "AgentSecretList", "metadata": {}, "items": []}
                    """);
        } else {
            ScriptedApiServer.answer(exchange, 200, ScriptedApiServer.AGENT);
        }
    }
}
