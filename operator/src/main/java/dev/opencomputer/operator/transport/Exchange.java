/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.transport;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.StandardHttpRequest;
import io.fabric8.kubernetes.client.http.StandardHttpRequest.ByteArrayBodyContent;
import io.fabric8.kubernetes.client.http.StandardHttpRequest.InputStreamBodyContent;
import io.fabric8.kubernetes.client.http.StandardHttpRequest.StringBodyContent;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.routing.RoutingSupport;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.InputStreamEntity;
import org.apache.hc.core5.util.Timeout;

/** One request and its answer. */
final class Exchange {

    /** A stream may last; whether there is one is known soon. */
    private static final Duration STREAM_HEADERS = Duration.ofSeconds(10);

    private final CloseableHttpClient library;
    private final StandardHttpRequest request;
    private final AsyncBody.Consumer<List<ByteBuffer>> consumer;
    private final Threads threads;
    private final HttpUriRequestBase sent;
    private final AtomicBoolean late = new AtomicBoolean();

    Exchange(
            CloseableHttpClient library,
            StandardHttpRequest request,
            AsyncBody.Consumer<List<ByteBuffer>> consumer,
            Threads threads) {
        this.library = library;
        this.request = request;
        this.consumer = consumer;
        this.threads = threads;
        this.sent = new HttpUriRequestBase(request.method(), request.uri());
    }

    /** Sends the request, and gives the answer as soon as its headers are there. */
    HttpResponse<AsyncBody> open() throws IOException {
        sent.setConfig(times(Timed.limit(consumer)));
        request.headers().forEach((name, values) -> values.forEach(value -> sent.addHeader(name, value)));
        entity().ifPresent(sent::setEntity);
        Deadlines.Deadline deadline = threads.deadlines().set(limit(), this::endLate);
        boolean readLater = false;
        try {
            ClassicHttpResponse answer = library.executeOpen(RoutingSupport.determineHost(sent), sent, null);
            BlockingBody body = new BlockingBody(answer, this, consumer, reader());
            readLater = Timed.isOfWhole(consumer);
            if (readLater) {
                var unused = body.done().whenComplete((nothing, failure) -> deadline.close());
            }
            return new BlockingResponse(request, answer, body);
        } catch (HttpException noHttp) {
            throw new IOException("what came back is no HTTP", noHttp);
        } catch (IOException failure) {
            throw explained(failure);
        } finally {
            if (!readLater) {
                deadline.close();
            }
        }
    }

    /** Ends it wherever it is. After a whole answer the connection is back in the pool, and this does nothing. */
    void cancel() {
        sent.cancel();
    }

    /** What went wrong, in the words that fit: a connection that was cut at the deadline says something else. */
    IOException explained(IOException failure) {
        if (!late.get()) {
            return failure;
        }
        SocketTimeoutException explained = new SocketTimeoutException(
                "no whole answer came within " + limit().orElseThrow().toMillis() + " ms");
        explained.initCause(failure);
        return explained;
    }

    /** How long it may take: as a whole, or until the headers are there where the rest is read piece by piece. */
    private Optional<Duration> limit() {
        Optional<Duration> asked = Timed.limit(consumer);
        return request.isForStreaming()
                ? asked.filter(time -> time.compareTo(STREAM_HEADERS) < 0).or(() -> Optional.of(STREAM_HEADERS))
                : asked;
    }

    private void endLate() {
        late.set(true);
        sent.cancel();
    }

    /** A watch would hold its caller for as long as it lasts. */
    private Executor reader() {
        return request.isForStreaming() ? threads.streams() : Runnable::run;
    }

    private static RequestConfig times(Optional<Duration> limit) {
        Timeout time = limit.map(Timeout::of).orElse(Timeout.DISABLED);
        return RequestConfig.custom()
                .setConnectionRequestTimeout(time)
                .setResponseTimeout(time)
                .setExpectContinueEnabled(false)
                .build();
    }

    private Optional<HttpEntity> entity() {
        ContentType type = request.getContentType() == null ? null : ContentType.parseLenient(request.getContentType());
        if (request.body() instanceof StringBodyContent text) {
            return Optional.of(new ByteArrayEntity(text.getContent().getBytes(StandardCharsets.UTF_8), type));
        }
        if (request.body() instanceof ByteArrayBodyContent bytes) {
            return Optional.of(new ByteArrayEntity(bytes.getContent(), type));
        }
        if (request.body() instanceof InputStreamBodyContent stream) {
            return Optional.of(new InputStreamEntity(stream.getContent(), stream.getLength(), type));
        }
        return Optional.empty();
    }
}
