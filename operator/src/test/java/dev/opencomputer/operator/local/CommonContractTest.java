/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the wire contract says about all calls, over HTTP. */
class CommonContractTest extends DialectServers {

    private static final String STORES = "/api/secret-stores";

    @EachDialect
    void asksForAKey(Dialect dialect) {
        var reply = caller(dialect).withoutKey().get(STORES);

        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.text()).isEqualTo("{\"error\":\"missing API key\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "LOCAL, 401, invalid API key",
        "HOSTED, 401, missing or invalid API key",
        "SELF_HOSTED, 403, invalid API key"
    })
    void refusesAWrongKey(Dialect dialect, int status, String words) {
        var reply = caller(dialect).withKey("osb_wrong").get(STORES);

        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.error()).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource({"LOCAL", "HOSTED"})
    void refusesAWrongKeyInTheEnvelopeOfTheAgentsApi(Dialect dialect) {
        var reply = caller(dialect).withKey("osb_wrong").get("/v1/agents");

        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.errorMessage()).contains("invalid API key");
    }

    @Test
    void carriesARequestIdOnEveryAnswerOfASelfHostedServer() {
        Caller caller = caller(Dialect.SELF_HOSTED);

        for (var reply : List.of(
                caller.get(STORES),
                caller.post(STORES, "{"),
                caller.withoutKey().get(STORES),
                caller.get("/api/nothing"),
                caller.get("/v1/agents"),
                caller.send("PATCH", STORES, "{}"))) {
            assertThat(reply.response().headers().firstValue("X-Request-Id")).isPresent();
        }
        assertThat(caller(Dialect.HOSTED).get(STORES).response().headers().firstValue("X-Request-Id"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "LOCAL       | {\"error\":\"not found\"}",
                "HOSTED      | {\"error\":\"not found\"}",
                "SELF_HOSTED | {\"message\":\"Not Found\"}"
            })
    void knowsNoOtherPath(Dialect dialect, String body) {
        for (String path : List.of("/api/nothing", "/api", STORES + "/a/b/c/d", STORES + "/")) {
            var reply = caller(dialect).get(path);

            assertThat(reply.status()).as(path).isEqualTo(404);
            assertThat(reply.text()).as(path).isEqualTo(body);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "LOCAL       | 405 | {\"error\":\"method not allowed\"}",
                "HOSTED      | 405 | {\"error\":\"method not allowed\"}",
                "SELF_HOSTED | 404 | {\"message\":\"Not Found\"}"
            })
    void knowsNoOtherMethod(Dialect dialect, int status, String body) {
        for (String method : List.of("PATCH", "DELETE", "OPTIONS", "BREW")) {
            var reply = caller(dialect).send(method, STORES, "");

            assertThat(reply.status()).as(method).isEqualTo(status);
            assertThat(reply.text()).as(method).isEqualTo(body);
        }
        assertThat(caller(dialect).send("HEAD", STORES, "").status()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({"LOCAL", "HOSTED"})
    void usesTheEnvelopeOfTheAgentsApiForPathsAndMethodsThere(Dialect dialect) {
        var path = caller(dialect).get("/v1/nothing");
        assertThat(path.status()).isEqualTo(404);
        assertThat(path.errorType()).isEqualTo("not_found");

        var method = caller(dialect).put("/v1/agents", "{}");
        assertThat(method.status()).isEqualTo(405);
        assertThat(method.errorType()).isEqualTo("invalid_request");
    }

    @Test
    void leadsFromTheAgentsApiToAWebPageWhenSelfHosted() {
        for (String method : List.of("GET", "POST", "PATCH")) {
            var reply = caller(Dialect.SELF_HOSTED).send(method, "/v1/agents", "");

            assertThat(reply.status()).isEqualTo(302);
            String page = reply.response().headers().firstValue("Location").orElseThrow();
            assertThat(caller(Dialect.SELF_HOSTED).get(page).text()).startsWith("<!doctype html>");
        }
    }

    @ParameterizedTest
    @CsvSource({"LOCAL, 201", "HOSTED, 201", "SELF_HOSTED, 400"})
    void mindsTheContentTypeAsTheDialectDoes(Dialect dialect, int status) {
        Caller caller = caller(dialect);

        assertThat(caller.withoutContentType()
                        .post(STORES, "{\"name\":\"untyped\"}")
                        .status())
                .isEqualTo(status);
        assertThat(caller.withContentType("text/plain")
                        .post(STORES, "{\"name\":\"mistyped\"}")
                        .status())
                .isEqualTo(status);
        assertThat(caller.withContentType("application/json; charset=utf-8")
                        .post(STORES, "{\"name\":\"typed\"}")
                        .status())
                .isEqualTo(201);
    }

    @ParameterizedTest
    @CsvSource({
        "LOCAL, '\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z'",
        "HOSTED, '\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.000Z'",
        "SELF_HOSTED, '\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z'"
    })
    void writesTimesAsTheDialectDoes(Dialect dialect, String pattern) {
        var store = caller(dialect).post(STORES, "{\"name\":\"timed\"}").body();

        assertThat(store.path("createdAt").asText()).matches(pattern);
        assertThat(store.path("updatedAt").asText()).matches(pattern);
    }

    @EachDialect
    void answersJson(Dialect dialect) {
        assertThat(caller(dialect).get(STORES).response().headers().firstValue("Content-Type"))
                .contains("application/json");
    }

    @EachDialect
    void refusesABodyThatIsTooLarge(Dialect dialect) {
        var reply = caller(dialect).post(STORES, "{\"name\":\"" + "n".repeat(8 * 1024 * 1024) + "\"}");

        assertThat(reply.status()).isEqualTo(413);
        assertThat(reply.error()).startsWith("request body too large");
    }

    @EachDialect
    void tellsNothingAboutTheServerItRunsOn(Dialect dialect) {
        var headers = caller(dialect).get(STORES).response().headers();

        assertThat(headers.firstValue("Server")).isEmpty();
        assertThat(headers.firstValue("X-Powered-By")).isEmpty();
    }

    @EachDialect
    void refusesWhatIsNoHttpInItsOwnEnvelope(Dialect dialect) throws IOException {
        for (String request :
                List.of("GARBAGE\r\n\r\n", "GET /api/%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")) {
            try (Socket socket = new Socket(
                    server(dialect).url().getHost(), server(dialect).url().getPort())) {
                socket.setSoTimeout(30_000);
                socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
                String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

                assertThat(answer).startsWith("HTTP/1.1 400 ").endsWith("{\"error\":\"invalid request: Bad Request\"}");
            }
        }
    }

    @EachDialect
    void refusesABodyThatEndsEarly(Dialect dialect) throws IOException {
        String head = "POST " + STORES + " HTTP/1.1\r\nHost: x\r\nX-API-Key: "
                + server(dialect).apiKey() + "\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n";
        try (Socket socket = new Socket(
                server(dialect).url().getHost(), server(dialect).url().getPort())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write((head + "{").getBytes(StandardCharsets.US_ASCII));
            socket.shutdownOutput();

            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 400 ")
                    .endsWith("{\"error\":\"invalid request: the body ended early\"}");
        }
    }
}
