/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.transport;

import io.fabric8.kubernetes.client.http.AsyncBody;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hc.core5.http.ClassicHttpResponse;

/** What an answer says, read piece by piece as it is asked for. */
final class BlockingBody implements AsyncBody {

    private static final int PIECE = 16 * 1024;

    private final ClassicHttpResponse answer;
    private final Exchange exchange;
    private final AsyncBody.Consumer<List<ByteBuffer>> consumer;
    private final Executor reader;
    private final CompletableFuture<Void> done = new CompletableFuture<>();

    /** How many pieces are asked for and not yet read. */
    private final AtomicInteger wanted = new AtomicInteger();

    BlockingBody(
            ClassicHttpResponse answer,
            Exchange exchange,
            AsyncBody.Consumer<List<ByteBuffer>> consumer,
            Executor reader) {
        this.answer = answer;
        this.exchange = exchange;
        this.consumer = consumer;
        this.reader = reader;
    }

    @Override
    public void consume() {
        // Consumers ask for the next piece from within the last one: that goes on here, and not one call deeper.
        if (!done.isDone() && wanted.getAndIncrement() == 0) {
            try {
                reader.execute(this::readWanted);
            } catch (RejectedExecutionException closed) {
                exchange.cancel();
                done.completeExceptionally(closed);
            }
        }
    }

    private void readWanted() {
        do {
            readPiece();
        } while (wanted.decrementAndGet() > 0);
    }

    private void readPiece() {
        if (done.isDone()) {
            return;
        }
        try {
            InputStream content = answer.getEntity() == null
                    ? InputStream.nullInputStream()
                    : answer.getEntity().getContent();
            byte[] piece = new byte[PIECE];
            int length = content.read(piece);
            if (length < 0) {
                // The connection is back in the pool already.
                answer.close();
                done.complete(null);
            } else {
                consumer.consume(List.of(ByteBuffer.wrap(piece, 0, length)), this);
            }
        } catch (IOException failure) {
            exchange.cancel();
            done.completeExceptionally(exchange.explained(failure));
        } catch (Throwable failure) {
            // An error too: whoever waits for the end would else wait for ever.
            exchange.cancel();
            done.completeExceptionally(failure);
        }
    }

    @Override
    public CompletableFuture<Void> done() {
        return done;
    }

    @Override
    public void cancel() {
        exchange.cancel();
        done.cancel(false);
    }
}
