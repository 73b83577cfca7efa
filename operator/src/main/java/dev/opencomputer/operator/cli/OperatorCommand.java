/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.cli;

import dev.opencomputer.operator.api.Names;
import dev.opencomputer.operator.controller.CannotStartException;
import dev.opencomputer.operator.controller.Operator;
import dev.opencomputer.operator.controller.OperatorOptions;
import dev.opencomputer.operator.controller.OperatorOptions.Election;
import dev.opencomputer.operator.controller.connection.ConnectionSource;
import dev.opencomputer.operator.opencomputer.ApiKey;
import dev.opencomputer.operator.opencomputer.ConnectionSettings;
import io.fabric8.kubernetes.client.Config;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code operator}: runs the controllers until it is stopped. */
@Command(
        name = "operator",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "Run the controllers against a cluster.",
        description = {
            "Reconciles Agents into OpenComputer. The CRDs must be in the cluster; the subcommand crds prints them.",
            "OpenComputer is given as a folder of files (--connection-dir), which are read again when they change, or by"
                    + " the environment variables OPENCOMPUTER_API_URL, OPENCOMPUTER_API_KEY and, where there is an"
                    + " agents API, OPENCOMPUTER_AGENTS_URL. The key is never taken from the command line, where every"
                    + " process could read it.",
            "Runs in the foreground; Ctrl-C or SIGTERM stops it once what is under way has ended.%n"
        },
        optionListHeading = "Options:%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "1:It could not start; standard error says why in one line.",
            "2:An option is wrong.",
            "130, 143:It was stopped by Ctrl-C, or by SIGTERM."
        },
        footerHeading = "%nExample:%n",
        footer = {
            "  export OPENCOMPUTER_API_URL=https://opencomputer.example.com",
            "  export OPENCOMPUTER_API_KEY=osb_...",
            "  opencomputer-operator operator --namespaces team-a,team-b"
        })
final class OperatorCommand implements Callable<Integer> {

    private static final Pattern OBJECT_NAME =
            Pattern.compile("(?=.{1,253}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");

    private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

    @Option(
            names = "--connection-dir",
            paramLabel = "DIR",
            defaultValue = "${env:OPENCOMPUTER_CONNECTION_DIR}",
            description =
                    "Folder with the files url, apiKey and, where they are needed, agentsUrl, ca.crt and proxyUrl, as a"
                            + " mounted Secret has them; read again when they change (env: OPENCOMPUTER_CONNECTION_DIR)")
    private Optional<Path> connectionDir = Optional.empty();

    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            defaultValue = "${env:OPENCOMPUTER_OPERATOR_KUBECONFIG}",
            description = "Kubeconfig of the cluster. Default: the service account in a pod, else KUBECONFIG, else"
                    + " ~/.kube/config (env: OPENCOMPUTER_OPERATOR_KUBECONFIG)")
    private Optional<Path> kubeconfig = Optional.empty();

    @Option(
            names = "--context",
            paramLabel = "NAME",
            defaultValue = "${env:OPENCOMPUTER_OPERATOR_CONTEXT}",
            description = "Context in the kubeconfig. Default: its current one (env: OPENCOMPUTER_OPERATOR_CONTEXT)")
    private Optional<String> context = Optional.empty();

    @Option(
            names = "--operator-namespace",
            paramLabel = "NAME",
            defaultValue = "${env:OPENCOMPUTER_OPERATOR_NAMESPACE}",
            description = "The operator's own namespace, which must be there: it keeps its keys in Secrets of it, and"
                    + " publishes the public ones in a ConfigMap. Default: the namespace of its pod, else "
                    + Names.OPERATOR_NAMESPACE + " (env: OPENCOMPUTER_OPERATOR_NAMESPACE)")
    private Optional<String> operatorNamespace = Optional.empty();

    @Option(
            names = "--namespaces",
            paramLabel = "NAME[,NAME...]",
            split = ",",
            defaultValue = "${env:OPENCOMPUTER_OPERATOR_NAMESPACES}",
            description = "Namespaces to reconcile. Default: all (env: OPENCOMPUTER_OPERATOR_NAMESPACES)")
    private List<String> namespaces = List.of();

    @Option(
            names = "--secret-selector",
            paramLabel = "SELECTOR",
            defaultValue = "${env:OPENCOMPUTER_OPERATOR_SECRET_SELECTOR}",
            description = "Label selector of the Secrets whose changes are followed at once, connections of namespaces"
                    + " included; others are read at routine checks. Default: all Secrets"
                    + " (env: OPENCOMPUTER_OPERATOR_SECRET_SELECTOR)")
    private Optional<String> secretSelector = Optional.empty();

    @Option(
            names = "--policy-file",
            paramLabel = "FILE",
            defaultValue = "${env:OPENCOMPUTER_OPERATOR_POLICY_FILE}",
            description = "YAML file that says which namespaces use a connection of their own and where it may lead,"
                    + " which ids a namespace may have, and which Secrets may be sent; read again when it changes."
                    + " Default: no policy (env: OPENCOMPUTER_OPERATOR_POLICY_FILE)")
    private Optional<Path> policyFile = Optional.empty();

    @Option(
            names = "--leader-election",
            arity = "1",
            paramLabel = "BOOLEAN",
            defaultValue = "${env:OPENCOMPUTER_OPERATOR_LEADER_ELECTION:-true}",
            description =
                    "Whether replicas elect one of them, which reconciles while the others stand by. Without it, no"
                            + " second operator may run for the same namespaces. Default: true"
                            + " (env: OPENCOMPUTER_OPERATOR_LEADER_ELECTION)")
    private boolean leaderElection;

    @Option(
            names = "--lease-name",
            paramLabel = "NAME",
            defaultValue = "${env:OPENCOMPUTER_OPERATOR_LEASE_NAME:-" + Names.DEFAULT_LEASE + "}",
            description = "Lease in the operator's own namespace that they elect by: the same for all replicas of a"
                    + " release, another for each further release. Default: " + Names.DEFAULT_LEASE
                    + " (env: OPENCOMPUTER_OPERATOR_LEASE_NAME)")
    private String leaseName;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "${env:OPENCOMPUTER_OPERATOR_THREADS:-" + OperatorOptions.DEFAULT_THREADS + "}",
            description = "How many objects are reconciled at once. Default: " + OperatorOptions.DEFAULT_THREADS
                    + " (env: OPENCOMPUTER_OPERATOR_THREADS)")
    private int threads;

    @Option(
            names = "--resync",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            defaultValue = "${env:OPENCOMPUTER_OPERATOR_RESYNC:-10m}",
            description = "Time between routine checks of an object against OpenComputer, such as 90s, 10m or 1h."
                    + " Default: 10m (env: OPENCOMPUTER_OPERATOR_RESYNC)")
    private Duration resync;

    @Option(
            names = "--sealing-key-renewal",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            defaultValue = "${env:OPENCOMPUTER_OPERATOR_SEALING_KEY_RENEWAL:-90d}",
            description = "How old the sealing key may become that values are sealed with, such as 90d; then a new one"
                    + " takes its place, and the old one keeps opening. 0 for never. Default: 90d"
                    + " (env: OPENCOMPUTER_OPERATOR_SEALING_KEY_RENEWAL)")
    private Duration sealingKeyRenewal;

    @Option(
            names = "--monitoring-host",
            paramLabel = "ADDRESS",
            defaultValue = "${env:OPENCOMPUTER_OPERATOR_MONITORING_HOST:-127.0.0.1}",
            description = "Address that /metrics, /livez and /readyz are served on. Default: 127.0.0.1"
                    + " (env: OPENCOMPUTER_OPERATOR_MONITORING_HOST)")
    private String monitoringHost;

    @Option(
            names = "--monitoring-port",
            paramLabel = "PORT",
            defaultValue = "${env:OPENCOMPUTER_OPERATOR_MONITORING_PORT:-8080}",
            description =
                    "Its port, 0 for one that is free. Default: 8080 (env: OPENCOMPUTER_OPERATOR_MONITORING_PORT)")
    private int monitoringPort;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        OperatorOptions options = options();
        Operator operator;
        try {
            operator = Operator.start(options);
        } catch (CannotStartException e) {
            return CommandLines.failed(spec.commandLine(), e.getMessage());
        }
        CountDownLatch end = Foreground.stopOnSignal("operator", operator::close);
        CompletableFuture<Void> told = operator.failure().thenAccept(failure -> {
            spec.commandLine().getErr().println(failure.getMessage());
            end.countDown();
        });
        end.await();
        return told.isDone() ? CommandLine.ExitCode.SOFTWARE : CommandLine.ExitCode.OK;
    }

    /** What the options say; whatever cannot be is refused here. */
    OperatorOptions options() {
        if (threads < 1) {
            throw CommandLines.wrong(spec.commandLine(), "--threads", "give 1 or more, not " + threads);
        }
        if (resync.compareTo(Duration.ofSeconds(1)) < 0) {
            throw CommandLines.wrong(spec.commandLine(), "--resync", "give 1s or more");
        }
        if (!sealingKeyRenewal.isZero() && sealingKeyRenewal.compareTo(Duration.ofHours(1)) < 0) {
            throw CommandLines.wrong(spec.commandLine(), "--sealing-key-renewal", "give 1h or more, or 0 for never");
        }
        for (String namespace : namespaces) {
            // The client takes an empty name for all namespaces.
            if (!NAMESPACE.matcher(namespace).matches()) {
                throw CommandLines.wrong(
                        spec.commandLine(),
                        "--namespaces",
                        "'" + namespace + "' is no namespace's name; leave it out for all of them");
            }
        }
        if (!OBJECT_NAME.matcher(leaseName).matches()) {
            throw CommandLines.wrong(spec.commandLine(), "--lease-name", "'" + leaseName + "' is no object's name");
        }
        int port = Ports.checked(spec.commandLine(), "--monitoring-port", monitoringPort);
        return OperatorOptions.defaults(kubernetes(), connection()).with(options -> {
            operatorNamespace.ifPresent(options::operatorNamespace);
            options.namespaces(Set.copyOf(namespaces))
                    .secretSelector(secretSelector)
                    .threads(threads)
                    .resync(resync)
                    .monitoringHost(monitoringHost)
                    .monitoringPort(port)
                    .election(leaderElection ? new Election.ByLease(leaseName) : new Election.None())
                    .policyFile(policyFile)
                    .sealingKeyRenewal(sealingKeyRenewal);
        });
    }

    private ConnectionSource connection() {
        if (connectionDir.isPresent()) {
            return ConnectionSource.files(connectionDir.get());
        }
        String url = required("OPENCOMPUTER_API_URL");
        String key = required("OPENCOMPUTER_API_KEY");
        Optional<String> agentsUrl =
                Optional.ofNullable(System.getenv("OPENCOMPUTER_AGENTS_URL")).filter(text -> !text.isBlank());
        try {
            return ConnectionSource.fixed(
                    new ConnectionSettings(URI.create(url), agentsUrl.map(URI::create), new ApiKey(key)));
        } catch (IllegalArgumentException e) {
            // URI.create repeats its input, which may hold what does not belong there.
            String why = e.getCause() == null ? e.getMessage() : "not a URL";
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "OPENCOMPUTER_API_URL or OPENCOMPUTER_AGENTS_URL cannot be used: " + why);
        }
    }

    private String required(String variable) {
        String value = System.getenv(variable);
        if (value == null || value.isBlank()) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(),
                    "No OpenComputer is given: set " + variable + ", or name a folder with --connection-dir");
        }
        return value.strip();
    }

    private Config kubernetes() {
        Config config = ClusterConfig.of(spec.commandLine(), kubeconfig, context);
        config.setUserAgent(Names.OPERATOR_USER_AGENT);
        return config;
    }
}
