/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.local;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;

/** The key that callers show in {@code X-API-Key}; never in a message or a log. */
final class ApiKey {

    private static final int RANDOM_BYTES = 24;

    private final String key;

    ApiKey(String key) {
        this.key = key;
    }

    /** A new key: {@code osb_} and 48 hexadecimal digits. */
    static String random() {
        byte[] bytes = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(bytes);
        return "osb_" + HexFormat.of().formatHex(bytes);
    }

    /**
     * Refuses a missing and a wrong key in the dialect's words.
     *
     * @param shown what the caller sent, null when nothing
     */
    void check(String shown, Dialect dialect) {
        if (shown == null || shown.isEmpty()) {
            throw new Refusal(401, "missing API key");
        }
        // Takes the same time wherever the two differ.
        if (!MessageDigest.isEqual(bytes(shown), bytes(key))) {
            throw dialect.wrongKey();
        }
    }

    String reveal() {
        return key;
    }

    @Override
    public String toString() {
        return "osb_…";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
