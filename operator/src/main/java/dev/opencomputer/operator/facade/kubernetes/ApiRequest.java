/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.kubernetes;

import dev.opencomputer.operator.facade.answer.Refusal;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * One request to the API server, and what is seen of its answer beside what the client makes of it: the client reads
 * whatever comes, and drops the headers of a refusal. A request is answered on the thread that makes it, and is found there.
 */
final class ApiRequest {

    /** The most that is read of one answer: well above the largest object that the API server can keep. */
    static final int MOST_BYTES = 4 * 1024 * 1024;

    private static final ThreadLocal<ApiRequest> UNDER_WAY = new ThreadLocal<>();

    private static final int TOO_MANY_REQUESTS = 429;

    /** Whole seconds. Proxies may send a date instead, which is not heeded. */
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,4}");

    private final Runnable whenLarge;
    private long bytes;
    private boolean isTooLarge;
    private Optional<Refusal> refusal = Optional.empty();
    private Optional<Integer> retryAfterSeconds = Optional.empty();

    private ApiRequest(Runnable whenLarge) {
        this.whenLarge = whenLarge;
    }

    /**
     * Makes a request.
     *
     * @param whenLarge is told when the answer turns out to be large, before the rest of it is read
     * @throws AnswerTooLargeException when it is larger than what is read of one
     * @throws Refusal what the above throws
     */
    static <R> R make(Supplier<R> request, Runnable whenLarge) {
        ApiRequest made = new ApiRequest(whenLarge);
        UNDER_WAY.set(made);
        try {
            return request.get();
        } catch (KubernetesClientException trouble) {
            throw made.explained(trouble);
        } finally {
            UNDER_WAY.remove();
        }
    }

    private RuntimeException explained(KubernetesClientException trouble) {
        if (isTooLarge) {
            return new AnswerTooLargeException();
        }
        if (refusal.isPresent()) {
            return refusal.get();
        }
        return retryAfterSeconds
                .filter(seconds -> trouble.getCode() == TOO_MANY_REQUESTS)
                .<RuntimeException>map(seconds -> new KubernetesClientException(
                        trouble.getMessage(),
                        trouble.getCode(),
                        Optional.ofNullable(trouble.getStatus())
                                .map(StatusBuilder::new)
                                .orElseGet(StatusBuilder::new)
                                .editOrNewDetails()
                                .withRetryAfterSeconds(seconds)
                                .endDetails()
                                .build()))
                .orElse(trouble);
    }

    private void count(List<ByteBuffer> pieces) throws IOException {
        long before = bytes;
        for (ByteBuffer piece : pieces) {
            bytes += piece.remaining();
        }
        if (bytes > MOST_BYTES) {
            isTooLarge = true;
            throw new IOException("the rest of a large answer is not read");
        }
        if (isLarge() && before <= LargeAnswers.SMALL_BYTES) {
            try {
                whenLarge.run();
            } catch (Refusal noRoom) {
                refusal = Optional.of(noRoom);
                throw new IOException("there is no room for a large answer", noRoom);
            }
        }
    }

    private boolean isLarge() {
        return bytes > LargeAnswers.SMALL_BYTES;
    }

    /** Looks at what comes back; belongs into the client. */
    static final class Observer implements Interceptor {

        /** The name under which a client knows it. */
        static final String NAME = "api-request-observer";

        @Override
        public AsyncBody.Consumer<List<ByteBuffer>> consumer(
                AsyncBody.Consumer<List<ByteBuffer>> consumer, HttpRequest request) {
            // None is under way for what streams without an end: whoever reads that has bounds of his own.
            ApiRequest underWay = UNDER_WAY.get();
            return underWay == null ? consumer : new Counting(underWay, consumer);
        }

        @Override
        public void after(
                HttpRequest request, HttpResponse<?> response, AsyncBody.Consumer<List<ByteBuffer>> consumer) {
            ApiRequest underWay = UNDER_WAY.get();
            if (underWay != null && response.code() == TOO_MANY_REQUESTS) {
                underWay.retryAfterSeconds = response.headers("Retry-After").stream()
                        .filter(text -> SECONDS.matcher(text).matches())
                        .map(Integer::valueOf)
                        .findFirst();
            }
        }
    }

    /**
     * Counts what comes in.
     *
     * @param request whose answer it is
     * @param consumer takes the answer
     */
    private record Counting(ApiRequest request, AsyncBody.Consumer<List<ByteBuffer>> consumer)
            implements AsyncBody.Consumer<List<ByteBuffer>> {

        @Override
        public void consume(List<ByteBuffer> pieces, AsyncBody body) throws Exception {
            request.count(pieces);
            consumer.consume(
                    request.isLarge() ? pieces.stream().map(Counting::trimmed).toList() : pieces, body);
        }

        /** A piece that came in short has most of its array empty, and all pieces are kept until the last is here. */
        private static ByteBuffer trimmed(ByteBuffer piece) {
            if (piece.capacity() < 2 * piece.remaining()) {
                return piece;
            }
            byte[] bytes = new byte[piece.remaining()];
            piece.get(bytes);
            return ByteBuffer.wrap(bytes);
        }

        @Override
        public <U> U unwrap(Class<U> target) {
            return target.isInstance(this) ? target.cast(this) : consumer.unwrap(target);
        }
    }
}
