/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.local.Dialect;
import dev.opencomputer.operator.testing.ControlPlaneExtension;
import dev.opencomputer.operator.testing.Prometheus;
import dev.opencomputer.operator.testing.RunningFacade;
import dev.opencomputer.operator.testing.Scene;
import dev.opencomputer.operator.testing.TestCluster;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What the dashboard and the alert rules ask is answered by a real Prometheus that scrapes a real operator. */
@ExtendWith(ControlPlaneExtension.class)
class DashboardIT {

    static final Path DASHBOARD = Path.of("..", "helm", "opencomputer-operator", "files", "dashboard.json");
    private static final Duration SCRAPES = Duration.ofSeconds(60);

    @TempDir
    private Path data;

    @Test
    void everyQueryIsAnsweredWithData(TestCluster cluster) throws Exception {
        try (Scene scene = Scene.open(cluster, data, Dialect.LOCAL);
                RunningFacade facade = RunningFacade.start(cluster, data);
                Prometheus prometheus = Prometheus.start(
                        data,
                        AlertRulesTest.RULES,
                        Map.of(
                                "operator", scene.operator().metricsUrl(),
                                "facade", facade.monitoringUrl()))) {
            scene.agents().create("resolver");
            scene.agents().awaitReady("resolver");
            await().atMost(SCRAPES).until(prometheus::isReady);
            ((HttpURLConnection) facade.url().resolve("/v1/agents").toURL().openConnection()).getResponseCode();

            for (String query : queries()) {
                await(query)
                        .atMost(SCRAPES)
                        .untilAsserted(() -> assertThat(prometheus.query(query)).isNotEmpty());
            }
            await("the rules are evaluated")
                    .atMost(SCRAPES)
                    .untilAsserted(() -> assertThat(prometheus.rules())
                            .hasSizeGreaterThan(1)
                            .allSatisfy(rule -> {
                                assertThat(rule.path("lastError").asText()).isEmpty();
                                assertThat(rule.path("health").asText()).isEqualTo("ok");
                            }));
            assertThat(prometheus.query("opencomputer_informer_in_sync == 1"))
                    .extracting(series -> series.path("metric").path("kind").asText())
                    .containsExactlyInAnyOrder("Agent", "AgentSecret", "Secret");
            assertThat(prometheus.rules())
                    .allSatisfy(rule -> assertThat(rule.path("state").asText()).isNotEqualTo("firing"));
        }
    }

    @Test
    void showsWhatIsNotWell(TestCluster cluster) throws Exception {
        try (Scene scene = Scene.open(cluster, data, Dialect.LOCAL);
                Prometheus prometheus = Prometheus.start(
                        data,
                        AlertRulesTest.RULES,
                        Map.of("operator", scene.operator().metricsUrl()))) {
            scene.agents().create("holder", agent -> agent.getSpec().setId("wanted"));
            scene.agents().awaitReady("holder");
            scene.agents().create("rival", agent -> agent.getSpec().setId("wanted"));
            scene.agents().awaitReason("rival", ConditionReason.ID_CONFLICT);
            await().atMost(SCRAPES).until(prometheus::isReady);

            await().atMost(SCRAPES)
                    .untilAsserted(() -> assertThat(value(prometheus, "Waiting for a person"))
                            .isEqualTo("1"));
            assertThat(value(prometheus, "Objects ready")).isEqualTo("0.5");
            assertThat(prometheus.query(query("Not ready, by reason"))).anySatisfy(series -> {
                assertThat(series.path("metric")).hasToString("{\"kind\":\"Agent\",\"reason\":\"IdConflict\"}");
                assertThat(series.path("value").path(1).asText()).isEqualTo("1");
            });
        }
    }

    private static String value(Prometheus prometheus, String title) throws IOException {
        return prometheus.query(query(title)).path(0).path("value").path(1).asText();
    }

    private static String query(String title) throws IOException {
        for (JsonNode panel : panels()) {
            if (panel.path("title").asText().equals(title)) {
                return query(panel.path("targets").path(0));
            }
        }
        throw new AssertionError("no panel is called " + title);
    }

    private static List<String> queries() throws IOException {
        List<String> queries = new ArrayList<>();
        panels().forEach(panel -> panel.path("targets").forEach(target -> queries.add(query(target))));
        return queries;
    }

    private static JsonNode panels() throws IOException {
        return new ObjectMapper().readTree(DASHBOARD.toFile()).path("panels");
    }

    /** As Grafana sends it, with its variables replaced. */
    private static String query(JsonNode target) {
        return target.path("expr").asText().replace("$__rate_interval", "1m").replace("$namespace", ".*");
    }
}
