/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.local;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.modes.GCMBlockCipher;
import org.bouncycastle.crypto.modes.GCMModeCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * Encrypts values at rest with AES-256-GCM: a random nonce of 12 bytes, then the ciphertext, then a tag of 16 bytes.
 * The place of a value is its associated data, so that a ciphertext that was copied to another place doesn't open.
 */
final class ValueCipher {

    private static final String CONTEXT = "opencomputer-operator/local/v1";
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecureRandom random = new SecureRandom();
    private final KeyParameter key;

    private ValueCipher(byte[] key) {
        this.key = new KeyParameter(key);
    }

    /** A cipher for a key of 64 hexadecimal digits; absent when it is anything else. */
    static Optional<ValueCipher> of(String hexKey) {
        try {
            byte[] key = HexFormat.of().parseHex(hexKey);
            return key.length == KEY_BYTES ? Optional.of(new ValueCipher(key)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** A random key as 64 hexadecimal digits. */
    static String randomKey() {
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        return HexFormat.of().formatHex(key);
    }

    /**
     * Encrypts a value for one place.
     *
     * @param value the value
     * @param place the parts that name the place
     * @return nonce, ciphertext and tag, in Base64
     */
    String seal(String value, String... place) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] sealed = run(true, nonce, value.getBytes(StandardCharsets.UTF_8), place);
            byte[] both = Arrays.copyOf(nonce, nonce.length + sealed.length);
            System.arraycopy(sealed, 0, both, nonce.length, sealed.length);
            return Base64.getEncoder().encodeToString(both);
        } catch (InvalidCipherTextException e) {
            throw new IllegalStateException("AES-256-GCM did not encrypt", e);
        }
    }

    /**
     * Decrypts what was encrypted for the same place with the same key.
     *
     * @param sealed what {@link #seal} gave
     * @param place the parts that name the place
     * @return the value; absent when a bit was changed, when it belongs to another place, or when the key is another
     */
    Optional<String> open(String sealed, String... place) {
        try {
            byte[] both = Base64.getDecoder().decode(sealed);
            byte[] nonce = Arrays.copyOf(both, NONCE_BYTES);
            byte[] rest = Arrays.copyOfRange(both, Math.min(NONCE_BYTES, both.length), both.length);
            return Optional.of(new String(run(false, nonce, rest, place), StandardCharsets.UTF_8));
        } catch (InvalidCipherTextException | IllegalArgumentException e) {
            // No Base64 any more, or too short, is damage like any other.
            return Optional.empty();
        }
    }

    private byte[] run(boolean encrypt, byte[] nonce, byte[] in, String... place) throws InvalidCipherTextException {
        GCMModeCipher gcm = GCMBlockCipher.newInstance(AESEngine.newInstance());
        gcm.init(encrypt, new AEADParameters(key, TAG_BITS, nonce, associatedData(place)));
        byte[] out = new byte[gcm.getOutputSize(in.length)];
        int length = gcm.processBytes(in, 0, in.length, out, 0);
        length += gcm.doFinal(out, length);
        return Arrays.copyOf(out, length);
    }

    /** Parts are told apart by their lengths, so that no two places have the same bytes. */
    private static byte[] associatedData(String... place) {
        StringBuilder data = new StringBuilder(CONTEXT);
        for (String part : place) {
            data.append('\0').append(part.length()).append('\0').append(part);
        }
        return data.toString().getBytes(StandardCharsets.UTF_8);
    }
}
