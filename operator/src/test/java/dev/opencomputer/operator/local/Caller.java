/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.local;

import com.fasterxml.jackson.databind.JsonNode;
import dev.opencomputer.operator.wire.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;

/** Calls a server as any program would, over HTTP; knows nothing of the server's insides. */
record Caller(URI url, Optional<String> apiKey, Optional<String> contentType) {

    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    static Caller of(LocalOpenComputer server) {
        return new Caller(server.url(), Optional.of(server.apiKey()), Optional.of("application/json"));
    }

    Caller withKey(String other) {
        return new Caller(url, Optional.of(other), contentType);
    }

    Caller withoutKey() {
        return new Caller(url, Optional.empty(), contentType);
    }

    Caller withContentType(String other) {
        return new Caller(url, apiKey, Optional.of(other));
    }

    Caller withoutContentType() {
        return new Caller(url, apiKey, Optional.empty());
    }

    /** What came back; the body is a JSON null when there was none. */
    record Reply(int status, HttpResponse<String> response, JsonNode body) {

        String text() {
            return response.body();
        }

        String error() {
            return body.path("error").asText();
        }

        String errorType() {
            return body.path("error").path("type").asText();
        }

        String errorMessage() {
            return body.path("error").path("message").asText();
        }
    }

    Reply get(String path) {
        return send("GET", path, "");
    }

    Reply post(String path, String body) {
        return send("POST", path, body);
    }

    Reply put(String path, String body) {
        return send("PUT", path, body);
    }

    Reply patch(String path, String body) {
        return send("PATCH", path, body);
    }

    Reply delete(String path) {
        return send("DELETE", path, "");
    }

    Reply send(String method, String path, String body) {
        try {
            return trySend(method, path, body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Reply trySend(String method, String path, String body) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(Duration.ofSeconds(30))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        apiKey.ifPresent(key -> request.header("X-API-Key", key));
        contentType.ifPresent(type -> request.header("Content-Type", type));
        try {
            HttpResponse<String> response = HTTP.send(request.build(), BodyHandlers.ofString());
            boolean json = response.headers()
                    .firstValue("Content-Type")
                    .filter(type -> type.startsWith("application/json"))
                    .isPresent();
            return new Reply(response.statusCode(), response, Json.MAPPER.readTree(json ? response.body() : "null"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Makes a store and gives its id. */
    String createStore(String name) {
        return post("/api/secret-stores", "{\"name\":\"" + name + "\"}")
                .body()
                .path("id")
                .asText();
    }
}
