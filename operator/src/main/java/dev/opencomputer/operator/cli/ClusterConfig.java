/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.cli;

import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.client.Config;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;

/** What the options {@code --kubeconfig} and {@code --context} mean, for those who need no more of the Kubernetes client. */
final class ClusterConfig {

    private ClusterConfig() {}

    /** How a client of the cluster is configured that the options name. */
    static Config of(CommandLine command, Optional<Path> kubeconfig, Optional<String> context) {
        Config config = kubeconfig
                .map(file -> read(command, file, context))
                .orElseGet(() -> Config.autoConfigure(context.orElse(null)));
        if (context.isPresent()) {
            List<String> contexts =
                    config.getContexts().stream().map(NamedContext::getName).toList();
            if (!contexts.contains(context.get())) {
                // The client would go on with the current one, which may be another cluster.
                throw CommandLines.wrong(
                        command,
                        "--context",
                        "there is no context " + context.get()
                                + (contexts.isEmpty() ? "" : "; there are: " + String.join(", ", contexts)));
            }
        }
        return config;
    }

    private static Config read(CommandLine command, Path kubeconfig, Optional<String> context) {
        if (!Files.isReadable(kubeconfig)) {
            throw CommandLines.wrong(command, "--kubeconfig", kubeconfig + " cannot be read");
        }
        try {
            return Config.fromKubeconfig(context.orElse(null), kubeconfig.toFile());
        } catch (RuntimeException e) {
            // An empty file is a null pointer there, and the parser's own message may quote keys from the file.
            throw CommandLines.wrong(command, "--kubeconfig", kubeconfig + " is not a kubeconfig");
        }
    }
}
