/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.keys;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * An API key that nobody has yet: 256 random bits behind a prefix by which people, and programs that look for secrets
 * in places where none belong, know what it is.
 */
public final class NewKey {

    /** What every key begins with. */
    public static final String PREFIX = "ock_";

    private static final int RANDOM_BYTES = 32;

    private final String text;

    private NewKey(String text) {
        this.text = text;
    }

    /** Makes one. */
    public static NewKey random() {
        byte[] random = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(random);
        return new NewKey(PREFIX + HexFormat.of().formatHex(random));
    }

    /** The key itself; a secret. */
    public String text() {
        return text;
    }

    /** What is stored of it. */
    public String sha256() {
        return sha256(text);
    }

    /** What is stored of a key: it has too many random bits for anybody to find it by trying. */
    public static String sha256(String key) {
        return sha256(key.getBytes(StandardCharsets.UTF_8));
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return PREFIX + "***";
    }
}
