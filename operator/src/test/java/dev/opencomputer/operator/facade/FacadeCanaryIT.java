/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.api.AgentSecret;
import dev.opencomputer.operator.testing.AgentSecrets;
import dev.opencomputer.operator.testing.Canary;
import dev.opencomputer.operator.testing.ControlPlaneExtension;
import dev.opencomputer.operator.testing.FacadeProgram;
import dev.opencomputer.operator.testing.ProgramProcess;
import dev.opencomputer.operator.testing.RunningFacade;
import dev.opencomputer.operator.testing.SpanReceiver;
import dev.opencomputer.operator.testing.TestCluster;
import dev.opencomputer.operator.testing.Traces;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A value that comes in through the agents API leaves the cluster again, and stands nowhere in it in the clear. */
@ExtendWith(ControlPlaneExtension.class)
class FacadeCanaryIT {

    private static final String LEVEL = "OPENCOMPUTER_LOG_LEVEL";
    private static final String FORMAT = "OPENCOMPUTER_LOG_FORMAT";
    private static final String ALL = "TRACE";
    private static final String SECRETS = "/v1/agents/resolver/secrets/";

    @TempDir
    private Path data;

    private final List<Canary> canaries = new ArrayList<>();
    private final StringBuilder answers = new StringBuilder();

    @Test
    void nothingOfAValueIsAnywhereInTheCluster(TestCluster cluster) throws Exception {
        try (SpanReceiver spans = SpanReceiver.start();
                ProgramProcess local = local();
                ProgramProcess operator = operator(cluster, local.awaitUrl("at "), spans);
                ProgramProcess facade = facade(cluster, spans)) {
            operator.awaitUrl("metrics and health are at ");
            HttpCaller caller = new HttpCaller(facade.awaitUrl("Agents API at "), Optional.of(RunningFacade.KEY));

            answered(
                    201,
                    caller.post(
                            "/v1/agents",
                            "{\"id\":\"resolver\",\"secrets\":{\"POSTED\":\"%s\"}}"
                                    .formatted(canary("a POST with secrets"))));
            answered(200, put(caller, "PUT", "{\"value\":\"%s\"}".formatted(canary("a PUT"))));
            answered(200, put(caller, "PUT", "{\"value\":\"%s\"}".formatted(canary("a second PUT"))));
            answered(400, put(caller, "PUT", "{\"valve\":\"%s\"}".formatted(canary("a PUT with an unknown field"))));
            answered(400, put(caller, "PUT", "{\"value\":[\"%s\"]}".formatted(canary("a PUT of a wrong type"))));
            answered(400, put(caller, "PUT", "{\"value\":\"%s".formatted(canary("a PUT of broken JSON"))));
            answered(400, put(caller, "PUT", "\"%s\"".formatted(canary("a PUT of a bare string"))));
            answered(
                    400,
                    put(
                            caller,
                            "PUT",
                            "{\"value\":\"%s%s\"}".formatted(canary("a PUT that is too long"), "x".repeat(131_072))));
            answered(
                    400,
                    put(
                            caller,
                            "PUT",
                            "{\"value\":\"%s\",\"allowed_hosts\":[\"no host\"]}"
                                    .formatted(canary("a PUT with a bad host"))));
            answered(
                    404,
                    caller.put(
                            "/v1/agents/nobody/secrets/KEY",
                            "{\"value\":\"%s\"}".formatted(canary("a PUT to nobody"))));
            answered(401, caller.withKey(canary("a key that nobody has")).get("/v1/agents"));
            answered(200, caller.get("/v1/agents?note=" + canary("a query")));
            answered(400, put(caller, "PUT", "{\"value\":\"%s\"} {}".formatted(canary("a PUT with more behind it"))));
            AgentSecrets secrets = new AgentSecrets(cluster);
            for (String name : names(cluster)) {
                secrets.awaitReady(name);
            }
            answered(200, caller.get("/v1/agents/resolver/secrets"));
            answered(200, caller.get("/v1/agents/resolver"));
            facade.stop();
            operator.stop();

            assertThat(names(cluster)).hasSize(2);
            assertThat(Canary.findings(canaries, "an answer", answers.toString()))
                    .isEmpty();
            assertThat(facade.output())
                    .contains("The agents API is no longer served", "\\/v1\\/agents\\/nobody\\/secrets\\/KEY")
                    .doesNotContain(RunningFacade.KEY);
            assertThat(operator.output()).contains("\"level\":\"DEBUG\"", "SecretRun");
            assertThat(Canary.findings(canaries, "what the facade said", facade.output()))
                    .isEmpty();
            assertThat(Canary.findings(canaries, "what the operator said", operator.output()))
                    .isEmpty();
            assertThat(spans.received()).contains("put_key", "PUT /v1/agents/{id}/secrets/{key}");
            assertThat(Canary.findings(canaries, "a trace", spans.received())).isEmpty();
            Traces traces = new Traces(cluster, Set.of());
            assertThat(traces.inEtcd(canaries)).isEmpty();
            assertThat(traces.amongObjects(canaries)).isEmpty();
        }
    }

    private static HttpCaller.Reply put(HttpCaller caller, String key, String body) {
        return caller.put(SECRETS + key, body);
    }

    private void answered(int status, HttpCaller.Reply reply) {
        assertThat(reply.status()).as(reply.body().toString()).isEqualTo(status);
        answers.append(reply.response().headers()).append(reply.body()).append('\n');
    }

    private String canary(String way) {
        Canary canary = Canary.by(way);
        canaries.add(canary);
        return canary.value();
    }

    private static List<String> names(TestCluster cluster) {
        return cluster.client().resources(AgentSecret.class).inNamespace(cluster.namespace()).list().getItems().stream()
                .map(secret -> secret.getMetadata().getName())
                .toList();
    }

    private ProgramProcess local() {
        return ProgramProcess.start(
                data.resolve("local.txt"),
                Map.of(),
                "local",
                "--port",
                "0",
                "--data-dir",
                data.resolve("local").toString());
    }

    private ProgramProcess operator(TestCluster cluster, URI url, SpanReceiver spans) throws IOException {
        String apiKey =
                Files.readString(data.resolve("local").resolve("api-key")).strip();
        return ProgramProcess.start(
                data.resolve("operator.txt"),
                with(
                        spans,
                        Map.of(
                                LEVEL,
                                ALL,
                                FORMAT,
                                "json",
                                "OPENCOMPUTER_API_URL",
                                url.toString(),
                                "OPENCOMPUTER_AGENTS_URL",
                                url.toString(),
                                "OPENCOMPUTER_API_KEY",
                                apiKey)),
                "operator",
                "--leader-election=false",
                "--kubeconfig",
                cluster.operatorKubeconfig().toString(),
                "--operator-namespace",
                TestCluster.OPERATOR_NAMESPACE,
                "--namespaces",
                cluster.namespace(),
                "--monitoring-port",
                "0");
    }

    private ProgramProcess facade(TestCluster cluster, SpanReceiver spans) {
        return FacadeProgram.start(List.of(), cluster, data, with(spans, Map.of(LEVEL, ALL, FORMAT, "json")));
    }

    private static Map<String, String> with(SpanReceiver spans, Map<String, String> environment) {
        Map<String, String> both = new HashMap<>(environment);
        both.putAll(spans.environment());
        return both;
    }
}
