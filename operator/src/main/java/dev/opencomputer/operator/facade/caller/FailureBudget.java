/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.caller;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.opencomputer.operator.facade.answer.Refusal;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How often each source may fail to log in: so many times in a minute, which begins with its first attempt that did not
 * succeed. Attempts under way count like failures until it is known what becomes of them. When the budget is spent,
 * tokens are still tried, slowly, so that a good one gets in from where others fail. Of many sources, those that failed
 * most are remembered.
 */
final class FailureBudget {

    private static final Logger LOG = LoggerFactory.getLogger(FailureBudget.class);

    /** More than a program with a wrong key needs to be noticed, and far less than guessing would. */
    static final int FAILURES = 20;

    static final Duration PERIOD = Duration.ofMinutes(1);

    /** From one token to the next of a source that has spent its budget. */
    static final Duration BETWEEN_TOKENS = Duration.ofSeconds(1);

    private static final int MOST_SOURCES = 10_000;

    private final Ticker ticker;
    private final Cache<String, Attempts> sources;

    FailureBudget(Ticker ticker) {
        this.ticker = ticker;
        this.sources = Caffeine.newBuilder()
                .maximumSize(MOST_SOURCES)
                // Room is made before another source comes in, and not somewhat later.
                .executor(Runnable::run)
                .ticker(ticker)
                .expireAfter(Expiry.creating((source, attempts) -> PERIOD))
                .build();
    }

    /**
     * Begins an attempt.
     *
     * @param source where it comes from
     * @param token whether it is one with a token, of which nobody knows yet whether it is good
     * @return the attempt; it counts until it is closed, and beyond that when it failed
     * @throws Refusal when the source has to wait; it says how long
     */
    Attempt begin(String source, boolean token) {
        long now = ticker.read();
        Attempts attempts = sources.asMap().compute(source, (same, former) -> {
            Attempts soFar = former == null ? Attempts.none(now) : former;
            return soFar.spent() ? slowed(soFar, token, now) : soFar.begun();
        });
        return new Attempt(source, attempts.beginNanos(), attempts.counted() > FAILURES);
    }

    private static Attempts slowed(Attempts soFar, boolean token, long now) {
        if (token && !soFar.slowOne() && now - soFar.nextTokenNanos() >= 0) {
            return soFar.begunSlowly(now);
        }
        Duration periodsRest = PERIOD.minusNanos(now - soFar.beginNanos());
        throw Refusal.tooMany(
                "too many failed attempts from where this request comes from; try again later",
                token || soFar.failures() < FAILURES
                        ? BETWEEN_TOKENS
                        : Duration.ofSeconds(periodsRest.toSeconds() + 1));
    }

    /** A source has failed, otherwise than by an attempt. */
    void failed(String source) {
        change(source, soFar -> soFar, true);
    }

    private void change(String source, UnaryOperator<Attempts> change, boolean failed) {
        sources.asMap().compute(source, (same, former) -> {
            Attempts left = change.apply(former == null ? Attempts.none(ticker.read()) : former);
            Attempts told = failed ? left.failed() : left;
            if (failed && told.failures() == FAILURES) {
                LOG.warn(
                        "{} keys and tokens from {} let nobody in; others that are not known are slowed for a minute",
                        FAILURES,
                        source);
            }
            return told.counted() == 0 ? null : told;
        });
    }

    /** Of how many sources something is remembered. */
    long sources() {
        sources.cleanUp();
        return sources.estimatedSize();
    }

    /** One attempt, from before anybody is asked about it to when it is known what became of it. */
    final class Attempt implements AutoCloseable {

        private final String source;
        private final long beginNanos;
        private final boolean slow;
        private boolean failed;

        private Attempt(String source, long beginNanos, boolean slow) {
            this.source = source;
            this.beginNanos = beginNanos;
            this.slow = slow;
        }

        /** It let nobody in. */
        void hasFailed() {
            failed = true;
        }

        @Override
        public void close() {
            // The minute in which it began may be over, and what is counted now have begun without it.
            change(source, soFar -> soFar.beginNanos() == beginNanos ? soFar.ended(slow) : soFar, failed);
        }
    }

    /** What one source did within a period. */
    private record Attempts(long beginNanos, int failures, int underWay, boolean slowOne, long nextTokenNanos) {

        static Attempts none(long now) {
            return new Attempts(now, 0, 0, false, now);
        }

        int counted() {
            return failures + underWay;
        }

        boolean spent() {
            return counted() >= FAILURES;
        }

        Attempts begun() {
            return new Attempts(beginNanos, failures, underWay + 1, slowOne, nextTokenNanos);
        }

        Attempts begunSlowly(long now) {
            return new Attempts(beginNanos, failures, underWay + 1, true, now + BETWEEN_TOKENS.toNanos());
        }

        Attempts ended(boolean slow) {
            return new Attempts(beginNanos, failures, underWay - 1, slowOne && !slow, nextTokenNanos);
        }

        Attempts failed() {
            return new Attempts(beginNanos, failures + 1, underWay, slowOne, nextTokenNanos);
        }
    }
}
