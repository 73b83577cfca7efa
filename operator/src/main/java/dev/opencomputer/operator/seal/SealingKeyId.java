/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.seal;

import java.util.regex.Pattern;

/**
 * Which key pair a value is sealed for: the beginning of the SHA-256 of the public key.
 *
 * @param value 16 lowercase hex digits
 */
public record SealingKeyId(String value) {

    private static final Pattern SIXTEEN_HEX_DIGITS = Pattern.compile("[0-9a-f]{16}");

    /**
     * Checks the id.
     *
     * @throws IllegalArgumentException when it is not 16 lowercase hex digits
     */
    public SealingKeyId {
        if (!SIXTEEN_HEX_DIGITS.matcher(value).matches()) {
            throw new IllegalArgumentException("the id of a sealing key is 16 lowercase hex digits");
        }
    }

    /**
     * Whether a text is the id of a sealing key.
     *
     * @param text any text
     * @return true for 16 lowercase hex digits
     */
    public static boolean isOne(String text) {
        return SIXTEEN_HEX_DIGITS.matcher(text).matches();
    }

    @Override
    public String toString() {
        return value;
    }
}
