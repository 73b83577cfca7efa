/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.cli;

import dev.opencomputer.operator.dev.DevEnvironment;
import dev.opencomputer.operator.dev.DevException;
import dev.opencomputer.operator.dev.DevOptions;
import dev.opencomputer.operator.dev.DevOptions.Cluster;
import dev.opencomputer.operator.dev.DevOptions.ExistingCluster;
import dev.opencomputer.operator.dev.DevOptions.LocalServer;
import dev.opencomputer.operator.dev.DevOptions.OpenComputer;
import dev.opencomputer.operator.dev.DevOptions.OwnControlPlane;
import dev.opencomputer.operator.dev.DevOptions.RemoteServer;
import dev.opencomputer.operator.dev.StopSignal;
import dev.opencomputer.operator.opencomputer.ApiKey;
import dev.opencomputer.operator.opencomputer.ConnectionSettings;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code dev}: everything that is needed to try or develop the operator, on this machine, until it is stopped. */
@Command(
        name = "dev",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "Run a control plane, a local OpenComputer, the operator and the agents API on this machine.",
        description = {
            "Starts etcd, kube-apiserver and kube-controller-manager, applies the CRDs, and starts a local"
                    + " OpenComputer, the operator and, over the Agents of the namespace default, the agents API. It"
                    + " runs with an account that may do nothing but act as another one, which has no right on Secrets."
                    + " No Docker, account or cluster is needed. The first start may"
                    + " download or build the control plane, which takes minutes; later ones take seconds.",
            "Runs in the foreground; Ctrl-C or SIGTERM stops every part. While all is ready, and only then, the file"
                    + " env in the data folder holds KUBECONFIG, OPENCOMPUTER_API_URL, OPENCOMPUTER_API_KEY,"
                    + " AGENTS_API_URL, AGENTS_API_KEY and OPERATOR_METRICS_URL for other programs.%n"
        },
        optionListHeading = "Options:%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "1:Something failed that should not; standard error says what.",
            "2:An option is wrong.",
            "3:The data folder is in use, of a newer version, or not from dev.",
            "4:No control plane is to be had, or it did not start.",
            "5:The cluster can't be found or reached, or is too old.",
            "6:A port that was asked for is taken.",
            "7:OpenComputer can't be used: damaged local data, or a wrong URL or key.",
            "8:A part ended by itself while everything ran.",
            "130, 143:It was stopped by Ctrl-C, or by SIGTERM."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  opencomputer-operator dev",
            "  source .dev/env && kubectl apply -f examples/agent.yaml",
            "  opencomputer-operator dev --context kind-kind --data-dir .dev-kind"
        })
final class DevCommand implements Callable<Integer> {

    /** A reconcile that is under way and three processes that end one after the other. */
    private static final int STOP_LIMIT_SECONDS = 90;

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            defaultValue = "${env:OPENCOMPUTER_DEV_DATA_DIR:-.dev}",
            description = "Folder for all data, kept from run to run; made when it is not there. Default: .dev"
                    + " (env: OPENCOMPUTER_DEV_DATA_DIR)")
    private Path dataDir;

    @Option(
            names = "--fresh",
            defaultValue = "${env:OPENCOMPUTER_DEV_FRESH:-false}",
            fallbackValue = "true",
            description = "Throw away the data of earlier runs first. Only a folder that dev made is emptied."
                    + " (env: OPENCOMPUTER_DEV_FRESH)")
    private boolean fresh;

    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            defaultValue = "${env:OPENCOMPUTER_DEV_KUBECONFIG}",
            description = "Use the cluster of this kubeconfig instead of a control plane of its own. KUBECONFIG alone"
                    + " does not do that. (env: OPENCOMPUTER_DEV_KUBECONFIG)")
    private Optional<Path> kubeconfig = Optional.empty();

    @Option(
            names = "--context",
            paramLabel = "NAME",
            defaultValue = "${env:OPENCOMPUTER_DEV_CONTEXT}",
            description = "Use the cluster of this context, of --kubeconfig or else of kubectl's files, instead of a"
                    + " control plane of its own. (env: OPENCOMPUTER_DEV_CONTEXT)")
    private Optional<String> context = Optional.empty();

    @Option(
            names = "--opencomputer-url",
            paramLabel = "URL",
            defaultValue = "${env:OPENCOMPUTER_DEV_OPENCOMPUTER_URL}",
            description = "Let the operator write to this OpenComputer instead of a local one: base of its secret"
                    + " stores. (env: OPENCOMPUTER_DEV_OPENCOMPUTER_URL)")
    private Optional<URI> openComputerUrl = Optional.empty();

    @Option(
            names = "--opencomputer-api-key",
            paramLabel = "KEY",
            defaultValue = "${env:OPENCOMPUTER_DEV_OPENCOMPUTER_API_KEY}",
            description = "Its API key; better given by the environment, since other users of this machine can read"
                    + " command lines. (env: OPENCOMPUTER_DEV_OPENCOMPUTER_API_KEY)")
    private Optional<String> openComputerApiKey = Optional.empty();

    @Option(
            names = "--opencomputer-agents-url",
            paramLabel = "URL",
            defaultValue = "${env:OPENCOMPUTER_DEV_OPENCOMPUTER_AGENTS_URL}",
            description = "Base of its agents API, without /v1/agents. Without it, only secret stores are reconciled."
                    + " (env: OPENCOMPUTER_DEV_OPENCOMPUTER_AGENTS_URL)")
    private Optional<URI> openComputerAgentsUrl = Optional.empty();

    @Option(
            names = "--local-port",
            paramLabel = "PORT",
            defaultValue = "${env:OPENCOMPUTER_DEV_LOCAL_PORT:-0}",
            description = "Port of the local OpenComputer. Default: 0, one that is free"
                    + " (env: OPENCOMPUTER_DEV_LOCAL_PORT)")
    private int localPort;

    @Option(
            names = "--metrics-port",
            paramLabel = "PORT",
            defaultValue = "${env:OPENCOMPUTER_DEV_METRICS_PORT:-0}",
            description = "Port of the operator's metrics. Default: 0, one that is free"
                    + " (env: OPENCOMPUTER_DEV_METRICS_PORT)")
    private int metricsPort;

    @Option(
            names = "--facade-port",
            paramLabel = "PORT",
            defaultValue = "${env:OPENCOMPUTER_DEV_FACADE_PORT:-0}",
            description = "Port of the agents API over the custom resources. Default: 0, one that is free"
                    + " (env: OPENCOMPUTER_DEV_FACADE_PORT)")
    private int facadePort;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() {
        DevOptions options = options();
        StopSignal stop = new StopSignal();
        CountDownLatch ended = new CountDownLatch(1);
        Thread hook = new Thread(
                () -> {
                    stop.request();
                    await(ended);
                },
                "stop-dev");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            DevEnvironment.run(
                    options,
                    stop,
                    spec.commandLine().getOut(),
                    spec.commandLine().getErr());
            return CommandLine.ExitCode.OK;
        } catch (DevException failure) {
            spec.commandLine().getErr().println(failure.getMessage());
            return exitCode(failure.reason());
        } finally {
            ended.countDown();
        }
    }

    private DevOptions options() {
        if (localPort != 0 && localPort == metricsPort) {
            throw wrong("--local-port and --metrics-port cannot be the same, " + localPort
                    + ": give one of them another, or 0 for one that is free");
        }
        return new DevOptions(
                dataDir,
                fresh,
                cluster(),
                openComputer(),
                Ports.checked(spec.commandLine(), "--metrics-port", metricsPort),
                Ports.checked(spec.commandLine(), "--facade-port", facadePort),
                examples() + "agent.yaml");
    }

    private Cluster cluster() {
        return kubeconfig.isPresent() || context.isPresent()
                ? new ExistingCluster(kubeconfig, context)
                : new OwnControlPlane();
    }

    private OpenComputer openComputer() {
        if (openComputerUrl.isEmpty()) {
            if (openComputerApiKey.isPresent() || openComputerAgentsUrl.isPresent()) {
                throw wrong("--opencomputer-api-key and --opencomputer-agents-url only go with --opencomputer-url");
            }
            return new LocalServer(Ports.checked(spec.commandLine(), "--local-port", localPort));
        }
        if (localPort != 0) {
            throw wrong("--local-port and --opencomputer-url exclude each other: there is either a local OpenComputer"
                    + " or another one");
        }
        String key = openComputerApiKey.orElseThrow(() -> wrong("--opencomputer-url needs --opencomputer-api-key, or"
                + " OPENCOMPUTER_DEV_OPENCOMPUTER_API_KEY in the environment"));
        try {
            var unused = new ConnectionSettings(openComputerUrl.get(), openComputerAgentsUrl, new ApiKey(key));
        } catch (IllegalArgumentException e) {
            // Before minutes are spent on the control plane.
            throw wrong("--opencomputer-url, --opencomputer-agents-url or --opencomputer-api-key cannot be used: "
                    + e.getMessage());
        }
        return new RemoteServer(openComputerUrl.get(), key, openComputerAgentsUrl);
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    /** The script that runs this from a checkout says where the checkout is. */
    private static String examples() {
        String checkout = System.getProperty("opencomputer.checkout", "");
        return checkout.isEmpty() || checkout.equals(System.getProperty("user.dir"))
                ? "examples/"
                : checkout + "/examples/";
    }

    private static int exitCode(DevException.Reason reason) {
        return switch (reason) {
            case DATA_FOLDER -> 3;
            case CONTROL_PLANE -> 4;
            case CLUSTER -> 5;
            case PORT_TAKEN -> 6;
            case OPEN_COMPUTER -> 7;
            case PART_ENDED -> 8;
        };
    }

    private static void await(CountDownLatch ended) {
        try {
            if (!ended.await(STOP_LIMIT_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("dev did not stop in " + STOP_LIMIT_SECONDS + " s; its processes end with it.");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
