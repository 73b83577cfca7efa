/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Options of {@code seal} that say what is to be done, and where what comes of it goes. */
final class SealOutput {

    /** What is to be done. */
    enum Mode {
        /** Seal a value, and print it. */
        PRINT,
        /** Seal a value, and set it in a file. */
        IN_PLACE,
        /** Look at sealed values in files. */
        CHECK,
        /** Save the public keys. */
        FETCH_KEYS
    }

    /** What is printed; written as on the command line. */
    enum Form {
        yaml,
        value
    }

    private static final List<String> OF_A_MANIFEST = List.of("--allowed-hosts", "--name");
    private static final List<String> OF_SEALING = List.of(
            "--namespace",
            "--agent",
            "--key",
            "--allowed-hosts",
            "--name",
            "--from-file",
            "--trailing-newline",
            "--output");

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORM",
            defaultValue = "${env:OPENCOMPUTER_SEAL_OUTPUT:-yaml}",
            description = "What is printed: an AgentSecret (yaml), or the sealed value alone (value). Default: yaml"
                    + " (env: OPENCOMPUTER_SEAL_OUTPUT)")
    private Form form;

    @Option(
            names = "--in-place",
            paramLabel = "FILE",
            defaultValue = "${env:OPENCOMPUTER_SEAL_IN_PLACE}",
            description =
                    "Set spec.sealedValue of the AgentSecret for this namespace, Agent and key in this file, YAML or"
                            + " JSON, and leave every other byte as it is; an AgentSecret there without a namespace is taken for"
                            + " one of --namespace. Nothing is printed. Default: print (env: OPENCOMPUTER_SEAL_IN_PLACE)")
    private Optional<Path> inPlace = Optional.empty();

    @Option(
            names = "--fetch-keys",
            paramLabel = "FILE",
            defaultValue = "${env:OPENCOMPUTER_SEAL_FETCH_KEYS}",
            description = "Save the cluster's public keys to this file, for --keys, and seal nothing"
                    + " (env: OPENCOMPUTER_SEAL_FETCH_KEYS)")
    private Optional<Path> fetchKeys = Optional.empty();

    @Option(
            names = "--check",
            paramLabel = "FILE",
            arity = "1..*",
            defaultValue = "${env:OPENCOMPUTER_SEAL_CHECK}",
            description = "Check the sealed values in these files, and seal nothing; with --keys, or an option that"
                    + " names a cluster, whether their keys are known too (env: OPENCOMPUTER_SEAL_CHECK)")
    private List<Path> checked = List.of();

    Mode mode() {
        if (!checked.isEmpty()) {
            return Mode.CHECK;
        }
        if (fetchKeys.isPresent()) {
            return Mode.FETCH_KEYS;
        }
        return inPlace.isPresent() ? Mode.IN_PLACE : Mode.PRINT;
    }

    boolean isValueAlone() {
        return form == Form.value;
    }

    Optional<Path> inPlace() {
        return inPlace;
    }

    Optional<Path> fetchKeys() {
        return fetchKeys;
    }

    List<Path> checked() {
        return checked;
    }

    /** An option that would do nothing is a mistake; one that the environment sets for all calls is not. */
    void refuseWhatDoesNotGoTogether(CommandLine command) {
        List<String> modes = new ArrayList<>();
        inPlace.ifPresent(file -> modes.add("--in-place"));
        fetchKeys.ifPresent(file -> modes.add("--fetch-keys"));
        if (!checked.isEmpty()) {
            modes.add("--check");
        }
        if (modes.size() > 1) {
            throw new CommandLine.ParameterException(
                    command, String.join(" and ", modes) + " do not go together: each does something else");
        }
        switch (mode()) {
            case CHECK -> refuse(command, "--check", "which seals nothing", OF_SEALING);
            case FETCH_KEYS -> {
                refuse(command, "--fetch-keys", "which seals nothing", OF_SEALING);
                refuse(command, "--fetch-keys", "which asks the cluster", List.of("--keys"));
            }
            case IN_PLACE -> {
                refuse(command, "--in-place", "which changes nothing but sealedValue", OF_A_MANIFEST);
                refuse(command, "--in-place", "which prints nothing", List.of("--output"));
            }
            case PRINT -> {
                if (isValueAlone()) {
                    refuse(command, "-o value", "which prints no AgentSecret", OF_A_MANIFEST);
                }
            }
        }
        if (PublicKeyOptions.isOnTheCommandLine(command, "--keys")) {
            refuse(command, "--keys", "with which no cluster is asked", PublicKeyOptions.OF_A_CLUSTER);
        }
    }

    private static void refuse(CommandLine command, String option, String because, List<String> others) {
        for (String other : others) {
            if (PublicKeyOptions.isOnTheCommandLine(command, other)) {
                throw new CommandLine.ParameterException(
                        command, other + " does not go together with " + option + ", " + because);
            }
        }
    }
}
