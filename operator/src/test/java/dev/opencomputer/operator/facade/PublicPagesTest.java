/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is served without a key; there is no API server, which none of it needs. */
class PublicPagesTest {

    @TempDir
    private static Path folder;

    private static Facade facade;

    @BeforeAll
    static void start() throws Exception {
        facade = TestFacade.start(folder, URI.create("http://127.0.0.1:1"));
    }

    @AfterAll
    static void stop() {
        facade.close();
    }

    @ParameterizedTest
    @CsvSource({
        "/openapi.yaml, application/yaml, openapi: 3.1.0",
        "/openapi.json, application/json, '{\"openapi\":\"3.1.0\"'",
        "/docs/, text/html;charset=utf-8, <!doctype html>",
        "/docs/page.css, text/css; charset=utf-8, body",
        "/docs/page.js, text/javascript; charset=utf-8, SwaggerUIBundle",
        "/docs/icon.svg, image/svg+xml, <svg",
        "/docs/swagger-ui.css, text/css; charset=utf-8, .swagger-ui",
        "/docs/swagger-ui-bundle.js, text/javascript; charset=utf-8, SwaggerUIBundle"
    })
    void eachFileIsServedToEverybodyAndKeptByTheBrowser(String path, String type, String words) throws Exception {
        HttpResponse<String> answer = get(path);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(header(answer, "Content-Type")).isEqualTo(type);
        assertThat(answer.body()).contains(words);
        assertThat(header(answer, "Cache-Control")).isEqualTo("no-cache");

        HttpResponse<String> again = get(path, "If-None-Match", "\"other\", " + header(answer, "ETag"));

        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(header(again, "ETag")).isEqualTo(header(answer, "ETag"));
        assertThat(get(path, "If-None-Match", "\"other\"").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/docs/", "/docs/page.js", "/openapi.json", "/docs"})
    void aBrowserIsToldToLoadNothingFromElsewhereAndToBeFramedByNobody(String path) throws Exception {
        HttpResponse<String> answer = get(path);

        assertThat(header(answer, "Content-Security-Policy"))
                .contains("default-src 'none'", "script-src 'self';", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(header(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(header(answer, "Referrer-Policy")).isEqualTo("no-referrer");
    }

    @Test
    void thePageIsFoundWithoutItsSlashWhateverPathIsBeforeIt() throws Exception {
        HttpResponse<String> answer = get("/docs");

        assertThat(answer.statusCode()).isEqualTo(308);
        assertThat(header(answer, "Location")).isEqualTo("docs/");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/docs/swagger-ui.js",
                "/docs/index.html",
                "/docs/..%2fopenapi.yaml",
                "/docs/%2e%2e/%2e%2e/pom.properties",
                "/docs/page.css/",
                "/webjars/swagger-ui/swagger-ui.css",
                "/openapi",
                "/"
            })
    void nothingElseIsServed(String path) throws Exception {
        assertThat(get(path).statusCode()).isIn(400, 404);
    }

    @Test
    void whoTakesItCompressedGetsItSo() throws Exception {
        HttpResponse<byte[]> answer = HttpClient.newHttpClient()
                .send(request("/docs/page.js", "Accept-Encoding", "br, gzip"), BodyHandlers.ofByteArray());

        assertThat(answer.headers().firstValue("Content-Encoding")).hasValue("gzip");
        assertThat(answer.headers().firstValue("Vary")).hasValue("Accept-Encoding");
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo(get("/docs/page.js").body());
        }
        assertThat(header(get("/docs/page.js", "Accept-Encoding", "gzip;q=0, br"), "Content-Encoding"))
                .isEmpty();
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    private static HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        return HttpClient.newHttpClient().send(request(path, headers), BodyHandlers.ofString());
    }

    private static HttpRequest request(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(facade.url() + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return request.build();
    }
}
