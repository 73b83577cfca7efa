/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Set;
import java.util.TreeSet;

/** Calls operations by their ids, holds each answer against the document, and notes which answers were seen. */
final class DescribedCalls {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final Set<String> seen = new TreeSet<>();

    /** What has been seen: operation and status. */
    Set<String> seen() {
        return seen;
    }

    /**
     * Every answer that the document has for its operations, but for some.
     *
     * @param except statuses; or operations, each with a status
     */
    static Set<String> described(Set<String> except) {
        Set<String> described = new TreeSet<>();
        ContractDocument.ours()
                .operations()
                .forEach(operation -> operation
                        .node()
                        .path("responses")
                        .fieldNames()
                        .forEachRemaining(status -> {
                            String answer = operation.node().path("operationId").asText() + " " + status;
                            if (!except.contains(status) && !except.contains(answer)) {
                                described.add(answer);
                            }
                        }));
        return described;
    }

    /**
     * Calls an operation.
     *
     * @param expected the status that the call is made for
     * @param server the facade
     * @param operationId which operation
     * @param path its path, filled in
     * @param body the body, empty for none
     * @param headers names and values
     */
    void call(int expected, URI server, String operationId, String path, String body, String... headers) {
        ContractDocument.Operation operation = ContractDocument.ours().operations().stream()
                .filter(one -> one.node().path("operationId").asText().equals(operationId))
                .findFirst()
                .orElseThrow();
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server + path))
                .method(operation.method(), body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        Exchange exchange = exchange(request.build(), path);
        assertThat(exchange.status()).as("%s: %s", operationId, exchange).isEqualTo(expected);
        assertThat(Contract.breaches(exchange)).as("%s", exchange).isEmpty();
        seen.add(operationId + " " + expected);
    }

    private static Exchange exchange(HttpRequest request, String path) {
        try {
            HttpResponse<String> answer = HTTP.send(request, BodyHandlers.ofString());
            return new Exchange(
                    request.method(),
                    path,
                    answer.statusCode(),
                    answer.headers().map(),
                    answer.body());
        } catch (IOException e) {
            throw new AssertionError(request + " was not answered", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
