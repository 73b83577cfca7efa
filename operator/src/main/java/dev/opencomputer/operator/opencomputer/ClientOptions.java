/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.opencomputer;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Duration;

/**
 * Time-outs, bounds and budget of a client.
 *
 * @param connectTimeout for a connection and its TLS handshake, each address tried
 * @param callTimeout from the first byte sent to the last received; a trickling body does not stretch it
 * @param putKeyTimeout the same for a key's value, which a server passes on to sandboxes before it answers
 * @param turnTimeout how long a call waits for its turn (rate, free connection) before it fails unsent
 * @param maxConcurrentCalls calls at the same moment, and connections held open
 * @param callsPerSecond the budget over all calls, spread evenly
 * @param unauthorisedDelay after a 401 or 403, and where there is no agents API, one call in this time finds out whether that has changed
 * @param troubleThreshold failures in a row, over all objects, after which a server is taken to be in trouble
 * @param troubleDelay then one call in this time finds out whether that has changed
 * @param throttledDelay what a 429 without a usable {@code Retry-After} means
 * @param maxRetryAfter the longest {@code Retry-After} that is believed
 * @param maxAnswerBytes bound for one object's answer
 * @param maxListBytes bound for a list's answer; one of agents, of which little is kept, may be eight times as long, each
 *     agent up to {@code maxAnswerBytes}
 */
@RecordBuilder
public record ClientOptions(
        Duration connectTimeout,
        Duration callTimeout,
        Duration putKeyTimeout,
        Duration turnTimeout,
        int maxConcurrentCalls,
        int callsPerSecond,
        Duration unauthorisedDelay,
        int troubleThreshold,
        Duration troubleDelay,
        Duration throttledDelay,
        Duration maxRetryAfter,
        long maxAnswerBytes,
        long maxListBytes)
        implements ClientOptionsBuilder.With {

    private static final long MIB = 1024L * 1024;

    /** What suits both hosted and self-hosted servers. */
    public static ClientOptions defaults() {
        return new ClientOptions(
                Duration.ofSeconds(5),
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                Duration.ofSeconds(15),
                8,
                50,
                Duration.ofSeconds(30),
                5,
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                Duration.ofHours(1),
                2 * MIB,
                64 * MIB);
    }
}
