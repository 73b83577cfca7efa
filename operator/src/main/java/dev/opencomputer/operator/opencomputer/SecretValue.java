/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.opencomputer;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** The plain value of a secret on its way to a server: text of at least one character, never shown. */
public final class SecretValue {

    private final String text;

    private SecretValue(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("a secret's value has at least one character");
        }
        this.text = text;
    }

    /**
     * Takes a value as text.
     *
     * @throws IllegalArgumentException when it is empty
     */
    public static SecretValue of(String text) {
        return new SecretValue(text);
    }

    /**
     * Takes a value as bytes.
     *
     * @throws IllegalArgumentException when it is empty, or not UTF-8: the API takes text only
     */
    public static SecretValue ofUtf8(byte[] bytes) {
        try {
            return new SecretValue(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException notText) {
            // Without the cause on purpose: nothing of the value may travel with the exception.
            throw new IllegalArgumentException("a secret's value is text in UTF-8, and these bytes are not");
        }
    }

    String text() {
        return text;
    }

    @Override
    public String toString() {
        return "SecretValue[masked]";
    }
}
