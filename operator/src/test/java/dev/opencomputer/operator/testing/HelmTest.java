/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HelmTest {

    @TempDir
    private Path folder;

    @Test
    void rendersForTheKubernetesThatTheTestsRun() throws IOException {
        Path chart = folder.resolve("chart");
        Files.createDirectories(chart.resolve("templates"));
        Files.writeString(
                chart.resolve("Chart.yaml"),
                "apiVersion: v2\nname: chart\nversion: 0.1.0\nkubeVersion: '>=1.34.0-0'\n");
        Files.writeString(chart.resolve("templates/versions.yaml"), "helm: {{ .Capabilities.HelmVersion.Version }}\n");

        String rendered = Helm.offline(folder)
                .run("template", "release", chart.toString())
                .orThrow();

        assertThat(rendered).contains("helm: v3.19.2");
    }
}
