/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.dev;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Types the steps of a walk into one terminal: what a block sets is there for the next. */
final class Terminal {

    private static final Duration BLOCK = Duration.ofMinutes(2);

    private static final String BLOCKS = """
            if [ -f .exported ]; then . ./.exported; fi
            set -ea
            %s
            export -p > .exported
            """;

    private final Path folder;
    private final Map<String, String> environment;

    /**
     * Opens it.
     *
     * @param folder where it is
     * @param environment variables beside those of this process
     */
    Terminal(Path folder, Map<String, String> environment) {
        this.folder = folder;
        this.environment = environment;
    }

    /** Types a step and says what was not as its walk shows it, in words for a failure; empty when all was. */
    List<String> type(Walk.Step step) throws IOException, InterruptedException {
        Path printed = Files.createTempFile(folder, "output", ".txt");
        ProcessBuilder bash = new ProcessBuilder("bash", "-c", BLOCKS.formatted(step.commands()))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(printed.toFile());
        bash.environment().putAll(environment);
        Process typing = bash.start();
        if (!typing.waitFor(BLOCK.toSeconds(), TimeUnit.SECONDS)) {
            typing.destroyForcibly();
        }
        int exitCode = typing.waitFor();
        String output = Files.readString(printed);
        List<String> wrong = new ArrayList<>();
        if ((exitCode != 0) != step.refused()) {
            wrong.add(step.commands() + "\nended with " + exitCode + ":\n" + output);
        }
        step.missingIn(output)
                .ifPresent(line -> wrong.add(step.commands() + "\ndoes not show\n" + line + "\nbut\n" + output));
        return wrong;
    }
}
