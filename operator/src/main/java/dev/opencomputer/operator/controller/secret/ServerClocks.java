/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secret;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * By how much, for each connection, the clock that stamps entries is ahead of the one that stamps answers. A listing right
 * after a put-back shows it; once it is known, no later value is taken for somebody else's because of it. Safe for use by
 * several threads.
 */
final class ServerClocks {

    private final Map<String, Duration> ahead = new ConcurrentHashMap<>();

    /** The time of an answer, by the clock that stamps entries. */
    Instant inTimeOfEntries(String connection, Instant answered) {
        return answered.plus(ahead.getOrDefault(connection, Duration.ZERO));
    }

    /**
     * Notes by how much a listing contradicts what was known.
     *
     * @param further how much further ahead the clock of entries is; empty where it is as it was known
     */
    void differ(String connection, Optional<Duration> further) {
        further.ifPresent(more -> ahead.merge(connection, more, Duration::plus));
    }
}
