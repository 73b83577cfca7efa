/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.transport;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.StandardHttpClient;
import io.fabric8.kubernetes.client.http.StandardHttpRequest;
import io.fabric8.kubernetes.client.http.StandardWebSocketBuilder;
import io.fabric8.kubernetes.client.http.WebSocket;
import io.fabric8.kubernetes.client.http.WebSocketResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.io.CloseMode;

/** Sends requests on the threads that make them; only what streams without an end is read on threads of its own. */
final class BlockingHttpClient
        extends StandardHttpClient<BlockingHttpClient, BlockingHttpClientFactory, BlockingHttpClientBuilder> {

    private final CloseableHttpClient library;
    private final Threads threads;

    BlockingHttpClient(BlockingHttpClientBuilder builder, CloseableHttpClient library) {
        this(builder, library, new Threads(), new AtomicBoolean());
    }

    private BlockingHttpClient(
            BlockingHttpClientBuilder builder, CloseableHttpClient library, Threads threads, AtomicBoolean closed) {
        super(builder, closed);
        this.library = library;
        this.threads = threads;
    }

    /** One with other settings for its requests, over the same connections. */
    BlockingHttpClient derived(BlockingHttpClientBuilder changed) {
        return new BlockingHttpClient(changed, library, threads, closed);
    }

    /**
     * Takes the time-out along by itself: what is above would set a timer of its own, which wakes a thread each time. It
     * also would not tell what is below that nobody waits for the headers any more.
     */
    @Override
    public CompletableFuture<HttpResponse<AsyncBody>> consumeBytes(
            HttpRequest request, AsyncBody.Consumer<List<ByteBuffer>> consumer) {
        StandardHttpRequest timed = (StandardHttpRequest) request;
        HttpRequest untimed =
                timed.newBuilder().timeout(0, TimeUnit.NANOSECONDS).build();
        UnderWay underWay = new UnderWay();
        CompletableFuture<HttpResponse<AsyncBody>> answer =
                super.consumeBytes(untimed, new Timed(consumer, timed.getTimeout(), underWay));
        var unused = answer.whenComplete((headers, trouble) -> {
            if (answer.isCancelled()) {
                underWay.giveUp();
            }
        });
        return answer;
    }

    @Override
    public CompletableFuture<HttpResponse<AsyncBody>> consumeBytesDirect(
            StandardHttpRequest request, AsyncBody.Consumer<List<ByteBuffer>> consumer) {
        if (isClosed()) {
            // As the library's others say it.
            throw new IllegalStateException("Client already closed");
        }
        Exchange exchange = new Exchange(library, request, consumer, threads);
        Timed.begin(consumer, exchange);
        if (request.isForStreaming()) {
            return CompletableFuture.supplyAsync(() -> opened(exchange), threads.streams());
        }
        try {
            return CompletableFuture.completedFuture(exchange.open());
        } catch (IOException failure) {
            return CompletableFuture.failedFuture(failure);
        }
    }

    private static HttpResponse<AsyncBody> opened(Exchange exchange) {
        try {
            return exchange.open();
        } catch (IOException failure) {
            throw new CompletionException(failure);
        }
    }

    @Override
    public CompletableFuture<WebSocketResponse> buildWebSocketDirect(
            StandardWebSocketBuilder request, WebSocket.Listener listener) {
        throw new UnsupportedOperationException("There are no web sockets here; set onlyHttpWatches for watches");
    }

    @Override
    protected void doClose() {
        library.close(CloseMode.IMMEDIATE);
        threads.close();
    }
}
