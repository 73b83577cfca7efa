/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.testing.Helm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the chart renders for each documented variant, so that a change of a template is seen as what it does. */
class GoldenRendersTest {

    private static final Path GOLDENS = Path.of("src/test/resources/dev/opencomputer/operator/chart");
    private static final String CURE = "Look at what has changed. If it is meant, write the files anew and commit them:"
            + " mvn test -Dtest=GoldenRendersTest -Dchart.write=true";

    /** Other tests hold these to their sources; here they would only make every file long. */
    private static final List<String> ELSEWHERE = List.of("/crds.yaml", "/dashboard.yaml", "/prometheusrule.yaml");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @MethodSource("dev.opencomputer.operator.chart.Chart#variants")
    void rendersAsBefore(Path variant) throws IOException {
        Path golden = GOLDENS.resolve(Chart.name(variant) + ".yaml");
        String rendered = comparable(new Chart(folder).render(variant));
        if (Boolean.getBoolean("chart.write")) {
            Files.writeString(golden, rendered);
        }

        assertThat(golden).as(CURE).exists();
        assertThat(rendered).as(CURE).isEqualTo(Files.readString(golden));
    }

    @ParameterizedTest
    @MethodSource("dev.opencomputer.operator.chart.Chart#variants")
    void findsNothingToComplainAboutInAVariant(Path variant) {
        assertLint(variant);
    }

    @ParameterizedTest
    @MethodSource("dev.opencomputer.operator.chart.Chart#examples")
    void findsNothingToComplainAboutInAnExample(Path example) {
        assertLint(example);
    }

    @Test
    void thereIsNoGoldenRenderWithoutItsVariant() throws IOException {
        try (Stream<Path> files = Files.list(GOLDENS)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(Chart.variants().stream()
                            .map(variant -> Chart.name(variant) + ".yaml")
                            .toList());
        }
    }

    private void assertLint(Path values) {
        Helm.Result lint = new Chart(folder).lint(values);

        assertThat(lint.exitCode()).as(lint.out() + lint.err()).isZero();
        // Where a template refuses the values, lint is content with telling it.
        assertThat(lint.out() + lint.err()).doesNotContain("[WARNING]", "[ERROR]", "Fail");
    }

    private static String comparable(String rendered) throws IOException {
        String version = ChartFile.read("version");
        return Arrays.stream(rendered.split("(?m)^---\n", -1))
                .filter(document -> !document.isBlank())
                .filter(document -> ELSEWHERE.stream()
                        .noneMatch(document.lines().findFirst().orElse("")::endsWith))
                .map(document -> "---\n" + document.replace(version, "VERSION"))
                .collect(Collectors.joining());
    }
}
