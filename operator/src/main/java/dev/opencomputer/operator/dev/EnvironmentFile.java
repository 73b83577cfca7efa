/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.dev;

import dev.opencomputer.operator.dev.controlplane.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The file of {@code export NAME='value'} lines that scripts source. It is there, whole and for its owner's eyes only,
 * exactly while everything is ready.
 */
final class EnvironmentFile implements AutoCloseable {

    private final Path file;

    private EnvironmentFile(Path file) {
        this.file = file;
    }

    /** Writes the file. */
    static EnvironmentFile write(Path file, Map<String, String> variables) {
        String text = variables.entrySet().stream()
                .map(variable -> "export " + variable.getKey() + "=" + quoted(variable.getValue()) + "\n")
                .collect(Collectors.joining());
        return new EnvironmentFile(PrivateFiles.write(file, text));
    }

    /** Where it is. */
    Path path() {
        return file;
    }

    /** Removes the file. */
    @Override
    public void close() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException failure) {
            throw new UncheckedIOException("could not remove " + file + ": " + failure.getMessage(), failure);
        }
    }

    /** A text as one word of a shell: as it is where that will do, else quoted. */
    static String word(String text) {
        return text.matches("[A-Za-z0-9_./:@%+=,-]+") ? text : quoted(text);
    }

    /** Nothing is special to a shell between single quotes but the quote itself. */
    private static String quoted(String value) {
        return "'" + value.replace("'", "'\\''") + "'";
    }
}
