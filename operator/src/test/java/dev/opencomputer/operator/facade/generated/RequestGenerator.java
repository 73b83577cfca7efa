/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.generated;

import com.fasterxml.jackson.databind.JsonNode;
import dev.opencomputer.operator.facade.document.ContractDocument;
import dev.opencomputer.operator.facade.document.ContractDocument.Operation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Makes requests up, from the API's document: those that it allows, those that it nearly allows, and others. */
final class RequestGenerator {

    private static final String HTTP = "HTTP/1.1";
    private static final String NOTHING = "";

    private static final List<String> METHODS = List.of(
            "GET",
            "HEAD",
            "POST",
            "PUT",
            "PATCH",
            "DELETE",
            "OPTIONS",
            "TRACE",
            "CONNECT",
            "PROPFIND",
            "get",
            "G",
            "M-SEARCH");

    private static final List<String> PATHS = List.of(
            "/",
            "//",
            "/v1",
            "/v1/",
            "/v1/agents/",
            "//v1/agents",
            "/v1//agents",
            "/v1/agents/a/",
            "/v1/agents/a/secrets/",
            "/v1/agents/a/secrets/A/B",
            "/v1/agents/a/instances",
            "/V1/agents",
            "/v1/agents?",
            "/v1/agents?limit",
            "/v1/agents?a=b&&&=",
            "/v1/agents?limit=1&limit=2",
            "/v1/agents?continue=%7B%7D&limit=1",
            "/v1/agents?limit=%",
            "/v1/agents#a",
            "/v1/./agents",
            "/v1/x/../agents",
            "/v1/%61gents",
            "/openapi.yaml/",
            "/openapi",
            "/favicon.ico",
            "/metrics",
            "*",
            "http://example.com/v1/agents",
            "/%",
            "/%zz",
            "/%ff",
            "/a b",
            "/\u00e4",
            "/" + "x".repeat(20_000));

    private static final List<String> VERSIONS = List.of(
            "HTTP/1.1", "HTTP/1.1", "HTTP/1.0", "HTTP/0.9", "HTTP/2.0", "HTTP/3.0", "HTTP/1.2", "http/1.1", "X", "");

    private static final List<String> LINES = List.of(
            "Host: a.example",
            "Host: a.example, b.example",
            "Content-Length: -1",
            "Content-Length: x",
            "Transfer-Encoding: gzip",
            "Transfer-Encoding: identity",
            "Expect: 100-continue",
            "Expect: 200-ok",
            "Upgrade: websocket",
            "Connection: Upgrade, HTTP2-Settings",
            "Range: bytes=0-1",
            "no colon",
            ": no name",
            "A B: c",
            "folded: a\r\n b",
            "Cookie: " + "x".repeat(5000),
            "Big: " + "x".repeat(70_000),
            "Content-Encoding: gzip",
            "Content-Type: text/plain",
            "Content-Type: application/json; charset=utf-16",
            "Content-Type: ;;;",
            "Accept: text/html",
            "X-Request-Id: a\u0001b",
            "X-Forwarded-For: 1.2.3.4",
            "X-HTTP-Method-Override: DELETE");

    private final Random random;
    private final List<String> credentials;
    private final GeneratedTexts texts;
    private final GeneratedJson json;

    /**
     * Makes up requests.
     *
     * @param random decides
     * @param credentials header lines of callers who are let in
     */
    RequestGenerator(Random random, List<String> credentials) {
        this.random = random;
        this.credentials = credentials;
        this.texts = new GeneratedTexts(random);
        this.json = new GeneratedJson(random);
    }

    RawRequest next() {
        return chance(8)
                ? strange()
                : called(texts.oneOf(ContractDocument.ours().operations()));
    }

    private RawRequest called(Operation operation) {
        boolean strangeParameters = chance(6);
        List<String> headers = new ArrayList<>(List.of("Host: facade.example"));
        boolean letIn = !chance(50);
        if (letIn) {
            headers.add(texts.oneOf(credentials));
        } else if (random.nextBoolean()) {
            headers.add("X-API-Key: " + texts.oneOf(GeneratedTexts.STRANGE_HEADERS));
        }
        List<String> query = new ArrayList<>();
        String target = operation.path();
        for (JsonNode reference : operation.node().path("parameters")) {
            JsonNode parameter = ContractDocument.ours().resolved(reference);
            String name = parameter.path("name").asText();
            boolean strange = strangeParameters && chance(2);
            switch (parameter.path("in").asText()) {
                case "path" -> target = target.replace("{" + name + "}", segment(name, strange));
                case "query" -> {
                    if (chance(3)) {
                        query.add(name + "=" + (strange ? texts.oneOf(GeneratedTexts.STRANGE_SEGMENTS) : query(name)));
                    }
                }
                default -> {
                    if (chance(strange ? 1 : 6)) {
                        headers.add(
                                name + ": " + (strange ? texts.oneOf(GeneratedTexts.STRANGE_HEADERS) : header(name)));
                    }
                }
            }
        }
        if (!query.isEmpty()) {
            target += "?" + String.join("&", query);
        }
        Body body = body(operation);
        boolean plain = letIn && !strangeParameters && query.isEmpty() && body.plain;
        if (body.bytes.length() > 0 || operation.node().has("requestBody")) {
            headers.add("Content-Length: " + body.bytes.length());
            headers.add("Content-Type: application/json");
        }
        return new RawRequest(operation.method(), target, HTTP, headers, body.bytes, plain, body.json);
    }

    private record Body(String bytes, boolean plain, Optional<JsonNode> json) {}

    private Body body(Operation operation) {
        if (!operation.node().has("requestBody")) {
            return new Body(NOTHING, true, Optional.empty());
        }
        JsonNode fitting = json.fitting(operation.node().at("/requestBody/content/application~1json/schema"));
        if (chance(8)) {
            return new Body(latin1(json.broken(fitting)), false, Optional.empty());
        }
        JsonNode value = random.nextBoolean() ? fitting : json.mutated(fitting);
        return new Body(latin1(value.toString().getBytes(StandardCharsets.UTF_8)), true, Optional.of(value));
    }

    private static String latin1(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private String segment(String name, boolean strange) {
        if (strange) {
            return texts.oneOf(GeneratedTexts.STRANGE_SEGMENTS);
        }
        return texts.oneOf(name.equals("id") ? GeneratedTexts.IDS : GeneratedTexts.KEYS);
    }

    private String query(String name) {
        return name.equals("limit") ? Integer.toString(1 + random.nextInt(500)) : "";
    }

    /** The namespace is not made up: all callers work in one. */
    private String header(String name) {
        return switch (name) {
            case "Prefer" -> "wait=0";
            case "If-Match" -> texts.oneOf(List.of("*", "\"unknown\"", "\"a\", \"b\""));
            case "If-None-Match" -> texts.oneOf(List.of("*", "\"unknown\"", "W/\"a\", \"b\""));
            case "X-Request-Id" -> "generated-" + random.nextInt(1000);
            default -> "";
        };
    }

    /** Any method on any path with any headers, or none of it. */
    private RawRequest strange() {
        List<String> headers = new ArrayList<>();
        if (!chance(10)) {
            headers.add("Host: facade.example");
        }
        headers.add(texts.oneOf(credentials));
        for (int left = random.nextInt(3); left > 0; left--) {
            headers.add(texts.oneOf(LINES));
        }
        String body = NOTHING;
        if (chance(3)) {
            body = "{\"id\":\"a\"}";
            headers.add("Content-Length: " + body.length());
        } else if (chance(5)) {
            body = texts.oneOf(List.of("0\r\n\r\n", "a\r\n{\"id\":\"a\"}\r\n0\r\n\r\n", "zz\r\n\r\n", "-1\r\n\r\n"));
            headers.add("Transfer-Encoding: chunked");
        }
        String target = chance(3)
                ? texts.oneOf(PATHS)
                : texts.oneOf(List.of(
                        "/v1/agents",
                        "/v1/agents/a",
                        "/v1/agents/a/secrets",
                        "/v1/agents/a/secrets/A",
                        "/openapi.json",
                        "/openapi.yaml"));
        return new RawRequest(
                texts.oneOf(METHODS),
                target,
                chance(6) ? texts.oneOf(VERSIONS) : HTTP,
                headers,
                body,
                false,
                Optional.empty());
    }

    private boolean chance(int of) {
        return random.nextInt(of) == 0;
    }
}
