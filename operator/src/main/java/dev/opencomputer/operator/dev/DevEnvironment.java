/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.dev;

import dev.opencomputer.operator.api.Names;
import dev.opencomputer.operator.controller.Operator;
import dev.opencomputer.operator.controller.OperatorOptions;
import dev.opencomputer.operator.controller.connection.ConnectionSource;
import dev.opencomputer.operator.dev.DevException.Reason;
import dev.opencomputer.operator.dev.DevOptions.LocalServer;
import io.fabric8.kubernetes.client.Config;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Control plane, OpenComputer, operator and agents API in one process tree: started in this order, stopped in the other. */
public final class DevEnvironment {

    private final DevOptions options;
    private final StopSignal stop;
    private final PrintWriter out;
    private final Steps steps;

    private DevEnvironment(DevOptions options, StopSignal stop, PrintWriter out, PrintWriter err) {
        this.options = options;
        this.stop = stop;
        this.out = out;
        this.steps = new Steps(err);
    }

    /**
     * Runs an environment until it is asked to stop, then stops every part; returns when all are gone.
     *
     * @param options what it is made of
     * @param stop asks for the stop
     * @param out gets the summary when everything is ready
     * @param err gets the steps on the way
     * @throws DevException when it can't start or a part ends by itself; nothing is left running then
     */
    public static void run(DevOptions options, StopSignal stop, PrintWriter out, PrintWriter err) {
        try {
            new DevEnvironment(options, stop, out, err).run();
        } catch (StopSignal.Stopped asked) {
            // What had been started is closed already.
        } catch (RuntimeException failure) {
            if (!stop.requested().isDone()) {
                throw failure;
            }
            // A step that was cut off by the stop has nothing to tell.
        }
    }

    private void run() {
        long began = System.nanoTime();
        Ports.requireFree(options.metricsPort(), "--metrics-port");
        if (options.openComputer() instanceof LocalServer local) {
            Ports.requireFree(local.port(), "--local-port");
        }
        Ports.requireFree(options.facadePort(), "--facade-port");
        try (DataFolder data = DataFolder.open(options.dataDir(), options.fresh())) {
            Logs.toFiles(data.part("logs"));
            stop.check();
            try (RunningCluster cluster = RunningCluster.start(options.cluster(), data, stop, steps)) {
                stop.check();
                Steps.step(steps, "applying the CRDs");
                cluster.prepare();
                stop.check();
                withOpenComputer(data, cluster, began);
            }
            Steps.step(steps, "stopped");
        }
    }

    private void withOpenComputer(DataFolder data, RunningCluster cluster, long began) {
        Steps.step(steps, "starting OpenComputer, the operator and the agents API");
        try (RunningOpenComputer openComputer = RunningOpenComputer.start(options.openComputer(), data)) {
            ConnectionSource connection = ConnectionFolder.write(
                    data.part("connection"), openComputer.url(), openComputer.apiKey(), openComputer.agentsUrl());
            stop.check();
            try (Operator operator = Operator.start(operatorOptions(cluster, connection));
                    RunningAgentsApi agentsApi = RunningAgentsApi.start(cluster, data, options.facadePort());
                    EnvironmentFile ready = EnvironmentFile.write(
                            data.environment(), variables(cluster, openComputer, agentsApi, operator))) {
                stop.check();
                Duration took = Duration.ofNanos(System.nanoTime() - began);
                new Summary(
                                data.path(),
                                ready.path(),
                                cluster,
                                openComputer,
                                agentsApi.url(),
                                operator.metricsUrl(),
                                options.example())
                        .print(out, took);
                awaitEnd(cluster.failure());
            }
        }
    }

    private OperatorOptions operatorOptions(RunningCluster cluster, ConnectionSource connection) {
        Config kubernetes = cluster.config();
        kubernetes.setUserAgent(Names.OPERATOR_USER_AGENT);
        return OperatorOptions.defaults(kubernetes, connection)
                .withOperatorNamespace(Names.OPERATOR_NAMESPACE)
                .withMonitoringPort(options.metricsPort());
    }

    private void awaitEnd(CompletableFuture<String> failure) {
        CompletableFuture.anyOf(stop.requested(), failure).join();
        if (!stop.requested().isDone()) {
            throw new DevException(
                    Reason.PART_ENDED, failure.join() + " Everything else was stopped; start again to go on.");
        }
        Steps.step(steps, "stopping");
    }

    private static Map<String, String> variables(
            RunningCluster cluster, RunningOpenComputer openComputer, RunningAgentsApi agentsApi, Operator operator) {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("KUBECONFIG", cluster.kubeconfig().toString());
        variables.put("OPENCOMPUTER_API_URL", openComputer.url().toString());
        variables.put("OPENCOMPUTER_API_KEY", openComputer.apiKey());
        variables.put("AGENTS_API_URL", agentsApi.url().toString());
        variables.put("AGENTS_API_KEY", agentsApi.apiKey());
        variables.put("OPERATOR_METRICS_URL", operator.metricsUrl().toString());
        return variables;
    }
}
