/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.caller;

import dev.opencomputer.operator.facade.answer.Refusal;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/**
 * Asks whose a token is, of which strangers may send as many as they like: so many at once, whoever sends them, that
 * neither the threads that serve callers nor the API server are all taken up by it.
 */
final class TokenQuestions {

    static final int AT_ONCE = 32;

    private static final Duration SOON = Duration.ofSeconds(1);

    private final Function<String, Optional<String>> api;
    private final Semaphore places = new Semaphore(AT_ONCE);

    TokenQuestions(Function<String, Optional<String>> api) {
        this.api = api;
    }

    /** Whose it is, where its owner may know. */
    Optional<String> userOf(String token) {
        if (!places.tryAcquire()) {
            throw Refusal.unavailable("too many tokens are being asked about; try again soon", SOON);
        }
        try {
            return api.apply(token);
        } finally {
            places.release();
        }
    }
}
