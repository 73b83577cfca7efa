/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.cli;

import java.io.Console;
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

/** The passphrase of a back-up: from a file or a descriptor, or asked for without an echo; never an argument. */
final class Passphrase {

    /** A passphrase that cannot be had or used; the message says why. */
    static final class UnusableException extends Exception {

        private static final long serialVersionUID = 1L;

        UnusableException(String message) {
            super(message);
        }
    }

    /** Asks a person. */
    interface Prompt {

        /**
         * Asks, and shows nothing of the answer.
         *
         * @param question what stands before it
         * @return the answer; absent when there is nobody to ask
         */
        Optional<char[]> ask(String question);
    }

    /** What can be found by trying all there are within days is none. */
    static final int LEAST_CHARACTERS = 12;

    private static final int MOST_BYTES = 4096;

    private Passphrase() {}

    /**
     * Asks at the terminal of this process. Where Java 22 to 24 take for a console what is none, it is read without being
     * shown all the same.
     */
    @SuppressWarnings("SystemConsoleNull")
    static Optional<char[]> terminal(String question) {
        Console console = System.console();
        return console == null ? Optional.empty() : Optional.ofNullable(console.readPassword("%s", question));
    }

    /** For a new back-up: it is asked for twice, and must be long enough. */
    static byte[] chosen(Optional<Path> file, Prompt prompt) throws UnusableException {
        String passphrase = file.isPresent() ? read(file.get()) : askTwice(prompt);
        if (passphrase.codePointCount(0, passphrase.length()) < LEAST_CHARACTERS) {
            throw new UnusableException(
                    "The passphrase is too short: take " + LEAST_CHARACTERS + " characters at least.");
        }
        return bytes(passphrase);
    }

    /** For a back-up that is there. */
    static byte[] known(Optional<Path> file, Prompt prompt) throws UnusableException {
        return bytes(file.isPresent() ? read(file.get()) : ask(prompt, "Passphrase of the back-up: "));
    }

    private static String askTwice(Prompt prompt) throws UnusableException {
        String first = ask(prompt, "Passphrase for the back-up: ");
        if (!ask(prompt, "The same again: ").equals(first)) {
            throw new UnusableException("These were two passphrases. Nothing was written.");
        }
        return first;
    }

    private static String ask(Prompt prompt, String question) throws UnusableException {
        char[] answer = prompt.ask(question)
                .orElseThrow(
                        () -> new UnusableException("There is no terminal to ask for a passphrase at. Name a file or"
                                + " descriptor that holds it with --passphrase-file."));
        String passphrase = new String(answer);
        Arrays.fill(answer, ' ');
        return passphrase;
    }

    /** One line end at its end is the editor's, and no part of it. */
    private static String read(Path file) throws UnusableException {
        try (InputStream content = Files.newInputStream(file)) {
            byte[] bytes = content.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new UnusableException("The passphrase in " + file + " is longer than " + MOST_BYTES + " bytes.");
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString()
                    .replaceFirst("\\r?\\n\\z", "");
        } catch (CharacterCodingException notText) {
            throw new UnusableException("The passphrase in " + file + " is not UTF-8.");
        } catch (IOException failure) {
            throw new UnusableException("The passphrase could not be read from " + file + ": "
                    + failure.getClass().getSimpleName() + ".");
        }
    }

    /** The same characters are the same bytes, whichever keyboard they come from. */
    private static byte[] bytes(String passphrase) throws UnusableException {
        if (passphrase.isEmpty()) {
            throw new UnusableException("The passphrase is empty.");
        }
        return Normalizer.normalize(passphrase, Normalizer.Form.NFC).getBytes(StandardCharsets.UTF_8);
    }
}
