/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.opencomputer.operator.facade.RawHttp.Reply;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** What is good and bad HTTP, as bytes. */
class HttpRulesTest {

    private static final String KEY = "Host: a\r\nX-API-Key: " + TestFacade.KEY + "\r\nConnection: close\r\n";
    private static final String BODY = "{\"display_name\":\"x\"}";

    @TempDir
    private static Path folder;

    private static FakeApiServer apiServer;
    private static Facade facade;

    @BeforeAll
    static void start() throws Exception {
        apiServer = FakeApiServer.start();
        facade = TestFacade.start(folder, apiServer.url());
    }

    @AfterAll
    static void stop() {
        facade.close();
        apiServer.close();
    }

    static final List<Arguments> REFUSED = List.of(
            // What is no HTTP.
            arguments("nonsense\r\n\r\n", 400, "no request that HTTP allows"),
            arguments("GET /v1/agents HTTP/1.1\r\nX-API-Key: k\r\n\r\n", 400, "no request that HTTP allows"),
            arguments("GET /v1/agents HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400, "no request that HTTP allows"),
            arguments("GET /v1/agents HTTP/1.1\r\nHost: a b\r\n\r\n", 400, "no request that HTTP allows"),
            arguments("GET /v1/agents HTTP/1.1\r\nHost : a\r\n\r\n", 400, "no request that HTTP allows"),
            arguments("GET /v1/agents HTTP/1.1\r\n Host: a\r\n\r\n", 400, "no request that HTTP allows"),
            arguments("GET /v1/agents HTTP/9.9\r\nHost: a\r\n\r\n", 400, "version of HTTP"),
            arguments("GET /" + "a".repeat(20_000) + " HTTP/1.1\r\nHost: a\r\n\r\n", 414, "URI is too long"),
            arguments(get("/v1/agents", "X-Long: " + "a".repeat(20_000)), 431, "headers are too long"),
            arguments(get("/v1/agents", "X-Many: a\r\n".repeat(2000).strip()), 431, "headers are too long"),
            arguments(
                    body("PATCH", "Content-Length: 5\r\nTransfer-Encoding: chunked", "0\r\n\r\n"),
                    400,
                    "no request that HTTP allows"),
            arguments(body("PATCH", "Content-Length: 5\r\nContent-Length: 6", "{}   "), 400, "no request"),
            arguments(body("PATCH", "Content-Length: -1", ""), 400, "no request that HTTP allows"),
            arguments(body("PATCH", "Transfer-Encoding: chunked", "zz\r\n{}\r\n0\r\n\r\n"), 400, "ended early"),
            arguments(body("PATCH", "Transfer-Encoding: gzip", ""), 400, "no request that HTTP allows"),
            arguments(get("/v1/agents", "Expect: a-pony"), 417, "Expectation Failed"),
            // What there is not.
            arguments(get("/", "A: b"), 404, "Not Found"),
            arguments(get("/v1", "A: b"), 404, "Not Found"),
            arguments(get("/v1/agents/", "A: b"), 404, "Not Found"),
            arguments(get("//v1/agents", "A: b"), 404, "Not Found"),
            arguments(get("/v1//agents", "A: b"), 404, "Not Found"),
            arguments(get("/v1/../v1/agents", "A: b"), 404, "Not Found"),
            arguments(get("/v1/./agents", "A: b"), 404, "Not Found"),
            arguments(get("/V1/agents", "A: b"), 404, "Not Found"),
            arguments(get("/v1/agents;a=b", "A: b"), 404, "Not Found"),
            arguments(get("/v1/agents/resolver;a=b", "A: b"), 404, "agent not found"),
            arguments(get("/v1/agents/a%2Fb", "A: b"), 404, "agent not found"),
            arguments(get("/v1/agents/%2e%2e", "A: b"), 404, "agent not found"),
            arguments(get("/v1/agents/..", "A: b"), 404, "agent not found"),
            arguments(get("/v1/agents/%C3%A4", "A: b"), 404, "agent not found"),
            arguments(get("/v1/agents/%EF%BD%81", "A: b"), 404, "agent not found"),
            arguments(get("/v1/agents/a%E2%80%8B", "A: b"), 404, "agent not found"),
            arguments(get("/v1/agents/a%0d%0ab", "A: b"), 404, "agent not found"),
            arguments(get("/v1/agents/a%25b", "A: b"), 404, "agent not found"),
            arguments(get("/v1/agents/a%00b", "A: b"), 400, "no request that HTTP allows"),
            arguments(get("/v1/agents/a%zz", "A: b"), 400, "no request that HTTP allows"),
            arguments(get("/v1/agents/a%", "A: b"), 400, "no request that HTTP allows"),
            arguments(get("/v1/agents/%C3", "A: b"), 400, "no request that HTTP allows"),
            arguments(get("/v1/agents/%u0061", "A: b"), 400, "no request that HTTP allows"),
            arguments(get("/v1/agents/\u00e4", "A: b"), 400, "no request that HTTP allows"),
            arguments(get("http://a/v1/nothing", "A: b"), 404, "Not Found"),
            arguments(get("http://b/v1/nothing", "A: b"), 400, "no request that HTTP allows"),
            arguments(get("v1/agents", "A: b"), 400, "no request that HTTP allows"),
            // Methods.
            arguments("BREW /v1/agents HTTP/1.1\r\n" + KEY + "\r\n", 405, "GET, HEAD, OPTIONS, POST"),
            arguments("get /v1/agents HTTP/1.1\r\n" + KEY + "\r\n", 405, "GET, HEAD, OPTIONS, POST"),
            arguments("M-SEARCH /v1/agents HTTP/1.1\r\n" + KEY + "\r\n", 405, "GET, HEAD, OPTIONS, POST"),
            arguments("TRACE /v1/agents/a HTTP/1.1\r\n" + KEY + "\r\n", 405, "DELETE, GET, HEAD, OPTIONS, PATCH"),
            arguments("PUT /v1/agents/a/secrets HTTP/1.1\r\n" + KEY + "\r\n", 405, "GET, HEAD, OPTIONS"),
            arguments("GET /v1/agents/a/secrets/b HTTP/1.1\r\n" + KEY + "\r\n", 405, "DELETE, OPTIONS, PUT"),
            arguments("HEAD2 /nothing HTTP/1.1\r\n" + KEY + "\r\n", 404, "Not Found"),
            arguments("OPTIONS /nothing HTTP/1.1\r\n" + KEY + "\r\n", 404, "Not Found"),
            // An override would be a way round whoever allows only some methods.
            arguments(get("/v1/agents/a", "X-HTTP-Method-Override: DELETE"), 404, "agent not found"),
            arguments(get("/v1/agents/a", "X-HTTP-Method-Override: %%"), 404, "agent not found"),
            // What is taken, and given.
            arguments(get("/v1/agents", "Accept: text/html"), 406, "the header Accept"),
            arguments(get("/v1/agents", "Accept: application/json;q=0"), 406, "the header Accept"),
            arguments(get("/v1/agents", "Accept: */*, application/json;q=0"), 406, "the header Accept"),
            arguments(get("/v1/agents", "Accept: application/*;q=0.0, */*"), 406, "the header Accept"),
            arguments(get("/v1/agents", "Accept: text/html\r\nAccept: text/plain"), 406, "the header Accept"),
            arguments(patch("Content-Type: text/plain"), 415, "application/json or application/merge-patch+json"),
            arguments(patch("Content-Type: application/json; charset=latin1"), 415, "must be in UTF-8"),
            arguments(patch("Content-Type: application/json\r\nContent-Encoding: gzip"), 415, "without a Content-Enc"),
            arguments(
                    body("POST", "/v1/agents", "Content-Type: application/merge-patch+json\r\nContent-Length: 2", "{}"),
                    415,
                    "must be sent with the Content-Type application/json"),
            // Lengths.
            arguments(body("PATCH", "Content-Length: 1048577", "x".repeat(1_048_577)), 413, "(1 MiB)"),
            arguments(body("PATCH", "Content-Length: 3000000", "x".repeat(3_000_000)), 413, "(1 MiB)"),
            arguments(body("PATCH", "Content-Length: 9000000\r\nExpect: 100-continue", ""), 413, "(1 MiB)"),
            arguments(
                    body("PATCH", "Transfer-Encoding: chunked", "100001\r\n" + "x".repeat(0x100001) + "\r\n0\r\n\r\n"),
                    413,
                    "(1 MiB)"));

    @ParameterizedTest
    @FieldSource("REFUSED")
    void refusesInTheEnvelopeAndTellsNothingOfItsInside(String request, int status, String words) {
        Reply reply = RawHttp.ask(facade.url(), request);

        assertThat(reply.status()).as(reply.body()).isEqualTo(status);
        assertThat(reply.error("message")).contains(words).doesNotContain("xception", "jetty", "javalin");
        assertThat(reply.error("type"))
                .isEqualTo(status == 404 ? "not_found" : status >= 500 ? "internal_error" : "invalid_request");
        assertThat(reply.header("x-request-id")).contains(reply.error("request_id"));
        assertThat(reply.header("content-type")).contains("application/json");
        assertThat(reply.header("x-content-type-options")).contains("nosniff");
        assertThat(reply.header("cache-control")).contains("no-store");
        assertThat(reply.header("server")).isEmpty();
    }

    static final List<Arguments> ACCEPTED = List.of(
            arguments("Accept: */*"),
            arguments("Accept:"),
            arguments("Accept: application/json"),
            arguments("Accept: APPLICATION/JSON; charset=utf-8"),
            arguments("Accept: text/html, application/xml;q=0.9, */*;q=0.8"),
            arguments("Accept: text/html;q=0, application/*;q=0.1"),
            arguments("Accept: */*;q=0, application/json;q=0.001"),
            arguments("Accept-Encoding: br, gzip"),
            arguments("A: b"));

    @ParameterizedTest
    @FieldSource("ACCEPTED")
    void answersInJsonWhoeverTakesThat(String header) {
        Reply reply = RawHttp.ask(facade.url(), get("/v1/agents", header));

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(reply.body()).isEqualTo("{\"agents\":[]}\n");
        assertThat(reply.header("content-type")).contains("application/json");
        assertThat(reply.header("cache-control")).contains("no-store");
    }

    static final List<Arguments> TAKEN = List.of(
            arguments("A: b"),
            arguments("Content-Type: application/json"),
            arguments("Content-Type: Application/JSON; charset=\"UTF-8\""),
            arguments("Content-Type: application/merge-patch+json"),
            arguments("Content-Type: application/x-www-form-urlencoded"),
            arguments("Content-Encoding: identity"));

    @ParameterizedTest
    @FieldSource("TAKEN")
    void takesABodyAsJsonWhateverCurlCallsIt(String header) {
        Reply reply = RawHttp.ask(facade.url(), patch(header));

        assertThat(reply.error("message")).contains("agent not found");
    }

    @Test
    void asksForABodyThatIsHeldBackAndWouldFit() {
        try (RawHttp http = RawHttp.connect(facade.url())) {
            http.send(body("PATCH", "Content-Length: " + BODY.length() + "\r\nExpect: 100-continue", ""));
            assertThat(http.reply().status()).isEqualTo(100);
            http.send(BODY);

            assertThat(http.reply().error("message")).contains("agent not found");
        }
    }

    @Test
    void refusesABodyThatEndsEarly() {
        try (RawHttp http = RawHttp.connect(facade.url())) {
            http.send(body("PATCH", "Content-Length: 500", BODY));
            http.endOfSending();
            Reply reply = http.reply();

            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.error("message")).isEqualTo("the body ended early");
        }
    }

    @Test
    void tellsTheMethodsOfAPathAndOfTheServer() {
        Reply ofAPath = RawHttp.ask(facade.url(), "OPTIONS /v1/agents HTTP/1.1\r\n" + KEY + "\r\n");
        Reply ofAll = RawHttp.ask(facade.url(), "OPTIONS * HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        Reply wrong = RawHttp.ask(facade.url(), "DELETE /v1/agents HTTP/1.1\r\n" + KEY + "\r\n");

        assertThat(ofAPath.status()).isEqualTo(204);
        assertThat(ofAPath.header("allow")).contains("GET, HEAD, OPTIONS, POST");
        assertThat(ofAPath.header("content-type")).isEmpty();
        assertThat(ofAll.status()).isEqualTo(204);
        assertThat(ofAll.header("allow")).contains("DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT");
        assertThat(wrong.status()).isEqualTo(405);
        assertThat(wrong.header("allow")).contains("GET, HEAD, OPTIONS, POST");
    }

    @Test
    void answersHeadAsGetWithoutABody() {
        Reply head = RawHttp.ask(facade.url(), "HEAD /v1/agents HTTP/1.1\r\n" + KEY + "\r\n");
        Reply missing = RawHttp.ask(facade.url(), "HEAD /v1/agents/a HTTP/1.1\r\n" + KEY + "\r\n");
        Reply nowhere = RawHttp.ask(facade.url(), "HEAD /nowhere HTTP/1.1\r\n" + KEY + "\r\n");

        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("content-type")).contains("application/json");
        assertThat(head.header("content-length")).isEmpty();
        assertThat(missing.status()).isEqualTo(404);
        assertThat(nowhere.status()).isEqualTo(404);
        assertThat(List.of(head.body(), missing.body(), nowhere.body())).containsOnly("");
    }

    @Test
    void keepsAConnectionForTheNextRequestWhateverTheLastOneWas() {
        try (RawHttp http = RawHttp.connect(facade.url())) {
            String head = " HTTP/1.1\r\nHost: a\r\nX-API-Key: " + TestFacade.KEY + "\r\n";
            http.send("PATCH /v1/agents/a" + head + "Content-Length: 9\r\n\r\nnot json!");
            assertThat(http.reply().status()).isEqualTo(400);
            http.send("GET /v1/agents" + head + "\r\n");
            assertThat(http.reply().status()).isEqualTo(200);
        }
    }

    @Test
    void takesOverARequestIdThatIsOne() {
        Reply own = RawHttp.ask(facade.url(), get("/nothing", "X-Request-Id: build-17"));
        Reply none = RawHttp.ask(facade.url(), get("/nothing", "X-Request-Id: <script>"));

        assertThat(own.header("x-request-id")).contains("build-17");
        assertThat(own.error("request_id")).isEqualTo("build-17");
        assertThat(none.error("request_id")).matches("[0-9a-f-]{36}");
    }

    private static String get(String path, String headers) {
        return "GET " + path + " HTTP/1.1\r\n" + KEY + headers + "\r\n\r\n";
    }

    private static String patch(String headers) {
        return body("PATCH", headers + "\r\nContent-Length: " + BODY.length(), BODY);
    }

    private static String body(String method, String headers, String body) {
        return body(method, "/v1/agents/a", headers, body);
    }

    private static String body(String method, String path, String headers, String body) {
        return method + " " + path + " HTTP/1.1\r\n" + KEY + headers + "\r\n\r\n" + body;
    }
}
