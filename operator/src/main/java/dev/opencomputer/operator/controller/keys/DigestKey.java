/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.keys;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes digests that tell whether a value changed, and tell nothing about it to those who do not have this key: a plain
 * hash of a short value can be found by trying. Safe for use by several threads.
 */
public final class DigestKey {

    private static final String ALGORITHM = "HmacSHA256";

    /** How many bytes a key has. */
    static final int BYTES = 32;

    private final SecretKeySpec key;

    private DigestKey(byte[] key) {
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    /**
     * Takes a key.
     *
     * @param key 32 bytes
     * @throws IllegalArgumentException when it has another length
     */
    public static DigestKey of(byte[] key) {
        if (key.length != BYTES) {
            throw new IllegalArgumentException("a digest key has " + BYTES + " bytes, and this has " + key.length);
        }
        return new DigestKey(key);
    }

    /**
     * The digest of some parts: HMAC-SHA-256, where each part follows its length, so that no two lists of parts are the
     * same bytes.
     *
     * @param parts the parts, in an order of the caller's
     * @return 64 hex digits
     */
    public String digest(byte[]... parts) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            for (byte[] part : parts) {
                mac.update(
                        ByteBuffer.allocate(Integer.BYTES).putInt(part.length).flip());
                mac.update(part);
            }
            return HexFormat.of().formatHex(mac.doFinal());
        } catch (GeneralSecurityException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DigestKey digestKey && key.equals(digestKey.key);
    }

    @Override
    public int hashCode() {
        return key.hashCode();
    }

    @Override
    public String toString() {
        return "DigestKey[masked]";
    }
}
