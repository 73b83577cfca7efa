/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.opencomputer.operator.wire.Json;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One watch request: follows an object from the version that was read, so that no change in between is missed. The
 * library's own watch takes a refusal for a reason to try again without end, and loses track of text that is not ASCII.
 *
 * @param <T> the kind
 */
final class ObjectWatch<T extends HasMetadata> implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ObjectWatch.class);

    private static final int TOO_MANY_REQUESTS = 429;

    /** Well above the largest object that the API server can keep. */
    private static final int LONGEST_EVENT = 4 * 1024 * 1024;

    /** What a watch has come to. */
    enum State {
        /** The object is as it was waited for. */
        REACHED,
        /** The object is no more. */
        GONE,
        /** The API server ended the watch, or the connection broke: the object has to be read again. */
        BROKEN,
        /** The API server does not let this caller watch. */
        REFUSED
    }

    private final KubernetesClient client;
    private final String uid;
    private final Predicate<T> wanted;
    private final Class<T> kind;
    private final CompletableFuture<State> state = new CompletableFuture<>();
    private final CompletableFuture<HttpResponse<AsyncBody>> call;
    private volatile T last;

    /**
     * Begins.
     *
     * @param client with the caller's rights
     * @param objects the URL of the object's kind in its namespace
     * @param read the object as it was read
     * @param wanted the state that is waited for
     * @param seconds after how long the API server ends the watch by itself, whatever becomes of us
     */
    ObjectWatch(KubernetesClient client, URI objects, Class<T> kind, T read, Predicate<T> wanted, long seconds) {
        this.client = client;
        this.kind = kind;
        this.uid = read.getMetadata().getUid();
        this.wanted = wanted;
        this.last = read;
        HttpClient http = client.getHttpClient();
        HttpRequest request = http.newHttpRequestBuilder()
                .uri(URI.create(objects + "?watch=true&fieldSelector=metadata.name%3D"
                        + read.getMetadata().getName() + "&resourceVersion="
                        + read.getMetadata().getResourceVersion() + "&timeoutSeconds=" + seconds))
                .forStreaming()
                // A watch that nobody answers would hold a thread.
                .timeout(seconds + CallLimits.REQUEST.toSeconds(), TimeUnit.SECONDS)
                .build();
        Lines lines = new Lines(LONGEST_EVENT, this::event);
        this.call = http.consumeBytes(request, (pieces, body) -> {
            lines.add(pieces);
            body.consume();
        });
        var unused = call.whenComplete(this::answered);
    }

    /** Done once it has come to something. */
    CompletableFuture<State> state() {
        return state;
    }

    /** The object as it was seen last. */
    T last() {
        return last;
    }

    /** Ends the request. */
    @Override
    public void close() {
        call.cancel(true);
        var unused = call.thenAccept(response -> response.body().cancel());
    }

    private void answered(HttpResponse<AsyncBody> response, Throwable trouble) {
        if (trouble != null) {
            LOG.debug("A watch broke", trouble);
            state.complete(State.BROKEN);
        } else if (response.isSuccessful()) {
            response.body().consume();
            var unused = response.body().done().whenComplete((nothing, end) -> state.complete(State.BROKEN));
        } else {
            response.body().cancel();
            state.complete(isPassing(response.code()) ? State.BROKEN : State.REFUSED);
        }
    }

    private static boolean isPassing(int code) {
        return code == TOO_MANY_REQUESTS
                || code == HttpURLConnection.HTTP_GONE
                || code >= HttpURLConnection.HTTP_INTERNAL_ERROR;
    }

    private void event(byte[] line) {
        try {
            JsonNode event = Json.MAPPER.readTree(line);
            Optional<T> object = object(event.path("object"));
            if (object.isEmpty()) {
                // An error, such as a version that the API server does not know any more.
                state.complete(State.BROKEN);
            } else if (uid.equals(object.get().getMetadata().getUid())) {
                last = object.get();
                if (event.path("type").asText().equals("DELETED")) {
                    state.complete(State.GONE);
                } else if (wanted.test(last)) {
                    state.complete(State.REACHED);
                }
            }
        } catch (IOException | RuntimeException e) {
            LOG.debug("An event of a watch could not be understood", e);
            state.complete(State.BROKEN);
        }
    }

    private Optional<T> object(JsonNode json) {
        return json.path("kind").asText().equals(HasMetadata.getKind(kind))
                ? Optional.of(client.getKubernetesSerialization().convertValue(json, kind))
                : Optional.empty();
    }
}
