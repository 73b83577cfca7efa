/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.caller;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tokens that the API server took lately, and whose they are. Each use with which it agrees makes that later. It is
 * asked with the token for each call all the same: what is remembered here only spares the question whose it is, and
 * lets a known caller through where others failed too often.
 */
final class KnownTokens {

    static final Duration LATELY = Duration.ofMinutes(10);

    private static final int MOST_TOKENS = 10_000;
    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEY_BYTES = 32;

    /** Of this process alone: who sees its memory finds no hash that could be looked up elsewhere. */
    private final SecretKeySpec key;

    private final Cache<String, Optional<String>> users;

    KnownTokens(Ticker ticker) {
        byte[] random = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(random);
        this.key = new SecretKeySpec(random, ALGORITHM);
        this.users = Caffeine.newBuilder()
                .maximumSize(MOST_TOKENS)
                .ticker(ticker)
                .expireAfterWrite(LATELY)
                .build();
    }

    /**
     * A token that the API server took.
     *
     * @param user whose it is, where that is known
     */
    record Known(Optional<String> user) {}

    /** What is known of a token; absent when the API server has to be asked. */
    Optional<Known> find(String token) {
        return Optional.ofNullable(users.getIfPresent(digest(token))).map(Known::new);
    }

    /** The API server took it, now. */
    Known taken(String token, Optional<String> user) {
        users.put(digest(token), user);
        return new Known(user);
    }

    /** The API server does not take it any more. */
    void forget(String token) {
        users.invalidate(digest(token));
    }

    private String digest(String token) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return HexFormat.of().formatHex(mac.doFinal(token.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has " + ALGORITHM, e);
        }
    }
}
