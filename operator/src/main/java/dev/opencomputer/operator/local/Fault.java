/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.local;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Something that goes wrong with a call, for those who test a client.
 *
 * @param carriedOut whether the call is carried out first, so that only its answer suffers
 * @param pause what the call waits for: before it is carried out, or after that when {@code carriedOut}
 * @param reply what the caller gets
 */
public record Fault(boolean carriedOut, Pause pause, Reply reply) {

    /** Something to wait for. */
    @FunctionalInterface
    public interface Pause {
        /**
         * Blocks until it is time to go on.
         *
         * @param stopped opens when the server stops, which ends every wait
         * @throws InterruptedException when the server's thread is wanted back
         */
        void await(CountDownLatch stopped) throws InterruptedException;
    }

    /** What the caller gets. */
    public sealed interface Reply {
        /** The server's own answer; the call is carried out in any case. */
        record Usual() implements Reply {}

        /**
         * An answer of the test's own.
         *
         * @param status the HTTP status
         * @param headers its headers
         * @param body its body, none when empty
         */
        record Given(int status, Map<String, String> headers, String body) implements Reply {}

        /** No answer: the connection is closed. */
        record Closed() implements Reply {}

        /**
         * The server's own answer, byte by byte; the call is carried out in any case.
         *
         * @param pause the time before each byte
         */
        record Trickled(Duration pause) implements Reply {}

        /**
         * JSON with status 200 that is much too long.
         *
         * @param bytes how long about
         */
        record Oversized(long bytes) implements Reply {}
    }

    private static final Pause NOTHING = stopped -> {};
    private static final Map<String, String> JSON = Map.of("Content-Type", "application/json");

    private static Fault of(Reply reply) {
        return new Fault(false, NOTHING, reply);
    }

    /** An answer with a JSON body. */
    public static Fault answer(int status, String json) {
        return of(new Reply.Given(status, JSON, json));
    }

    /** An answer with other headers, {@code Content-Type} among them. */
    public static Fault answer(int status, Map<String, String> headers, String body) {
        return of(new Reply.Given(status, headers, body));
    }

    /** Too many calls: 429 with {@code Retry-After} in whole seconds. */
    public static Fault throttled(Duration retryAfter) {
        return answer(
                429,
                Map.of("Content-Type", "application/json", "Retry-After", Long.toString(retryAfter.toSeconds())),
                "{\"error\":\"rate limit exceeded\"}");
    }

    /** What a self-hosted server answers to everything while its database is down. */
    public static Fault databaseDown() {
        return answer(403, "{\"error\":\"invalid API key\"}");
    }

    /** A success whose body nobody understands, as from a proxy in between. */
    public static Fault nonsense() {
        return answer(200, Map.of("Content-Type", "text/html"), "<html><body>It works!</body></html>");
    }

    /** No answer: the connection is closed. */
    public static Fault closed() {
        return of(new Reply.Closed());
    }

    /** The usual answer, byte by byte with a pause before each. */
    public static Fault trickled(Duration pause) {
        return of(new Reply.Trickled(pause));
    }

    /** A success with about that many bytes of JSON. */
    public static Fault oversized(long bytes) {
        return of(new Reply.Oversized(bytes));
    }

    /** The usual handling, after a delay. */
    public static Fault slow(Duration delay) {
        return of(new Reply.Usual()).delayed(delay);
    }

    /** The usual handling, once a test opens the latch. */
    public static Fault held(CountDownLatch latch) {
        return of(new Reply.Usual()).until(latch);
    }

    /** The same with the call carried out first; a wait then comes between that and the answer. */
    public Fault afterCarryingOut() {
        return new Fault(true, pause, reply);
    }

    /** The same after a delay. */
    public Fault delayed(Duration delay) {
        return new Fault(
                carriedOut,
                stopped -> {
                    boolean ignored = stopped.await(delay.toMillis(), TimeUnit.MILLISECONDS);
                },
                reply);
    }

    /** The same once a test opens the latch, at the latest when the server stops. */
    public Fault until(CountDownLatch latch) {
        return new Fault(
                carriedOut,
                stopped -> {
                    while (!latch.await(50, TimeUnit.MILLISECONDS) && stopped.getCount() > 0) {
                        // Both latches are looked at in turn.
                    }
                },
                reply);
    }
}
