/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.cli;

import dev.opencomputer.operator.cli.sealing.Terminal;
import dev.opencomputer.operator.cli.sealing.UnusableValueException;
import dev.opencomputer.operator.cli.sealing.ValueInput;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** Options that say how a value comes in. */
final class ValueOptions {

    /** What becomes of a line end behind the value; written as on the command line. */
    enum TrailingNewline {
        keep,
        remove
    }

    @Option(
            names = "--from-file",
            paramLabel = "FILE",
            defaultValue = "${env:OPENCOMPUTER_SEAL_FROM_FILE}",
            description =
                    "File with the value. Default: standard input; at a terminal, the value is asked for twice and"
                            + " not shown (env: OPENCOMPUTER_SEAL_FROM_FILE)")
    private Optional<Path> file = Optional.empty();

    @Option(
            names = "--trailing-newline",
            paramLabel = "HOW",
            defaultValue = "${env:OPENCOMPUTER_SEAL_TRAILING_NEWLINE}",
            description = "Whether a line end behind the value is sealed with it (keep), or one is taken off (remove)."
                    + " Default: keep, with a warning (env: OPENCOMPUTER_SEAL_TRAILING_NEWLINE)")
    private Optional<TrailingNewline> trailingNewline = Optional.empty();

    /**
     * Reads the value.
     *
     * @param input standard input, when it is no terminal
     * @param terminal looks whether it is one
     * @param err where the warning goes
     */
    ValueInput value(InputStream input, Supplier<Optional<Terminal>> terminal, PrintWriter err)
            throws UnusableValueException {
        ValueInput value = read(input, terminal);
        if (trailingNewline.filter(TrailingNewline.remove::equals).isPresent()) {
            return value.withoutLineEnd();
        }
        if (value.endsWithALineEnd() && trailingNewline.isEmpty()) {
            err.println(
                    "Warning: the value ends with a line end, which is sealed with it; echo adds one, printf does not."
                            + " Say --trailing-newline=remove to have it taken off, or keep.");
        }
        return value;
    }

    private ValueInput read(InputStream input, Supplier<Optional<Terminal>> terminal) throws UnusableValueException {
        if (file.isPresent()) {
            return ValueInput.from(file.get());
        }
        Optional<Terminal> somebody = terminal.get();
        return somebody.isPresent() ? ValueInput.from(somebody.get()) : ValueInput.from(input);
    }
}
