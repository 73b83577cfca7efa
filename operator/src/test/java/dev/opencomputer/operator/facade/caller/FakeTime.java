/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.caller;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** Time that passes when a test says so. */
final class FakeTime implements Ticker, InstantSource {

    private static final Instant BEGIN = Instant.parse("2030-01-01T00:00:00Z");

    private final AtomicReference<Instant> now = new AtomicReference<>(BEGIN);

    void passes(Duration duration) {
        now.updateAndGet(then -> then.plus(duration));
    }

    @Override
    public long read() {
        return Duration.between(BEGIN, now.get()).toNanos();
    }

    @Override
    public Instant instant() {
        return now.get();
    }
}
