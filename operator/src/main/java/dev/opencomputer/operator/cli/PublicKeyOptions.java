/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.cli;

import dev.opencomputer.operator.api.Names;
import dev.opencomputer.operator.api.Patterns;
import dev.opencomputer.operator.cli.sealing.ClusterReader;
import dev.opencomputer.operator.cli.sealing.KeyNotFoundException;
import dev.opencomputer.operator.cli.sealing.PublicKeys;
import dev.opencomputer.operator.seal.SealingKeyId;
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

    @Option(
            names = "--keys",
            paramLabel = "FILE",
            defaultValue = "${env:OPENCOMPUTER_SEAL_KEYS}",
            description =
                    "File with the public keys, as --fetch-keys saves them: the ConfigMap as kubectl prints it in YAML or"
                            + " JSON, or the base64 of one key. No cluster is asked then. Default: the ConfigMap in the"
                            + " cluster (env: OPENCOMPUTER_SEAL_KEYS)")
    private Optional<Path> keys = Optional.empty();

    @Option(
            names = "--trusted-key",
            paramLabel = "ID",
            split = ",",
            defaultValue = "${env:OPENCOMPUTER_SEAL_TRUSTED_KEY}",
            description =
                    "Ids of the keys that may be the current one, with commas between them or each in an option of"
                            + " its own; with any other, nothing is sealed, saved or checked. Default: every key is trusted"
                            + " (env: OPENCOMPUTER_SEAL_TRUSTED_KEY)")
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

    /** The keys from the file, if one is named, or else from the cluster. */
    PublicKeys keys(CommandLine command) throws KeyNotFoundException {
        Set<SealingKeyId> ids = trusted(command);
        return (isFromFile(command) ? PublicKeys.from(keys.orElseThrow()) : published(command)).trusting(ids);
    }

    /** The keys from the cluster. */
    PublicKeys publishedKeys(CommandLine command) throws KeyNotFoundException {
        Set<SealingKeyId> ids = trusted(command);
        return published(command).trusting(ids);
    }

    /** The keys, when a file or a cluster is named on purpose. */
    Optional<PublicKeys> keysIfNamed(CommandLine command) throws KeyNotFoundException {
        if (keys.isEmpty() && !cluster.areGiven()) {
            if (isOnTheCommandLine(command, "--trusted-key")) {
                throw PlaceOptions.wrong(
                        command, "--trusted-key", "name keys too, with --keys, or a cluster that publishes them");
            }
            return Optional.empty();
        }
        return Optional.of(keys(command));
    }

    /** A cluster that is named on the command line means more than a file that the environment names for all calls. */
    private boolean isFromFile(CommandLine command) {
        boolean clusterIsNamed =
                isOnTheCommandLine(command, "--kubeconfig") || isOnTheCommandLine(command, "--context");
        return keys.isPresent() && (isOnTheCommandLine(command, "--keys") || !clusterIsNamed);
    }

    private static boolean isOnTheCommandLine(CommandLine command, String option) {
        return command.getParseResult().hasMatchedOption(option);
    }

    private PublicKeys published(CommandLine command) throws KeyNotFoundException {
        PlaceOptions.checked(
                command,
                "--operator-namespace",
                operatorNamespace,
                PlaceOptions.MOST_CHARACTERS,
                Patterns.DNS_LABEL,
                "the name of a namespace");
        try (ClusterReader reader = new ClusterReader(cluster.config(command))) {
            return PublicKeys.from(reader, operatorNamespace);
        }
    }

    private Set<SealingKeyId> trusted(CommandLine command) {
        Set<SealingKeyId> ids = new HashSet<>();
        for (String id : trusted) {
            try {
                ids.add(new SealingKeyId(id));
            } catch (IllegalArgumentException notOne) {
                throw PlaceOptions.wrong(command, "--trusted-key", notOne.getMessage());
            }
        }
        return ids;
    }
}
