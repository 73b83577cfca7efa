/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade;

import com.fasterxml.jackson.databind.JsonNode;
import dev.opencomputer.operator.facade.document.Contract;
import dev.opencomputer.operator.facade.document.Exchange;
import dev.opencomputer.operator.testing.RunningFacade;
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
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Calls a facade as any program would; knows nothing of Kubernetes. Holds every answer against the API's document. */
record HttpCaller(URI url, Optional<String> key, Map<String, String> headers) {

    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    HttpCaller(URI url, Optional<String> key) {
        this(url, key, Map.of());
    }

    static HttpCaller of(RunningFacade facade) {
        return new HttpCaller(facade.url(), Optional.of(RunningFacade.KEY));
    }

    HttpCaller withKey(String other) {
        return new HttpCaller(url, Optional.of(other));
    }

    HttpCaller withoutKey() {
        return new HttpCaller(url, Optional.empty());
    }

    /** The same with one more header in each request. */
    HttpCaller with(String header, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(header, value);
        return new HttpCaller(url, key, Map.copyOf(more));
    }

    /** What came back; the body is a JSON null when there was none. */
    record Reply(int status, HttpResponse<String> response, JsonNode body) {

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
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
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(Duration.ofSeconds(60))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        key.ifPresent(shown -> request.header("X-API-Key", shown));
        headers.forEach(request::header);
        try {
            HttpResponse<String> response = HTTP.send(request.build(), BodyHandlers.ofString());
            Contract.hold(new Exchange(
                    method, path, response.statusCode(), response.headers().map(), response.body()));
            return new Reply(
                    response.statusCode(),
                    response,
                    Json.MAPPER.readTree(response.body().isEmpty() ? "null" : response.body()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
