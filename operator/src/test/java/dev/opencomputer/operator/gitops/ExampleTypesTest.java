/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.gitops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.testing.Helm;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples for Argo CD and Flux are what these tools, and the chart, understand. */
class ExampleTypesTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"argocd", "flux"})
    void holdNoFieldThatTheToolDoesNotKnow(String tool) throws Exception {
        List<GenericKubernetesResource> objects = ExampleFiles.in(tool).stream()
                .filter(object -> !object.getKind().equals("ConfigMap"))
                .toList();

        assertThat(GitOpsTool.run(GitOpsTool.json(objects), "check")).hasLineCount(objects.size());
        assertThat(objects).hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    void chartTakesTheValuesOfTheHelmRelease() throws IOException {
        rendersWith(
                ExampleFiles.one("flux", "HelmRelease", "opencomputer-operator").get("spec", "values"));
    }

    @Test
    void chartTakesTheValuesOfTheApplication() throws IOException {
        rendersWith(ExampleFiles.one("argocd", "Application", "opencomputer-operator")
                .get("spec", "source", "helm", "valuesObject"));
    }

    @Test
    void kustomizationsDependOnOnesThatAreThere() throws IOException {
        List<GenericKubernetesResource> kustomizations = ExampleFiles.in("flux").stream()
                .filter(object -> object.getKind().equals("Kustomization"))
                .toList();
        List<String> names = kustomizations.stream()
                .map(object -> object.getMetadata().getName())
                .toList();

        assertThat(kustomizations)
                .filteredOn(object -> object.get("spec", "dependsOn") != null)
                .isNotEmpty()
                .allSatisfy(object -> assertThat(object.<String>get("spec", "dependsOn", 0, "name"))
                        .isIn(names));
    }

    private void rendersWith(Object values) throws IOException {
        Path file = Files.writeString(folder.resolve("values.yaml"), Serialization.asYaml(values));

        String rendered = Helm.offline(folder)
                .run("template", "opencomputer-operator", Helm.CHART.toString(), "--values", file.toString())
                .orThrow();

        // A Job before the uninstall would hold up the tool's own deletion.
        assertThat(rendered).contains("kind: Deployment").doesNotContain("pre-delete");
    }
}
