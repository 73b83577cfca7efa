/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.opencomputer.operator.cli.sealing.Terminal;
import dev.opencomputer.operator.seal.KeyRing;
import dev.opencomputer.operator.seal.Opening;
import dev.opencomputer.operator.seal.PrivateSealingKey;
import dev.opencomputer.operator.seal.SealingPlace;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Runs the command {@code seal} as a person would, and looks at what it printed. */
final class Sealer {

    private static final Map<String, String> PLACE =
            Map.of("--namespace", "team-a", "--agent", "issue-resolver", "--key", "ANTHROPIC_API_KEY");

    private Sealer() {}

    /** What it printed and how it ended. */
    record Ended(int exitCode, String out, String err) {

        JsonNode manifest() {
            try {
                return new YAMLMapper().readTree(out);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Opens the printed AgentSecret as the operator would. */
        Opening open(PrivateSealingKey key) {
            JsonNode manifest = manifest();
            return KeyRing.of(List.of(key))
                    .open(
                            manifest.at("/spec/sealedValue").asText(),
                            new SealingPlace(
                                    manifest.at("/metadata/namespace").asText(),
                                    manifest.at("/spec/agentRef/name").asText(),
                                    manifest.at("/spec/key").asText()));
        }
    }

    /** At a terminal, where somebody types these lines. */
    static Ended type(List<String> lines, String... more) {
        Iterator<String> typed = lines.iterator();
        return ask(prompt -> typed.next().getBytes(StandardCharsets.UTF_8), more);
    }

    static Ended ask(Terminal terminal, String... more) {
        return run(
                new SealCommand(new ByteArrayInputStream(new byte[0]), () -> Optional.of(terminal)), thereWith(more));
    }

    /** For the ordinary place, with options that the environment sets. */
    static Ended sealIn(Map<String, String> environment, String... more) {
        return run(piped("value"), environment, thereWith(more));
    }

    /** Checks a file, with options that the environment sets. */
    static Ended checkIn(Map<String, String> environment, Path file, String... more) {
        return run(
                piped(""),
                environment,
                Stream.concat(Stream.of("--check", file.toString()), Stream.of(more))
                        .toArray(String[]::new));
    }

    private static SealCommand piped(String value) {
        return new SealCommand(new ByteArrayInputStream(value.getBytes(StandardCharsets.UTF_8)), Optional::empty);
    }

    static Ended seal(String value, String... arguments) {
        return run(value.getBytes(StandardCharsets.UTF_8), arguments);
    }

    /** Seals for the ordinary place, where the arguments name no other. */
    static Ended sealThere(byte[] value, String... more) {
        return run(value, thereWith(more));
    }

    private static String[] thereWith(String... more) {
        List<String> arguments = new ArrayList<>(List.of(more));
        PLACE.forEach((option, given) -> {
            if (!arguments.contains(option)) {
                arguments.addAll(List.of(option, given));
            }
        });
        return arguments.toArray(String[]::new);
    }

    private static Ended run(byte[] value, String... arguments) {
        return run(new SealCommand(new ByteArrayInputStream(value), Optional::empty), arguments);
    }

    private static Ended run(SealCommand command, String... arguments) {
        return run(command, Map.of(), arguments);
    }

    private static Ended run(SealCommand command, Map<String, String> environment, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = CommandLines.withAnswers(new CommandLine(command))
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .setDefaultValueProvider(
                        of -> of instanceof OptionSpec option ? environment.get(option.longestName()) : null)
                .execute(arguments);
        return new Ended(exitCode, out.toString(), err.toString());
    }
}
