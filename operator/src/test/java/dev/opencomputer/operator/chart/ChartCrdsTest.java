/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.opencomputer.operator.api.CustomResourceDefinitions;
import dev.opencomputer.operator.testing.Helm;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChartCrdsTest {

    private static final Path FOLDER = Helm.CHART.resolve("files/crds");

    @TempDir
    private Path folder;

    @Test
    void filesAreThoseOfCrds() throws IOException {
        List<String> names = new ArrayList<>();
        for (CustomResourceDefinition definition : CustomResourceDefinitions.all()) {
            String name = definition.getMetadata().getName() + ".yaml";
            names.add(name);
            assertThat(Files.readString(FOLDER.resolve(name)))
                    .as("The chart's CRDs are copies: cp crds/* helm/opencomputer-operator/files/crds")
                    .isEqualTo(CustomResourceDefinitions.yaml(definition));
        }

        try (Stream<Path> files = Files.list(FOLDER)) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrderElementsOf(names);
        }
    }

    @Test
    void areRenderedAsTheyAreAndStayWhenTheReleaseGoes() throws IOException {
        List<ObjectNode> rendered = crds();

        for (CustomResourceDefinition definition : CustomResourceDefinitions.all()) {
            ObjectNode crd = Chart.only(
                    rendered,
                    "CustomResourceDefinition",
                    definition.getMetadata().getName());
            assertThat(crd.path("metadata")
                            .path("annotations")
                            .path("helm.sh/resource-policy")
                            .asText())
                    .isEqualTo("keep");
            assertThat(syncOptions(crd)).isEqualTo("Prune=false");
            ObjectNode plain =
                    Chart.objects(CustomResourceDefinitions.yaml(definition)).get(0);
            assertThat(crd.path("spec")).isEqualTo(plain.path("spec"));
        }
        assertThat(rendered).hasSameSizeAs(CustomResourceDefinitions.all());
    }

    @Test
    void goWithTheReleaseWhenThatIsWanted() {
        assertThat(crds("--set", "crds.keep=false")).isNotEmpty().allSatisfy(crd -> {
            assertThat(crd.path("metadata").path("annotations").has("helm.sh/resource-policy"))
                    .isFalse();
            assertThat(syncOptions(crd)).isEmpty();
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ServerSideApply=true | ServerSideApply=true,Prune=false",
                "Prune=true\\, Replace=true | Replace=true,Prune=false",
                "Prune=false | Prune=false",
            })
    void areNotPrunedByArgoWhateverElseItIsToldOfThem(String told, String rendered) {
        assertThat(crds("--set", "crds.annotations.argocd\\.argoproj\\.io/sync-options=" + told))
                .isNotEmpty()
                .allSatisfy(crd -> assertThat(syncOptions(crd)).isEqualTo(rendered));
    }

    @Test
    void areLeftToOthersWhenThatIsWanted() {
        assertThat(crds("--set", "crds.install=false")).isEmpty();
    }

    private static String syncOptions(ObjectNode crd) {
        return crd.path("metadata")
                .path("annotations")
                .path("argocd.argoproj.io/sync-options")
                .asText();
    }

    private List<ObjectNode> crds(String... more) {
        List<String> arguments = new ArrayList<>(Chart.MINIMAL);
        arguments.addAll(List.of(more));
        return new Chart(folder)
                .objects(arguments).stream()
                        .filter(object -> Chart.kind(object).equals("CustomResourceDefinition"))
                        .toList();
    }
}
