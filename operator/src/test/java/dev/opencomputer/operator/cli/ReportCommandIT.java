/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.api.AgentConfig;
import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.local.Dialect;
import dev.opencomputer.operator.testing.Canary;
import dev.opencomputer.operator.testing.ControlPlaneExtension;
import dev.opencomputer.operator.testing.Scene;
import dev.opencomputer.operator.testing.TestCluster;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@ExtendWith(ControlPlaneExtension.class)
class ReportCommandIT {

    @TempDir
    Path folder;

    @Test
    void holdsWhatTheConditionsSayAndNothingSecret(TestCluster cluster) throws Exception {
        Canary bySource = Canary.by("a Secret");
        Canary byEnvironment = Canary.by("an Agent's environment");
        Canary byPrompt = Canary.by("an Agent's prompt");
        Map<String, String> report;
        String apiKey;
        try (Scene scene = Scene.open(cluster, folder.resolve("local"), Dialect.LOCAL)) {
            scene.agents().create("triage", agent -> {
                AgentConfig prompted = new AgentConfig();
                prompted.setSystemPrompt(byPrompt.value());
                agent.getSpec().getConfig().setAgentConfig(prompted);
                agent.getSpec().getConfig().setEnv(Map.of("TOKEN", byEnvironment.value()));
            });
            scene.secrets().source("source", bySource.value());
            scene.secrets().create("triage-token", "triage", "TOKEN", "source");
            scene.secrets().create("triage-other", "triage", "OTHER", "nowhere");
            scene.secrets().awaitReason("triage-token", ConditionReason.IN_SYNC);
            scene.secrets().awaitReason("triage-other", ConditionReason.SECRET_NOT_FOUND);
            scene.agents().awaitReason("triage", ConditionReason.IN_SYNC);
            apiKey = scene.server().apiKey();

            Ended ended = report(
                    cluster, "--metrics-url", scene.operator().metricsUrl().toString());

            assertThat(ended.exitCode()).as(ended.err()).isZero();
            assertThat(ended.out()).contains("Agents: 1 (InSync 1)", "AgentSecrets: 2 (InSync 1, SecretNotFound 1)");
            report = read(folder.resolve("report.zip"));
        }

        assertThat(report.get("agents.yaml")).contains("name: triage", "TOKEN: (");
        assertThat(report.get("agentsecrets.yaml")).contains("reason: SecretNotFound");
        assertThat(report.get("events.yaml")).contains("triage-other", "SecretNotFound");
        assertThat(report.get("versions.yaml"))
                .contains("gitVersion", "agentsecrets.opencomputer.dev", "storedVersions");
        assertThat(report.get("metrics/1.txt")).contains("opencomputer_upstream_call_duration_seconds");
        String all = String.join("\n", report.values());
        assertThat(Canary.findings(List.of(bySource, byEnvironment, byPrompt), "the report", all))
                .isEmpty();
        assertThat(all).doesNotContain(apiKey);
    }

    @Test
    void saysWhatItCouldNotReadAndGoesOn(TestCluster cluster) throws Exception {
        Ended ended = report(cluster, "--metrics-url", "http://127.0.0.1:1/metrics");

        assertThat(ended.exitCode()).isZero();
        assertThat(ended.out())
                .contains(
                        "Missing: The metrics at http://127.0.0.1:1/metrics could not be read: nothing answers there.");
        assertThat(read(folder.resolve("report.zip"))).containsKeys("summary.txt", "ABOUT.txt", "agents.yaml");
    }

    @Test
    void isForItsOwnerAlone(TestCluster cluster) throws Exception {
        report(cluster);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("report.zip"))))
                .isEqualTo("rw-------");
    }

    @Test
    void overwritesNothing(TestCluster cluster) throws Exception {
        Files.writeString(folder.resolve("report.zip"), "mine");

        Ended ended = report(cluster);

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.err()).contains("already", "--output");
        assertThat(Files.readString(folder.resolve("report.zip"))).isEqualTo("mine");
    }

    private record Ended(int exitCode, String out, String err) {}

    private Ended report(TestCluster cluster, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "--kubeconfig",
                cluster.kubeconfig().toString(),
                "--namespaces",
                cluster.namespace(),
                "--output",
                folder.resolve("report.zip").toString()));
        arguments.addAll(List.of(more));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = new CommandLine(new ReportCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments.toArray(String[]::new));
        return new Ended(exitCode, out.toString(), err.toString());
    }

    private static Map<String, String> read(Path file) throws IOException {
        Map<String, String> texts = new TreeMap<>();
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(file))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                texts.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return texts;
    }
}
