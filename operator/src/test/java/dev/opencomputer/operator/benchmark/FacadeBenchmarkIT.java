/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.api.Agent;
import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.dev.AccountLogin;
import dev.opencomputer.operator.dev.FacadeAccounts;
import dev.opencomputer.operator.facade.kubernetes.ApiServer;
import dev.opencomputer.operator.local.Dialect;
import dev.opencomputer.operator.seal.SealingPlace;
import dev.opencomputer.operator.testing.Agents;
import dev.opencomputer.operator.testing.AuditLog;
import dev.opencomputer.operator.testing.ControlPlaneExtension;
import dev.opencomputer.operator.testing.FacadeProgram;
import dev.opencomputer.operator.testing.OperatorProcess;
import dev.opencomputer.operator.testing.ProgramProcess;
import dev.opencomputer.operator.testing.RunningFacade;
import dev.opencomputer.operator.testing.Scene;
import dev.opencomputer.operator.testing.TestCluster;
import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Measures for docs/performance.md: operator, facade and control plane run as processes of their own, and each call is
 * compared with the same read or write straight at the API server.
 */
@Tag("benchmark")
@ExtendWith(ControlPlaneExtension.class)
class FacadeBenchmarkIT {

    private static final int MANY = 32;
    private static final int FEW_AGENTS = 100;
    private static final int MANY_AGENTS = 1_000;

    /** What the chart has a facade's Java do, and the heap that its memory limit gives. */
    private static final String CHARTS_OPTIONS = "-XX:TieredStopAtLevel=4 -Xmx192m";

    /** Which of the calls are measured. */
    private static final Pattern CALLS = Pattern.compile(System.getProperty("benchmark.calls", ".*"));

    @TempDir
    private Path data;

    private final List<Measurement> measured = new ArrayList<>();
    private final List<String> failed = new ArrayList<>();

    @Test
    void comparesTheAgentsApiWithTheApiServerItself(TestCluster cluster) throws IOException, InterruptedException {
        Config account = AccountLogin.config(cluster.client(), cluster.namespace(), FacadeAccounts.CALLER);
        try (Scene scene = Scene.withoutOperator(cluster, data.resolve("local"), Dialect.HOSTED);
                OperatorProcess operator = OperatorProcess.start(cluster, scene);
                ProgramProcess facade = facade(cluster);
                CloseableHttpClient http = Caller.library(account, MANY)) {
            operator.readiness().awaitLeading();
            URI url = facade.awaitUrl("Agents API at ");
            FacadeCalls atFacade = new FacadeCalls(Caller.of(http, url, Map.of("X-API-Key", RunningFacade.KEY)));
            StraightCalls straight = new StraightCalls(
                    Caller.of(
                            http,
                            URI.create(account.getMasterUrl().replaceAll("/$", "")),
                            Map.of(
                                    "Authorization",
                                    "Bearer " + account.getOauthTokenProvider().getToken())),
                    cluster.namespace());
            try (Measuring measuring = new Measuring(facade::cpu, FacadeBenchmarkIT::apiServerCpu)) {
                agents(cluster, 0, FEW_AGENTS);
                measuring.warmUp(atFacade::get, straight::get, MANY);
                measure(cluster, measuring, "GET one agent", "GET", atFacade::get, straight::get);
                measure(cluster, measuring, "GET, list of 100", "GET", atFacade::list, straight::list);
                agents(cluster, FEW_AGENTS, MANY_AGENTS);
                measure(cluster, measuring, "GET, list of 1,000", "GET", atFacade::list, straight::list);
                secrets(cluster, measuring, atFacade, straight);
                measure(cluster, measuring, "POST", "POST", atFacade::create, straight::create);
                measure(
                        cluster,
                        measuring,
                        "POST",
                        "POST, and a watch until the operator's first word",
                        atFacade::create,
                        straight::createAndAwaitFirstWord);
            }
            // In good order, so that a recording that its options asked for is written.
            facade.stop();
        }
        assertThat(measured).as("what was measured").isNotEmpty();
        new PerformanceTable(measured).publish();
        assertThat(failed).as("what could not be measured").isEmpty();
    }

    private void secrets(TestCluster cluster, Measuring measuring, FacadeCalls atFacade, StraightCalls straight)
            throws IOException, InterruptedException {
        List<String> sealed = new ArrayList<>();
        for (int client = 0; client < MANY; client++) {
            var unused = atFacade.putSecret(client);
            sealed.add(cluster.publicSealingKey()
                    .seal(
                            new SealingPlace(cluster.namespace(), FacadeCalls.agent(client), FacadeCalls.KEY),
                            "value".getBytes(StandardCharsets.UTF_8))
                    .text());
        }
        measure(
                cluster,
                measuring,
                "PUT a secret",
                "PATCH of the AgentSecret",
                atFacade::putSecret,
                client -> straight.patchSecret(client, sealed.get(client)));
    }

    private void measure(
            TestCluster cluster, Measuring measuring, String call, String straight, Work atFacade, Work atApiServer)
            throws IOException, InterruptedException {
        if (!CALLS.matcher(call).find()) {
            return;
        }
        int requests = requests(cluster, atFacade);
        for (int clients : List.of(1, MANY)) {
            Comparison comparison = new Comparison(call, straight, clients, atFacade, atApiServer);
            try {
                Measurement measurement = new Measurement(comparison, measuring.measure(comparison), requests);
                measured.add(measurement);
                System.out.println(PerformanceTable.row(measurement) + " " + PerformanceTable.cpuRow(measurement));
            } catch (IOException failure) {
                // What can be measured is, and told before this is.
                failed.add(call + " with " + clients + " clients: " + failure.getCause());
            }
        }
    }

    /** The least of several: now and then the facade looks whether the API server is there. */
    private static int requests(TestCluster cluster, Work atFacade) throws IOException {
        int least = Integer.MAX_VALUE;
        for (int time = 0; time < 3; time++) {
            AuditLog log = cluster.auditLog().fromNowOn();
            var unused = atFacade.once(0);
            least = Math.min(
                    least,
                    Math.toIntExact(log.requests().stream()
                            .filter(request -> request.userAgent().startsWith(ApiServer.USER_AGENT))
                            .count()));
        }
        return least;
    }

    private static void agents(TestCluster cluster, int from, int to) {
        Agents agents = new Agents(cluster);
        IntStream.range(from, to).forEach(number -> agents.create(FacadeCalls.agent(number)));
        Awaitility.await("the operator to have brought all to OpenComputer")
                .atMost(Duration.ofMinutes(5))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> cluster.client().resources(Agent.class).list().getItems().stream()
                        .allMatch(agent -> Agents.readyReason(agent).equals(Optional.of(ConditionReason.IN_SYNC))));
    }

    private ProgramProcess facade(TestCluster cluster) {
        return FacadeProgram.start(
                Stream.of(CHARTS_OPTIONS, System.getProperty("benchmark.java.options", ""))
                        .flatMap(options -> Stream.of(options.split(" ")))
                        .filter(option -> !option.isEmpty())
                        .toList(),
                cluster,
                data,
                Map.of());
    }

    private static Duration apiServerCpu() {
        return ProcessHandle.current()
                .descendants()
                .map(ProcessHandle::info)
                .filter(info -> info.command().orElse("").endsWith("kube-apiserver"))
                .flatMap(info -> info.totalCpuDuration().stream())
                .reduce(Duration.ZERO, Duration::plus);
    }
}
