/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.cli.sealing;

import dev.opencomputer.operator.files.BoundedFile;
import dev.opencomputer.operator.files.TooLargeException;
import dev.opencomputer.operator.seal.SealedValue;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;

/** A secret value as it comes in, byte for byte. It is never shown. */
public final class ValueInput {

    private final byte[] bytes;

    private ValueInput(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Reads a stream, from a pipe, to its end or to the byte that is one too many.
     *
     * @throws UnusableValueException when what comes is empty, too large or not UTF-8
     */
    public static ValueInput from(InputStream input) throws UnusableValueException {
        try {
            return new ValueInput(checked(
                    BoundedFile.read(input, SealedValue.MOST_PLAINTEXT_BYTES),
                    "give it on standard input, from a pipe or with < FILE, or name a file with --from-file"));
        } catch (TooLargeException more) {
            throw tooLarge();
        } catch (IOException failure) {
            throw new UnusableValueException("The value could not be read from standard input: "
                    + failure.getClass().getSimpleName() + ".");
        }
    }

    /**
     * Reads a file. Its name is not repeated: who mixes up options may have put the value there.
     *
     * @throws UnusableValueException when it cannot be read, or what is in it is empty, too large or not UTF-8
     */
    public static ValueInput from(Path file) throws UnusableValueException {
        try {
            return new ValueInput(
                    checked(BoundedFile.read(file, SealedValue.MOST_PLAINTEXT_BYTES), "there is nothing in the file"));
        } catch (TooLargeException more) {
            throw tooLarge();
        } catch (NoSuchFileException missing) {
            throw new UnusableValueException("There is no file of the name that is given with --from-file.");
        } catch (IOException failure) {
            throw new UnusableValueException("The value could not be read from the file that --from-file names: "
                    + failure.getClass().getSimpleName() + ".");
        }
    }

    /**
     * Asks somebody at a terminal, twice.
     *
     * @throws UnusableValueException when both differ, or what comes is empty, too large or not UTF-8
     */
    public static ValueInput from(Terminal terminal) throws UnusableValueException {
        try {
            byte[] value = checked(terminal.ask("Value (nothing is shown): "), "type it, or paste it");
            if (!Arrays.equals(value, terminal.ask("The same once more: "))) {
                throw new UnusableValueException("The two values differ. Nothing was sealed; begin again.");
            }
            return new ValueInput(value);
        } catch (IOException failure) {
            throw new UnusableValueException("The value could not be read from the terminal: " + failure.getMessage()
                    + ". Give it on standard input, or name a file with --from-file.");
        }
    }

    /** The value. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** Whether the last character is a line end. */
    public boolean endsWithALineEnd() {
        return bytes[bytes.length - 1] == '\n';
    }

    /**
     * The value without the line end behind it, if there is one.
     *
     * @throws UnusableValueException when nothing is left
     */
    public ValueInput withoutLineEnd() throws UnusableValueException {
        if (!endsWithALineEnd()) {
            return this;
        }
        int length = bytes.length - 1;
        if (length > 0 && bytes[length - 1] == '\r') {
            length--;
        }
        return new ValueInput(checked(Arrays.copyOf(bytes, length), "there is nothing before its line end"));
    }

    private static byte[] checked(byte[] bytes, String whereFrom) throws UnusableValueException {
        if (bytes.length == 0) {
            throw new UnusableValueException("The value is empty: " + whereFrom + ".");
        }
        if (bytes.length > SealedValue.MOST_PLAINTEXT_BYTES) {
            throw tooLarge();
        }
        try {
            var unused = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
        } catch (CharacterCodingException notText) {
            throw new UnusableValueException(
                    "The value is not UTF-8, and OpenComputer takes text only; encode it, with base64 for one.");
        }
        return bytes;
    }

    private static UnusableValueException tooLarge() {
        return new UnusableValueException("The value is larger than 128 KiB (" + SealedValue.MOST_PLAINTEXT_BYTES
                + " bytes), the most that OpenComputer is given.");
    }

    @Override
    public String toString() {
        return "ValueInput[masked]";
    }
}
