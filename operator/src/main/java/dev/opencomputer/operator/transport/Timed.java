/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.transport;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.ByteArrayBodyHandler;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Whoever takes an answer.
 *
 * @param timeout how long its request may take; {@code null} where it may take as long as it does
 * @param underWay what is under way for it
 */
record Timed(AsyncBody.Consumer<List<ByteBuffer>> consumer, Duration timeout, UnderWay underWay)
        implements AsyncBody.Consumer<List<ByteBuffer>> {

    @Override
    public void consume(List<ByteBuffer> pieces, AsyncBody body) throws Exception {
        consumer.consume(pieces, body);
    }

    @Override
    public <U> U unwrap(Class<U> target) {
        return target.isInstance(this) ? target.cast(this) : consumer.unwrap(target);
    }

    /** Tells this consumer what is under way for it. */
    static void begin(AsyncBody.Consumer<List<ByteBuffer>> consumer, Exchange exchange) {
        Optional.ofNullable(consumer.unwrap(Timed.class))
                .ifPresent(timed -> timed.underWay().is(exchange));
    }

    /** How long what this consumer takes may take; absent where there is no limit. */
    static Optional<Duration> limit(AsyncBody.Consumer<List<ByteBuffer>> consumer) {
        return Optional.ofNullable(consumer.unwrap(Timed.class))
                .map(Timed::timeout)
                .filter(time -> !time.isNegative() && !time.isZero());
    }

    /** Whether the answer is wanted as a whole; whoever reads it piece by piece sets the pace. */
    static boolean isOfWhole(AsyncBody.Consumer<List<ByteBuffer>> consumer) {
        Timed timed = consumer.unwrap(Timed.class);
        return timed != null && timed.consumer() instanceof ByteArrayBodyHandler;
    }
}
