/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.cli;

import dev.opencomputer.operator.uninstall.UninstallCheck;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code remaining}: says what an operator leaves behind that is about to be uninstalled. */
@Command(
        name = "remaining",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "Count the Agents and AgentSecrets that are left, and say what becomes of them without the operator.",
        description = "The chart runs it before the release is uninstalled. It only reads.%n",
        optionListHeading = "Options:%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:The operator may go.",
            "1:It may not, as the options want it; standard error says why.",
            "2:An option is wrong."
        },
        footerHeading = "%nExample:%n",
        footer = "  opencomputer-operator remaining --require-empty")
final class RemainingCommand implements Callable<Integer> {

    @Option(
            names = "--namespaces",
            paramLabel = "NAME[,NAME...]",
            split = ",",
            defaultValue = "${env:OPENCOMPUTER_REMAINING_NAMESPACES}",
            description = "Namespaces to look into. Default: all (env: OPENCOMPUTER_REMAINING_NAMESPACES)")
    private List<String> namespaces = List.of();

    @Option(
            names = "--require-empty",
            defaultValue = "${env:OPENCOMPUTER_REMAINING_REQUIRE_EMPTY:-false}",
            fallbackValue = "true",
            description =
                    "Fail when anything is left, or when that is not known (env: OPENCOMPUTER_REMAINING_REQUIRE_EMPTY)")
    private boolean requireEmpty;

    @Option(
            names = "--crds-go",
            defaultValue = "${env:OPENCOMPUTER_REMAINING_CRDS_GO:-false}",
            fallbackValue = "true",
            description = "The CRDs are about to go too, and would take every object with them: fail when anything is"
                    + " left (env: OPENCOMPUTER_REMAINING_CRDS_GO)")
    private boolean crdsGo;

    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            defaultValue = "${env:OPENCOMPUTER_REMAINING_KUBECONFIG}",
            description = "Kubeconfig of the cluster. Default: the service account in a pod, else KUBECONFIG, else"
                    + " ~/.kube/config (env: OPENCOMPUTER_REMAINING_KUBECONFIG)")
    private Optional<Path> kubeconfig = Optional.empty();

    @Option(
            names = "--context",
            paramLabel = "NAME",
            defaultValue = "${env:OPENCOMPUTER_REMAINING_CONTEXT}",
            description = "Context in the kubeconfig. Default: its current one (env: OPENCOMPUTER_REMAINING_CONTEXT)")
    private Optional<String> context = Optional.empty();

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() {
        Config config = ClusterConfig.of(spec.commandLine(), kubeconfig, context);
        try (KubernetesClient client = Kubeconfigs.impatientClient(config, Duration.ofSeconds(15), 1)) {
            UninstallCheck.Verdict verdict =
                    UninstallCheck.run(client, new UninstallCheck.Rules(Set.copyOf(namespaces), requireEmpty, crdsGo));
            PrintWriter stream = verdict.mayGo()
                    ? spec.commandLine().getOut()
                    : spec.commandLine().getErr();
            verdict.sentences().forEach(stream::println);
            stream.flush();
            return verdict.mayGo() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
        }
    }
}
