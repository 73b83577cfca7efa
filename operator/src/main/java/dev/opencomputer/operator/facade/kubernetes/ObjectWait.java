/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.kubernetes;

import dev.opencomputer.operator.facade.kubernetes.Awaited.End;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/**
 * Waits for a state of one very object. A watch that breaks is begun anew; an API server that is away meanwhile is
 * waited for as well, since the caller's own write was done before.
 *
 * @param <T> the kind
 */
final class ObjectWait<T extends HasMetadata> {

    private static final Duration BREATH = Duration.ofMillis(250);

    private final Watching<T> watching;
    private final Reading<T> reading;
    private final CompletableFuture<Void> stop;
    private final long end;

    /** Begins a watch. */
    @FunctionalInterface
    interface Watching<T extends HasMetadata> {
        /**
         * Follows an object.
         *
         * @param seconds when the API server ends it
         */
        ObjectWatch<T> from(T read, long seconds);
    }

    /** Reads the object that has the name now. */
    @FunctionalInterface
    interface Reading<T> {
        /** The object; absent when there is none. */
        Optional<T> now();
    }

    ObjectWait(Watching<T> watching, Reading<T> reading, Duration limit, CompletableFuture<Void> stop) {
        this.watching = watching;
        this.reading = reading;
        this.stop = stop;
        this.end = System.nanoTime() + limit.toNanos();
    }

    /** Waits; the predicate is the one that the watches were given. */
    Awaited<T> from(T read, Predicate<T> wanted) {
        T last = read;
        while (true) {
            if (wanted.test(last)) {
                return new Awaited<>(End.REACHED, last);
            }
            if (left().isNegative() || left().isZero()) {
                return new Awaited<>(End.TIME_OVER, last);
            }
            // Whole seconds, and one more: one that ends just before we do would be read after for nothing.
            try (ObjectWatch<T> watch = watching.from(last, left().toSeconds() + 2)) {
                Optional<ObjectWatch.State> state = first(watch.state(), left());
                last = watch.last();
                if (state.isEmpty()) {
                    return new Awaited<>(stop.isDone() ? End.NOT_WATCHED : End.TIME_OVER, last);
                }
                switch (state.get()) {
                    case REACHED -> {
                        return new Awaited<>(End.REACHED, last);
                    }
                    case GONE -> {
                        return new Awaited<>(End.GONE, last);
                    }
                    case REFUSED -> {
                        return new Awaited<>(End.NOT_WATCHED, last);
                    }
                    case BROKEN -> {
                        // What is true now is read below.
                    }
                }
            }
            try {
                Optional<T> now = reading.now();
                String uid = last.getMetadata().getUid();
                if (now.filter(found -> uid.equals(found.getMetadata().getUid()))
                        .isEmpty()) {
                    return new Awaited<>(End.GONE, last);
                }
                last = now.get();
            } catch (KubernetesClientException e) {
                if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
                    return new Awaited<>(End.NOT_WATCHED, last);
                }
            }
            // A watch that breaks at once, again and again, is no reason to keep the API server busy.
            var unused = first(new CompletableFuture<>(), BREATH.compareTo(left()) < 0 ? BREATH : left());
        }
    }

    private Duration left() {
        return Duration.ofNanos(end - System.nanoTime());
    }

    /** Absent when it did not come in time, or the facade is about to stop. */
    private <R> Optional<R> first(CompletableFuture<R> awaited, Duration limit) {
        try {
            CompletableFuture.anyOf(awaited, stop).get(Math.max(0, limit.toNanos()), TimeUnit.NANOSECONDS);
            return Optional.ofNullable(awaited.getNow(null));
        } catch (TimeoutException | ExecutionException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            // What ends the facade would else remember everybody who ever waited.
            awaited.cancel(false);
        }
    }
}
