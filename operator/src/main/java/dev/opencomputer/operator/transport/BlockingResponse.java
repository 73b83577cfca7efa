/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.transport;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;

/** An answer whose headers are there. */
record BlockingResponse(HttpRequest request, ClassicHttpResponse answer, AsyncBody body)
        implements HttpResponse<AsyncBody> {

    @Override
    public int code() {
        return answer.getCode();
    }

    @Override
    public List<String> headers(String name) {
        return Stream.of(answer.getHeaders(name)).map(Header::getValue).toList();
    }

    @Override
    public Map<String, List<String>> headers() {
        return Stream.of(answer.getHeaders())
                .collect(Collectors.groupingBy(
                        Header::getName,
                        () -> new TreeMap<>(String.CASE_INSENSITIVE_ORDER),
                        Collectors.mapping(Header::getValue, Collectors.toList())));
    }

    @Override
    public Optional<HttpResponse<?>> previousResponse() {
        return Optional.empty();
    }
}
