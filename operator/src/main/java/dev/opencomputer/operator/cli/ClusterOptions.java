/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.cli;

import io.fabric8.kubernetes.client.Config;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Options that say which cluster is asked. */
final class ClusterOptions {

    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            defaultValue = "${env:OPENCOMPUTER_SEAL_KUBECONFIG}",
            description = "Kubeconfig of the cluster that is asked. Default: KUBECONFIG, else ~/.kube/config"
                    + " (env: OPENCOMPUTER_SEAL_KUBECONFIG)")
    private Optional<Path> kubeconfig = Optional.empty();

    @Option(
            names = "--context",
            paramLabel = "NAME",
            defaultValue = "${env:OPENCOMPUTER_SEAL_CONTEXT}",
            description = "Context in the kubeconfig. Default: its current one (env: OPENCOMPUTER_SEAL_CONTEXT)")
    private Optional<String> context = Optional.empty();

    /** Whether a cluster is named, and not taken from where kubectl takes it. */
    boolean areGiven() {
        return kubeconfig.isPresent() || context.isPresent();
    }

    Config config(CommandLine command) {
        return ClusterConfig.of(command, kubeconfig, context);
    }
}
