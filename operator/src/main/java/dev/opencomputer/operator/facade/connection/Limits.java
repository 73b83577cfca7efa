/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.connection;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Duration;

/**
 * How much a server takes at once, and for how long it waits. {@link #STANDARD} is what {@code docs/facade-http.md} says.
 *
 * @param headBytes how long request line and headers may be together
 * @param bodyBytes how long a body may be
 * @param bodiesBytes how long all bodies may be together that are here at one time
 * @param connections how many connections there may be at one time; more wait unaccepted
 * @param requestsAtOnce how many requests are worked on at one time, each by a thread
 * @param requestsWaiting how many more wait for their turn
 * @param longestWait how long such a one waits
 * @param firstHead how long a new connection may take to bring its first request line and headers whole
 * @param nextHead the same after an answer: how long a connection is kept that brings nothing
 * @param lastHead the same once the server stops
 * @param body how long a body may take to come in
 * @param request how long a request may take from its headers to the last byte of its answer
 * @param stop how long requests that are under way may take at a stop
 */
@RecordBuilder
public record Limits(
        int headBytes,
        int bodyBytes,
        long bodiesBytes,
        int connections,
        int requestsAtOnce,
        int requestsWaiting,
        Duration longestWait,
        Duration firstHead,
        Duration nextHead,
        Duration lastHead,
        Duration body,
        Duration request,
        Duration stop)
        implements LimitsBuilder.With {

    private static final int KIB = 1024;

    /** For a heap of 192 MiB: a body takes up to eight times its length on its way to the API server. */
    public static final Limits STANDARD = new Limits(
            16 * KIB,
            KIB * KIB,
            16L * KIB * KIB,
            2048,
            160,
            1024,
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            // Longer than a proxy keeps a connection (60 s or 75 s, most often): it must not send on one that ends.
            Duration.ofSeconds(90),
            Duration.ofSeconds(3),
            Duration.ofSeconds(20),
            // Longer than a caller may ask to wait for the operator, with all that the API server may take besides.
            Duration.ofSeconds(120),
            // Longer than a request to the API server may take, and well within what a pod gets to end.
            Duration.ofSeconds(15));
}
