/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.cli;

import dev.opencomputer.operator.seal.SealedValue;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** A secret value as it comes in on standard input, byte for byte. */
final class ValueInput {

    /** A value that cannot be sealed; the message says why and holds nothing of it. */
    static final class UnusableValueException extends Exception {

        private static final long serialVersionUID = 1L;

        UnusableValueException(String message) {
            super(message);
        }
    }

    private final byte[] bytes;

    private ValueInput(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Reads to the end, or to the byte that is one too many. */
    static ValueInput read(InputStream input) throws UnusableValueException {
        byte[] bytes;
        try {
            bytes = input.readNBytes(SealedValue.MOST_PLAINTEXT_BYTES + 1);
        } catch (IOException failure) {
            throw new UnusableValueException(
                    "The value could not be read from standard input: " + failure.getMessage());
        }
        if (bytes.length == 0) {
            throw new UnusableValueException(
                    "The value is empty: give it on standard input, from a pipe or with < FILE.");
        }
        if (bytes.length > SealedValue.MOST_PLAINTEXT_BYTES) {
            throw new UnusableValueException("The value is larger than 128 KiB (" + SealedValue.MOST_PLAINTEXT_BYTES
                    + " bytes), the most that OpenComputer is given.");
        }
        try {
            var unused = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
        } catch (CharacterCodingException notText) {
            throw new UnusableValueException(
                    "The value is not UTF-8, and OpenComputer takes text only; encode it, with base64 for one.");
        }
        return new ValueInput(bytes);
    }

    byte[] bytes() {
        return bytes;
    }

    boolean endsWithALineEnd() {
        return bytes[bytes.length - 1] == '\n';
    }
}
