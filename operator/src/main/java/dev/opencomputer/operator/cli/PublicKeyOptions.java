/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.cli;

import dev.opencomputer.operator.api.Names;
import dev.opencomputer.operator.api.Patterns;
import dev.opencomputer.operator.cli.sealing.ClusterReader;
import dev.opencomputer.operator.cli.sealing.KeyNotFoundException;
import dev.opencomputer.operator.cli.sealing.PublicKeys;
import dev.opencomputer.operator.seal.SealingKeyId;
import io.fabric8.kubernetes.client.Config;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options that say where public keys come from, and which are trusted. */
final class PublicKeyOptions {

    static final List<String> OF_A_CLUSTER = List.of("--kubeconfig", "--context", "--operator-namespace");

    @Option(
            names = "--keys",
            paramLabel = "FILE",
            defaultValue = "${env:OPENCOMPUTER_SEAL_KEYS}",
            description =
                    "File with the public keys, as --fetch-keys saves them: the ConfigMap as kubectl prints it in YAML or"
                            + " JSON, or the base64 of one key. No cluster is asked for them then; as an environment variable it"
                            + " gives way to an option that names a cluster. Default: the ConfigMap in the cluster"
                            + " (env: OPENCOMPUTER_SEAL_KEYS)")
    private Optional<Path> keys = Optional.empty();

    @Option(
            names = "--trusted-sealing-keys",
            paramLabel = "ID",
            defaultValue = "${env:OPENCOMPUTER_SEAL_TRUSTED_SEALING_KEYS}",
            description =
                    "Ids of the keys that may be the current one, with commas between them or each in an option of"
                            + " its own; with any other, nothing is sealed, saved, checked or replaced. Default: every key is trusted"
                            + " (env: OPENCOMPUTER_SEAL_TRUSTED_SEALING_KEYS)")
    private List<String> trusted = List.of();

    @Mixin
    private ClusterOptions cluster;

    @Option(
            names = "--operator-namespace",
            paramLabel = "NAME",
            defaultValue = "${env:OPENCOMPUTER_SEAL_OPERATOR_NAMESPACE:-" + Names.OPERATOR_NAMESPACE + "}",
            description = "The operator's own namespace, where the public keys are published. Default: "
                    + Names.OPERATOR_NAMESPACE + " (env: OPENCOMPUTER_SEAL_OPERATOR_NAMESPACE)")
    private String operatorNamespace;

    /** The file with the keys, if it is the one to go by: a cluster on the command line beats one in the environment. */
    Optional<Path> file(CommandLine command) {
        boolean asksACluster = !isOnTheCommandLine(command, "--keys")
                && OF_A_CLUSTER.stream().anyMatch(option -> isOnTheCommandLine(command, option));
        return asksACluster ? Optional.empty() : keys;
    }

    /** The keys from the file, if one is named, or else from the cluster. */
    PublicKeys keys(CommandLine command) throws KeyNotFoundException {
        Set<SealingKeyId> ids = trusted(command);
        Optional<Path> file = file(command);
        return file.isPresent() ? PublicKeys.from(file.get()).trusting(ids) : publishedKeys(command);
    }

    /** The keys from the cluster. */
    PublicKeys publishedKeys(CommandLine command) throws KeyNotFoundException {
        Set<SealingKeyId> ids = trusted(command);
        try (ClusterReader reader = new ClusterReader(config(command))) {
            return publishedKeysOfAnybody(command, reader).trusting(ids);
        }
    }

    /** The keys from a cluster that is asked for more, whether they are trusted or not. */
    PublicKeys publishedKeysOfAnybody(CommandLine command, ClusterReader reader) throws KeyNotFoundException {
        PlaceOptions.checked(
                command,
                "--operator-namespace",
                operatorNamespace,
                PlaceOptions.MOST_CHARACTERS,
                Patterns.DNS_LABEL,
                "the name of a namespace");
        return PublicKeys.from(reader, operatorNamespace);
    }

    /** The keys, when a file or a cluster is named on purpose. */
    Optional<PublicKeys> keysIfNamed(CommandLine command) throws KeyNotFoundException {
        if (file(command).isEmpty() && !cluster.areGiven() && !isOnTheCommandLine(command, "--operator-namespace")) {
            if (isOnTheCommandLine(command, "--trusted-sealing-keys")) {
                throw CommandLines.wrong(
                        command,
                        "--trusted-sealing-keys",
                        "name keys too, with --keys, or a cluster that publishes them");
            }
            return Optional.empty();
        }
        return Optional.of(keys(command));
    }

    /** How the cluster is reached. */
    Config config(CommandLine command) {
        return cluster.config(command);
    }

    /** The ids that are trusted; none stands for all. */
    Set<SealingKeyId> trusted(CommandLine command) {
        return trusted(command, trusted);
    }

    /** The same of what was given: where an option or the environment says something, there are some. */
    static Set<SealingKeyId> trusted(CommandLine command, List<String> given) {
        Set<SealingKeyId> ids = new HashSet<>();
        for (String id : PlaceOptions.separated(given)) {
            try {
                ids.add(new SealingKeyId(id));
            } catch (IllegalArgumentException notOne) {
                throw CommandLines.wrong(command, "--trusted-sealing-keys", notOne.getMessage());
            }
        }
        return ids;
    }

    static boolean isOnTheCommandLine(CommandLine command, String option) {
        return command.getParseResult().hasMatchedOption(option);
    }
}
