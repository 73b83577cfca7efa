/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.cli;

import dev.opencomputer.operator.api.Patterns;
import dev.opencomputer.operator.seal.SealingPlace;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Options that say where a value is to open. */
final class PlaceOptions {

    /** Of a Kubernetes name, and of a host. */
    static final int MOST_CHARACTERS = 253;

    /** Of a key. */
    private static final int MOST_CHARACTERS_OF_A_KEY = 256;

    @Option(
            names = "--namespace",
            paramLabel = "NAME",
            defaultValue = "${env:OPENCOMPUTER_SEAL_NAMESPACE}",
            description = "Namespace of the AgentSecret; the value opens there only (env: OPENCOMPUTER_SEAL_NAMESPACE)")
    private Optional<String> namespace = Optional.empty();

    @Option(
            names = "--agent",
            paramLabel = "NAME",
            defaultValue = "${env:OPENCOMPUTER_SEAL_AGENT}",
            description = "Name of the Agent, spec.agentRef.name; the value opens for it only"
                    + " (env: OPENCOMPUTER_SEAL_AGENT)")
    private Optional<String> agent = Optional.empty();

    @Option(
            names = "--key",
            paramLabel = "KEY",
            defaultValue = "${env:OPENCOMPUTER_SEAL_KEY}",
            description = "Key in the Agent's secret store, such as API_KEY; the value opens under it only"
                    + " (env: OPENCOMPUTER_SEAL_KEY)")
    private Optional<String> key = Optional.empty();

    /** The place, when all of it is given and valid. */
    SealingPlace place(CommandLine command) {
        String label = "1 to 63 lowercase letters, digits and hyphens that begin and end with a letter or digit";
        return new SealingPlace(
                present(command, "--namespace", namespace, MOST_CHARACTERS, Patterns.DNS_LABEL, label),
                present(command, "--agent", agent, MOST_CHARACTERS, Patterns.DNS_LABEL, label),
                present(
                        command,
                        "--key",
                        key,
                        MOST_CHARACTERS_OF_A_KEY,
                        Patterns.ENVIRONMENT_NAME,
                        "the name of an environment variable, such as API_KEY: 1 to 256 letters, digits and underscores"
                                + " that do not begin with a digit"));
    }

    private static String present(
            CommandLine command, String option, Optional<String> given, int most, String pattern, String rule) {
        return checked(
                command,
                option,
                given.orElseThrow(() ->
                        CommandLines.missing(command, option, "a value is sealed for one namespace, Agent and key")),
                most,
                pattern,
                rule);
    }

    /** What is wrong is not repeated: who mixes up options may have put the value there. */
    static String checked(CommandLine command, String option, String text, int most, String pattern, String rule) {
        if (text.length() > most || !text.matches(pattern)) {
            throw CommandLines.wrong(command, option, "give " + rule);
        }
        return text;
    }

    /**
     * What stands between the commas of each. What is empty stays, to be refused: an option filled in from variables that
     * are not set would be none.
     */
    static List<String> separated(List<String> given) {
        return given.stream()
                .flatMap(several -> Stream.of(several.split(",", -1)))
                .toList();
    }
}
