/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.caller;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How often each source may fail to log in: so many times in a minute, which begins with its first failure. Of many
 * sources, those that failed most are remembered.
 */
final class FailureBudget {

    private static final Logger LOG = LoggerFactory.getLogger(FailureBudget.class);

    /** More than a program with a wrong key needs to be noticed, and far less than guessing would. */
    static final int FAILURES = 20;

    static final Duration PERIOD = Duration.ofMinutes(1);

    private static final int MOST_SOURCES = 10_000;

    private final Ticker ticker;
    private final Cache<String, Period> periods;

    FailureBudget(Ticker ticker) {
        this.ticker = ticker;
        this.periods = Caffeine.newBuilder()
                .maximumSize(MOST_SOURCES)
                // Room is made before another source comes in, and not somewhat later.
                .executor(Runnable::run)
                .ticker(ticker)
                .expireAfter(Expiry.creating((source, period) -> PERIOD))
                .build();
    }

    private record Period(long beginNanos, AtomicInteger failures) {}

    /** A source has failed. */
    void failed(String source) {
        int failures = periods.get(source, any -> new Period(ticker.read(), new AtomicInteger()))
                .failures()
                .incrementAndGet();
        if (failures == FAILURES) {
            LOG.warn(
                    "{} keys and tokens from {} let nobody in; others that are not known have to wait a minute",
                    FAILURES,
                    source);
        }
    }

    /** Of how many sources something is remembered. */
    long sources() {
        periods.cleanUp();
        return periods.estimatedSize();
    }

    /** How long a source has to wait before it may try again, in whole seconds; absent when it need not. */
    Optional<Duration> wait(String source) {
        return Optional.ofNullable(periods.getIfPresent(source))
                .filter(period -> period.failures().get() >= FAILURES)
                .map(period -> PERIOD.minusNanos(ticker.read() - period.beginNanos()))
                .map(left -> Duration.ofSeconds(left.toSeconds() + 1));
    }
}
