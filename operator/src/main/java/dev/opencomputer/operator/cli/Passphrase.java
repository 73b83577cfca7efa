/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.cli;

import dev.opencomputer.operator.cli.sealing.Terminal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;

/** The passphrase of a back-up: from a file or a descriptor, or asked for without an echo; never an argument. */
final class Passphrase {

    /** A passphrase that cannot be had or used; the message says why. */
    static final class UnusableException extends Exception {

        private static final long serialVersionUID = 1L;

        UnusableException(String message) {
            super(message);
        }
    }

    /** What can be found by trying all there are within days is none. */
    static final int LEAST_CHARACTERS = 12;

    private static final int MOST_BYTES = 4096;

    private Passphrase() {}

    /** For a new back-up: it is asked for twice, and must be long enough. */
    static byte[] chosen(Optional<Path> file, Supplier<Optional<Terminal>> terminal) throws UnusableException {
        String passphrase = file.isPresent() ? read(file.get()) : askTwice(terminal);
        if (passphrase.codePointCount(0, passphrase.length()) < LEAST_CHARACTERS) {
            throw new UnusableException(
                    "The passphrase is too short: take " + LEAST_CHARACTERS + " characters at least.");
        }
        return bytes(passphrase);
    }

    /** For a back-up that is there. */
    static byte[] known(Optional<Path> file, Supplier<Optional<Terminal>> terminal) throws UnusableException {
        return bytes(file.isPresent() ? read(file.get()) : ask(terminal, "Passphrase of the back-up: "));
    }

    private static String askTwice(Supplier<Optional<Terminal>> terminal) throws UnusableException {
        String first = ask(terminal, "Passphrase for the back-up: ");
        if (!ask(terminal, "The same again: ").equals(first)) {
            throw new UnusableException("These were two passphrases. Nothing was written.");
        }
        return first;
    }

    private static String ask(Supplier<Optional<Terminal>> terminal, String question) throws UnusableException {
        Terminal person = terminal.get()
                .orElseThrow(
                        () -> new UnusableException("There is no terminal to ask for a passphrase at. Name a file or"
                                + " descriptor that holds it with --passphrase-file."));
        try {
            byte[] answer = person.ask(question);
            String passphrase = text(answer);
            Arrays.fill(answer, (byte) 0);
            return passphrase;
        } catch (CharacterCodingException notText) {
            throw new UnusableException("The passphrase is not UTF-8.");
        } catch (IOException failure) {
            throw new UnusableException("The terminal cannot be asked for a passphrase: " + failure.getMessage() + ".");
        }
    }

    /** One line end at its end is the editor's, and no part of it. */
    private static String read(Path file) throws UnusableException {
        try (InputStream content = Files.newInputStream(file)) {
            byte[] bytes = content.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new UnusableException("The passphrase in " + file + " is longer than " + MOST_BYTES + " bytes.");
            }
            return text(bytes).replaceFirst("\\r?\\n\\z", "");
        } catch (CharacterCodingException notText) {
            throw new UnusableException("The passphrase in " + file + " is not UTF-8.");
        } catch (IOException failure) {
            throw new UnusableException("The passphrase could not be read from " + file + ": "
                    + failure.getClass().getSimpleName() + ".");
        }
    }

    private static String text(byte[] utf8) throws CharacterCodingException {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
    }

    /** The same characters are the same bytes, whichever keyboard they come from. */
    private static byte[] bytes(String passphrase) throws UnusableException {
        if (passphrase.isEmpty()) {
            throw new UnusableException("The passphrase is empty.");
        }
        return Normalizer.normalize(passphrase, Normalizer.Form.NFC).getBytes(StandardCharsets.UTF_8);
    }
}
