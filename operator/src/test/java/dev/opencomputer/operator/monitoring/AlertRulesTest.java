/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.opencomputer.operator.testing.DebianTool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlertRulesTest {

    /** As the chart has them. */
    static final Path RULES = Path.of("..", "helm", "opencomputer-operator", "files", "rules.yaml");

    private static final Path TESTS =
            Path.of("src", "test", "resources", "dev", "opencomputer", "operator", "monitoring", "rules-test.yaml");
    private static final Path RUNBOOKS = Path.of("..", "docs", "runbooks");

    @TempDir
    private Path folder;

    @Test
    void fireWhenTheyShouldAndNotOtherwise() throws Exception {
        Files.copy(RULES, folder.resolve("rules.yaml"));
        Files.copy(TESTS, folder.resolve("rules-test.yaml"));

        promtool("check", "rules", "rules.yaml");
        promtool("test", "rules", "rules-test.yaml");
    }

    @Test
    void areEachShownToFire() throws IOException {
        JsonNode tests = new YAMLMapper().readTree(TESTS.toFile()).path("tests");

        assertThat(alerts())
                .allSatisfy(alert -> assertThat(tests)
                        .anySatisfy(test -> assertThat(test.path("promql_expr_test")
                                        .path(0)
                                        .path("exp_samples")
                                        .path(0)
                                        .path("labels")
                                        .asText())
                                .contains("alertname=\"" + alert.path("alert").asText() + "\"")));
    }

    @Test
    void haveARunbookEachAndNoRunbookIsOfNoAlert() throws IOException {
        List<String> named = new ArrayList<>();
        for (JsonNode alert : alerts()) {
            String name = alert.path("alert").asText();
            assertThat(alert.path("annotations").path("runbook_url").asText())
                    .isEqualTo("docs/runbooks/" + name + ".md");
            named.add(name + ".md");
        }
        try (Stream<Path> pages = Files.list(RUNBOOKS)) {
            assertThat(pages.map(page -> page.getFileName().toString())).containsExactlyInAnyOrderElementsOf(named);
        }
    }

    private static List<JsonNode> alerts() throws IOException {
        List<JsonNode> alerts = new ArrayList<>();
        new YAMLMapper()
                .readTree(RULES.toFile())
                .path("groups")
                .forEach(group -> group.path("rules").forEach(alerts::add));
        return alerts;
    }

    private void promtool(String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(DebianTool.find("promtool", "prometheus").toString());
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }
}
