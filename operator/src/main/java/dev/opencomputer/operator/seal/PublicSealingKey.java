/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.seal;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;

/** The half of a key pair that everybody may have: it seals, and cannot open. Safe for use by several threads. */
public final class PublicSealingKey {

    private static final int ID_BYTES = 8;

    private final byte[] raw;
    private final AsymmetricKeyParameter key;
    private final SealingKeyId id;

    private PublicSealingKey(byte[] raw, AsymmetricKeyParameter key) {
        this.raw = raw;
        this.key = key;
        this.id = new SealingKeyId(HexFormat.of().formatHex(sha256(raw), 0, ID_BYTES));
    }

    /**
     * Takes a key as bytes.
     *
     * @param raw 1216 bytes: the public key of ML-KEM-768 (1184), then that of X25519 (32)
     * @throws IllegalArgumentException when these bytes are no such key
     */
    public static PublicSealingKey of(byte[] raw) {
        if (raw.length != Hpke.PUBLIC_KEY_BYTES) {
            throw new IllegalArgumentException(
                    "a public sealing key has " + Hpke.PUBLIC_KEY_BYTES + " bytes, and this has " + raw.length);
        }
        byte[] copy = raw.clone();
        try {
            AsymmetricKeyParameter key = Hpke.suite().deserializePublicKey(copy);
            // A key that cannot be used, such as a point of low order, is found out by using it.
            Hpke.suite().setupBaseS(key, Hpke.NO_ASSOCIATED_DATA);
            return new PublicSealingKey(copy, key);
        } catch (RuntimeException unusable) {
            throw new IllegalArgumentException(
                    "these " + Hpke.PUBLIC_KEY_BYTES + " bytes are no public sealing key", unusable);
        }
    }

    /**
     * Takes a key as it is published.
     *
     * @param base64 standard base64 of the 1216 bytes; white space around it is left out
     * @throws IllegalArgumentException when it is no such key
     */
    public static PublicSealingKey parse(String base64) {
        byte[] raw;
        try {
            raw = Base64.getDecoder().decode(base64.strip());
        } catch (IllegalArgumentException notBase64) {
            throw new IllegalArgumentException("a public sealing key is standard base64, and this is not", notBase64);
        }
        return of(raw);
    }

    /** The beginning of the SHA-256 of the key's 1216 bytes. */
    public SealingKeyId id() {
        return id;
    }

    /** The key as it is published: standard base64 of its 1216 bytes, with padding. */
    public String base64() {
        return Base64.getEncoder().encodeToString(raw);
    }

    /**
     * Encrypts a value, so that it opens in one place only. Each call gives another text, also for the same value.
     *
     * @param place where it is to open
     * @param plaintext the value, 1 byte to 128 KiB; that it is UTF-8 is for the caller to see to
     * @throws IllegalArgumentException when it is empty or too large
     */
    public SealedValue seal(SealingPlace place, byte[] plaintext) {
        if (plaintext.length == 0) {
            throw new IllegalArgumentException("the value is empty, and OpenComputer takes no empty value");
        }
        if (plaintext.length > SealedValue.MOST_PLAINTEXT_BYTES) {
            throw new IllegalArgumentException("the value has " + plaintext.length + " bytes, and "
                    + SealedValue.MOST_PLAINTEXT_BYTES + " (128 KiB) is the most");
        }
        try {
            byte[][] ciphertextAndEncapsulated =
                    Hpke.suite().seal(key, place.info(), Hpke.NO_ASSOCIATED_DATA, plaintext, null, null, null);
            return SealedValue.of(id, ciphertextAndEncapsulated[1], ciphertextAndEncapsulated[0]);
        } catch (InvalidCipherTextException onlyWhenOpening) {
            throw new IllegalStateException(onlyWhenOpening);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PublicSealingKey publicKey && Arrays.equals(raw, publicKey.raw);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    @Override
    public String toString() {
        return "PublicSealingKey[" + id + "]";
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
