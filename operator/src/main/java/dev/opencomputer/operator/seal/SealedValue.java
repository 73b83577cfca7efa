/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.seal;

import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/** A value that only the holder of the private key can read: {@code oc1.<key id>.<base64url without padding>}. */
public final class SealedValue {

    /** The most bytes that a value has before it is sealed. */
    public static final int MOST_PLAINTEXT_BYTES = 128 * 1024;

    private static final String FORMAT = "oc1";
    private static final int PARTS = 3;
    private static final int LEAST_BYTES = Hpke.ENCAPSULATED_BYTES + 1 + Hpke.TAG_BYTES;
    private static final int MOST_BYTES = Hpke.ENCAPSULATED_BYTES + MOST_PLAINTEXT_BYTES + Hpke.TAG_BYTES;

    /** Base64 of the length of an encrypted key of RSA with 4,096 bits, 02 00, and what follows. */
    private static final Pattern OF_KUBESEAL = Pattern.compile("Ag[A-D][A-Za-z0-9+/]*={0,2}");

    /** More characters than any sealed value has; a longer text is not even decoded. */
    private static final int MOST_CHARACTERS = 176_299;

    /** The format and the key id, each with the point that follows it. */
    private static final int BEGINNING_CHARACTERS = 21;

    private final SealingKeyId keyId;
    private final byte[] bytes;

    private SealedValue(SealingKeyId keyId, byte[] bytes) {
        this.keyId = keyId;
        this.bytes = bytes;
    }

    static SealedValue of(SealingKeyId keyId, byte[] encapsulated, byte[] ciphertext) {
        byte[] bytes = Arrays.copyOf(encapsulated, encapsulated.length + ciphertext.length);
        System.arraycopy(ciphertext, 0, bytes, encapsulated.length, ciphertext.length);
        return new SealedValue(keyId, bytes);
    }

    /**
     * Reads a sealed value.
     *
     * @param text what {@link #text()} gave; each value has exactly one text
     * @throws MalformedSealedValueException when it is none, with why
     */
    public static SealedValue parse(String text) throws MalformedSealedValueException {
        if (text.chars().anyMatch(Character::isWhitespace)) {
            throw new MalformedSealedValueException(
                    "it holds white space; a sealed value is one line without spaces or line ends");
        }
        if (text.length() > MOST_CHARACTERS) {
            throw new MalformedSealedValueException("it has " + text.length() + " characters, and a sealed value has "
                    + MOST_CHARACTERS + " at most (a value of 128 KiB)");
        }
        String[] parts = text.split("[.]", -1);
        if (OF_KUBESEAL.matcher(text).matches()) {
            throw new MalformedSealedValueException("it looks like kubeseal's, which sealed-secrets alone can open:"
                    + " either name the Secret that comes of it in spec.valueFrom, or seal the plain value for this"
                    + " operator");
        }
        if (!parts[0].equals(FORMAT)) {
            throw new MalformedSealedValueException(
                    "it does not begin with oc1. as sealed values of this version do, so "
                            + "another tool or a newer version made it");
        }
        if (parts.length != PARTS) {
            throw new MalformedSealedValueException(
                    "it has " + parts.length + " parts with dots between them, and a sealed value has 3");
        }
        if (!SealingKeyId.isOne(parts[1])) {
            throw new MalformedSealedValueException(
                    "its second part is no key id, which has 16 digits out of 0-9 and a-f");
        }
        return new SealedValue(new SealingKeyId(parts[1]), decode(parts[2]));
    }

    private static byte[] decode(String base64url) throws MalformedSealedValueException {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(base64url);
        } catch (IllegalArgumentException notBase64) {
            throw new MalformedSealedValueException("its third part is not base64url");
        }
        // Java's decoder takes padding and stray bits at the end; then one value would have several texts.
        if (!encode(bytes).equals(base64url)) {
            throw new MalformedSealedValueException("its third part is not base64url without padding");
        }
        if (bytes.length < LEAST_BYTES) {
            throw new MalformedSealedValueException("its third part holds " + bytes.length
                    + " bytes, and a sealed value " + LEAST_BYTES + " at least, so it was cut short");
        }
        if (bytes.length > MOST_BYTES) {
            throw new MalformedSealedValueException("its third part holds " + bytes.length
                    + " bytes, and a sealed value " + MOST_BYTES + " at most (a value of 128 KiB)");
        }
        return bytes;
    }

    /**
     * The key that a text says it is sealed for. Nothing else of the text is looked at, so that this costs next to nothing
     * and proves nothing.
     *
     * @param text what stands in an AgentSecret
     * @return the id; empty when the text does not begin as a sealed value does
     */
    public static Optional<SealingKeyId> keyIdOf(String text) {
        String[] parts =
                text.substring(0, Math.min(text.length(), BEGINNING_CHARACTERS)).split("[.]", -1);
        return parts.length == PARTS && parts[0].equals(FORMAT) && SealingKeyId.isOne(parts[1])
                ? Optional.of(new SealingKeyId(parts[1]))
                : Optional.empty();
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** The key that it is sealed for. */
    public SealingKeyId keyId() {
        return keyId;
    }

    /** The text that stands in {@code spec.sealedValue}; at most 176,299 characters. */
    public String text() {
        return FORMAT + '.' + keyId.value() + '.' + encode(bytes);
    }

    byte[] encapsulated() {
        return Arrays.copyOf(bytes, Hpke.ENCAPSULATED_BYTES);
    }

    byte[] ciphertext() {
        return Arrays.copyOfRange(bytes, Hpke.ENCAPSULATED_BYTES, bytes.length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SealedValue value && keyId.equals(value.keyId) && Arrays.equals(bytes, value.bytes);
    }

    @Override
    public int hashCode() {
        return Objects.hash(keyId, Arrays.hashCode(bytes));
    }

    @Override
    public String toString() {
        return "SealedValue[" + keyId + ", " + bytes.length + " bytes]";
    }
}
