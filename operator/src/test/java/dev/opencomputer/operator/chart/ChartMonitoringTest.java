/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.opencomputer.operator.testing.Helm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChartMonitoringTest {

    @TempDir
    private Path folder;

    @Test
    void alertRulesAreThoseOfTheFile() throws IOException {
        ObjectNode rule =
                Chart.only(render("metrics.prometheusRule.enabled=true"), "PrometheusRule", "oc-opencomputer-operator");

        assertThat(rule.path("spec"))
                .isEqualTo(new YAMLMapper()
                        .readTree(Helm.CHART.resolve("files/rules.yaml").toFile()));
    }

    @Test
    void alertsLeadToTheRunbooksWhereTheseAreRead() {
        ObjectNode rule = Chart.only(
                render("metrics.prometheusRule.enabled=true,metrics.prometheusRule.runbooks=https://example.com/it/"),
                "PrometheusRule",
                "oc-opencomputer-operator");

        assertThat(rule.findValuesAsText("runbook_url"))
                .isNotEmpty()
                .allSatisfy(url -> assertThat(url).startsWith("https://example.com/it/docs/runbooks/"));
    }

    @Test
    void dashboardIsThatOfTheFile() throws IOException {
        ObjectNode map =
                Chart.only(render("metrics.dashboard.enabled=true"), "ConfigMap", "oc-opencomputer-operator-dashboard");

        JsonNode rendered = new ObjectMapper()
                .readTree(map.at("/data/oc-opencomputer-operator.json").asText());
        assertThat(rendered)
                .isEqualTo(new ObjectMapper()
                        .readTree(Helm.CHART.resolve("files/dashboard.json").toFile()));
        assertThat(map.at("/metadata/labels/grafana_dashboard").asText()).isEqualTo("1");
    }

    private List<ObjectNode> render(String values) {
        List<String> arguments = new ArrayList<>(Chart.MINIMAL);
        arguments.addAll(List.of("--set", values));
        return new Chart(folder).objects(arguments);
    }
}
