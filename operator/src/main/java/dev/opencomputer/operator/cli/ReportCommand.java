/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.cli;

import dev.opencomputer.operator.api.Names;
import dev.opencomputer.operator.report.Report;
import dev.opencomputer.operator.report.ReportOptions;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code report}: collects what somebody needs to know who helps with a problem. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "Collect versions, conditions, Events, logs and metrics for whoever helps with a problem.",
        description = {
            "Reads what kubectl's user may read in the cluster, and writes a zip file. It reads no Secret, and leaves out"
                    + " values of environment variables, prompts, entrypoints, display names and sealed values, and the"
                    + " arguments and logs of containers that are not this program's; names of objects, namespaces, hosts"
                    + " and keys are in it.",
            "What may not be read is missing, and the summary says so.%n"
        },
        optionListHeading = "Options:%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:The report is written; its summary is on standard output.",
            "1:The file could not be written.",
            "2:An option is wrong."
        },
        footerHeading = "%nExample:%n",
        footer = "  opencomputer-operator report --operator-namespace opencomputer-system")
final class ReportCommand implements Callable<Integer> {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    @Option(
            names = "--output",
            paramLabel = "FILE",
            defaultValue = "${env:OPENCOMPUTER_REPORT_OUTPUT}",
            description = "The zip file, which must not be there yet. Default: one in this folder, named by the time"
                    + " (env: OPENCOMPUTER_REPORT_OUTPUT)")
    private Optional<Path> output = Optional.empty();

    @Option(
            names = "--operator-namespace",
            paramLabel = "NAME",
            defaultValue = "${env:OPENCOMPUTER_REPORT_OPERATOR_NAMESPACE:-" + Names.OPERATOR_NAMESPACE + "}",
            description = "The operator's own namespace. Default: " + Names.OPERATOR_NAMESPACE
                    + " (env: OPENCOMPUTER_REPORT_OPERATOR_NAMESPACE)")
    private String operatorNamespace;

    @Option(
            names = "--namespaces",
            paramLabel = "NAME[,NAME...]",
            split = ",",
            defaultValue = "${env:OPENCOMPUTER_REPORT_NAMESPACES}",
            description = "Namespaces whose Agents and AgentSecrets are covered. Default: all"
                    + " (env: OPENCOMPUTER_REPORT_NAMESPACES)")
    private List<String> namespaces = List.of();

    @Option(
            names = "--metrics-url",
            paramLabel = "URL",
            split = ",",
            defaultValue = "${env:OPENCOMPUTER_REPORT_METRICS_URL}",
            description = "Where to read metrics beside those of the operator's pods, such as those of an operator that"
                    + " runs in no pod (env: OPENCOMPUTER_REPORT_METRICS_URL)")
    private List<URI> metricsUrls = List.of();

    @Option(
            names = "--log-lines",
            paramLabel = "N",
            defaultValue = "${env:OPENCOMPUTER_REPORT_LOG_LINES:-5000}",
            description = "How many of each container's last log lines to take, 0 for none. Default: 5000"
                    + " (env: OPENCOMPUTER_REPORT_LOG_LINES)")
    private int logLines;

    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            defaultValue = "${env:OPENCOMPUTER_REPORT_KUBECONFIG}",
            description = "Kubeconfig of the cluster. Default: KUBECONFIG, else ~/.kube/config"
                    + " (env: OPENCOMPUTER_REPORT_KUBECONFIG)")
    private Optional<Path> kubeconfig = Optional.empty();

    @Option(
            names = "--context",
            paramLabel = "NAME",
            defaultValue = "${env:OPENCOMPUTER_REPORT_CONTEXT}",
            description = "Context in the kubeconfig. Default: its current one (env: OPENCOMPUTER_REPORT_CONTEXT)")
    private Optional<String> context = Optional.empty();

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() {
        Path file = output.orElseGet(() -> Path.of("opencomputer-report-" + TIME.format(Instant.now()) + ".zip"));
        ReportOptions options = new ReportOptions(
                new Version().getVersion()[0], operatorNamespace, Set.copyOf(namespaces), metricsUrls, logLines());
        Config config = ClusterConfig.of(spec.commandLine(), kubeconfig, context);
        try (KubernetesClient client = Kubeconfigs.impatientClient(config, Duration.ofSeconds(30), 0)) {
            String summary = new Report(client, options).writeTo(file);
            spec.commandLine().getOut().print(summary);
            spec.commandLine().getOut().println("Written to " + file);
            spec.commandLine().getOut().flush();
            return CommandLine.ExitCode.OK;
        } catch (FileAlreadyExistsException e) {
            return CommandLines.failed(
                    spec.commandLine(), "There is a file " + file + " already; name another one with --output.");
        } catch (NoSuchFileException e) {
            return CommandLines.failed(
                    spec.commandLine(),
                    "There is no folder for " + file + "; make it, or name another file with --output.");
        } catch (IOException e) {
            return CommandLines.failed(
                    spec.commandLine(),
                    file + " could not be written: " + e.getClass().getSimpleName()
                            + ". Nothing is left of it. See whether the disk is full, or name another file with --output.");
        }
    }

    private int logLines() {
        if (logLines < 0) {
            throw CommandLines.wrong(spec.commandLine(), "--log-lines", "give 0 or more, not " + logLines);
        }
        return logLines;
    }
}
