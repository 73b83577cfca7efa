/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.cli;

import dev.opencomputer.operator.cli.sealing.Terminal;
import dev.opencomputer.operator.files.BoundedFile;
import dev.opencomputer.operator.files.TooLargeException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/**
 * The passphrase of a back-up: from a file or a descriptor, or asked for without an echo; never an argument. There is one
 * unless somebody says that the back-up is plain.
 */
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

    @Option(
            names = "--passphrase-file",
            paramLabel = "FILE",
            defaultValue = "${env:OPENCOMPUTER_SEALING_KEYS_PASSPHRASE_FILE}",
            description =
                    "File or descriptor that holds the passphrase, such as /dev/fd/3; a line end at its end is left"
                            + " out. Default: it is asked for (env: OPENCOMPUTER_SEALING_KEYS_PASSPHRASE_FILE)")
    private Optional<Path> file;

    @Option(
            names = "--plain",
            defaultValue = "${env:OPENCOMPUTER_SEALING_KEYS_PLAIN:-false}",
            fallbackValue = "true",
            description = "The back-up is not encrypted: for a place that encrypts what it is given"
                    + " (env: OPENCOMPUTER_SEALING_KEYS_PLAIN)")
    private boolean plain;

    /** One that the options name. */
    Passphrase() {
        this(Optional.empty());
    }

    Passphrase(Optional<Path> file) {
        this.file = file;
    }

    /**
     * Whether the back-up may be plain. Who names a passphrase gets no plain file by what the environment says; who asks for a
     * plain one on the command line gets it.
     *
     * @throws CommandLine.ParameterException when a passphrase is named as well
     */
    boolean isNotNeeded(CommandLine command) {
        boolean plainHereAlone = command.getParseResult().hasMatchedOption("--plain")
                && !command.getParseResult().hasMatchedOption("--passphrase-file");
        if (plain && file.isPresent() && !plainHereAlone) {
            throw new CommandLine.ParameterException(
                    command,
                    "--passphrase-file and --plain (OPENCOMPUTER_SEALING_KEYS_PLAIN) contradict each other: take one away");
        }
        return plain;
    }

    /** For a new back-up: it is asked for twice, and must be long enough. */
    byte[] chosen(Supplier<Optional<Terminal>> terminal) throws UnusableException {
        String passphrase = file.isPresent() ? read(file.get()) : askTwice(terminal);
        if (passphrase.codePointCount(0, passphrase.length()) < LEAST_CHARACTERS) {
            throw new UnusableException(
                    "The passphrase is too short: take " + LEAST_CHARACTERS + " characters at least.");
        }
        return bytes(passphrase);
    }

    /** For a back-up that is there. */
    byte[] known(Supplier<Optional<Terminal>> terminal) throws UnusableException {
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

    /**
     * One line end at its end is the editor's, and no part of it. The file's name is not repeated: who mixes things up has put
     * the passphrase itself there.
     */
    private static String read(Path file) throws UnusableException {
        try {
            return text(BoundedFile.read(file, MOST_BYTES)).replaceFirst("\\r?\\n\\z", "");
        } catch (TooLargeException noPassphrase) {
            throw new UnusableException(
                    "The passphrase in the file that --passphrase-file names is longer than " + MOST_BYTES + " bytes.");
        } catch (CharacterCodingException notText) {
            throw new UnusableException("The passphrase in the file that --passphrase-file names is not UTF-8.");
        } catch (IOException failure) {
            throw new UnusableException("The passphrase could not be read from the file that --passphrase-file"
                    + " (OPENCOMPUTER_SEALING_KEYS_PASSPHRASE_FILE) names: "
                    + failure.getClass().getSimpleName() + ". Name a file that you may read.");
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
