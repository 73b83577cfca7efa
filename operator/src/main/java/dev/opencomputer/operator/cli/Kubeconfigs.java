/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.cli;

import io.fabric8.kubernetes.client.Config;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine;

/** What the options {@code --kubeconfig} and {@code --context} mean. */
final class Kubeconfigs {

    private Kubeconfigs() {}

    /** How a client of the cluster is configured that the options name. */
    static Config config(CommandLine command, Optional<Path> kubeconfig, Optional<String> context) {
        if (kubeconfig.isEmpty()) {
            return Config.autoConfigure(context.orElse(null));
        }
        if (!Files.isReadable(kubeconfig.get())) {
            throw wrong(command, kubeconfig.get() + " cannot be read");
        }
        try {
            return Config.fromKubeconfig(context.orElse(null), kubeconfig.get().toFile());
        } catch (RuntimeException e) {
            // An empty file is a null pointer there, and the parser's own message may quote keys from the file.
            throw wrong(command, kubeconfig.get() + " is not a kubeconfig");
        }
    }

    private static CommandLine.ParameterException wrong(CommandLine command, String what) {
        return new CommandLine.ParameterException(command, "Invalid value for option '--kubeconfig': " + what);
    }
}
