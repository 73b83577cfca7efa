/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.cli.sealing;

import java.io.ByteArrayOutputStream;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A terminal that standard input is. Java's own {@link Console} is there only while standard output is a terminal too, and
 * a sealed value goes into a file as a rule; so the echo is switched off by {@code stty}, which every Unix has.
 */
final class TtyTerminal implements Terminal {

    /** What the line editing of a terminal gives at most; Linux takes 4,095 bytes and drops the rest in silence. */
    private static final int MOST_BYTES = 1023;

    private final InputStream input;

    private TtyTerminal(InputStream input) {
        this.input = input;
    }

    static Optional<Terminal> find() {
        try {
            return run("test", "-t", "0") == 0 ? Optional.of(new TtyTerminal(System.in)) : Optional.empty();
        } catch (IOException noUnix) {
            return Optional.ofNullable(System.console()).map(TtyTerminal::of);
        }
    }

    @Override
    public byte[] ask(String prompt) throws IOException {
        Thread restoring = new Thread(TtyTerminal::showAgain);
        // Whoever presses Ctrl-C gets a terminal back that shows what is typed.
        Runtime.getRuntime().addShutdownHook(restoring);
        try {
            if (run("stty", "-echo") != 0) {
                throw new IOException("stty cannot switch off its echo");
            }
            System.err.print(prompt);
            System.err.flush();
            byte[] line = line();
            System.err.println();
            if (dropsMore()) {
                throw new IOException("it takes one line, and more than one came");
            }
            if (line.length > MOST_BYTES) {
                throw new IOException("it takes lines of " + MOST_BYTES + " bytes for sure, and this one is longer");
            }
            return line;
        } finally {
            showAgain();
            Runtime.getRuntime().removeShutdownHook(restoring);
        }
    }

    private byte[] line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = input.read(); next != '\n' && next >= 0; next = input.read()) {
            line.write(next);
        }
        return line.toByteArray();
    }

    /**
     * What was pasted behind the line would go to the shell, which shows and runs it, and keeps it in its history. Without
     * the terminal's own editing of lines, an unfinished one can be read as well.
     */
    private boolean dropsMore() throws IOException {
        run("stty", "-icanon");
        boolean more = false;
        for (int waiting = input.available(); waiting > 0; waiting = input.available()) {
            Arrays.fill(input.readNBytes(waiting), (byte) 0);
            more = true;
        }
        return more;
    }

    private static void showAgain() {
        try {
            run("stty", "icanon", "echo");
        } catch (IOException gone) {
            // There was one a moment ago; without it there is nothing to restore.
        }
    }

    private static Terminal of(Console console) {
        return prompt -> {
            char[] line = console.readPassword("%s", prompt);
            return line == null ? new byte[0] : new String(line).getBytes(StandardCharsets.UTF_8);
        };
    }

    /** With this process's standard input, so that the command is about that terminal. */
    private static int run(String... command) throws IOException {
        Process process = new ProcessBuilder(List.of(command))
                .redirectInput(ProcessBuilder.Redirect.INHERIT)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            return process.waitFor();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("it was interrupted", stopped);
        }
    }
}
