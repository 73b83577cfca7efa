/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.cli;

import dev.opencomputer.operator.api.Names;
import dev.opencomputer.operator.controller.keys.admin.KeyAdminException;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** The options that say in which cluster the sealing keys are, for every command that is about them. */
final class SealingKeysCluster {

    /** What a command does with the cluster. */
    interface Work {

        /**
         * Does it.
         *
         * @param client acts as the person
         * @param namespace the operator's own namespace
         * @return the exit code
         */
        int run(KubernetesClient client, String namespace) throws KeyAdminException;
    }

    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            defaultValue = "${env:OPENCOMPUTER_SEALING_KEYS_KUBECONFIG}",
            description = "Kubeconfig of the cluster. Default: KUBECONFIG, else ~/.kube/config"
                    + " (env: OPENCOMPUTER_SEALING_KEYS_KUBECONFIG)")
    private Optional<Path> kubeconfig = Optional.empty();

    @Option(
            names = "--context",
            paramLabel = "NAME",
            defaultValue = "${env:OPENCOMPUTER_SEALING_KEYS_CONTEXT}",
            description =
                    "Context in the kubeconfig. Default: its current one (env: OPENCOMPUTER_SEALING_KEYS_CONTEXT)")
    private Optional<String> context = Optional.empty();

    @Option(
            names = "--operator-namespace",
            paramLabel = "NAME",
            defaultValue = "${env:OPENCOMPUTER_SEALING_KEYS_OPERATOR_NAMESPACE:-" + Names.OPERATOR_NAMESPACE + "}",
            description = "The operator's own namespace, where its keys are. Default: " + Names.OPERATOR_NAMESPACE
                    + " (env: OPENCOMPUTER_SEALING_KEYS_OPERATOR_NAMESPACE)")
    private String operatorNamespace;

    /** Does something with the cluster, and says why where it cannot be done. */
    int with(CommandLine command, Work work) {
        try (KubernetesClient client = Kubeconfigs.impatientClient(
                ClusterConfig.of(command, kubeconfig, context), Duration.ofSeconds(15), 1)) {
            return work.run(client, operatorNamespace);
        } catch (KeyAdminException failure) {
            return CommandLines.failed(command, failure.getMessage());
        }
    }
}
