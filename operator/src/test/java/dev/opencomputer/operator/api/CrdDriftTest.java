/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CrdDriftTest {

    private static final Path FOLDER = Path.of("..", "crds");
    private static final String CURE = "Write it anew, and commit it: mvn -q -DskipTests package && java -jar"
            + " operator/target/opencomputer-operator.jar crds --output-dir crds";

    @ParameterizedTest
    @MethodSource("definitions")
    void filesAreWhatTheTypesSay(CustomResourceDefinition definition) throws IOException {
        Path file = FOLDER.resolve(definition.getMetadata().getName() + ".yaml");

        assertThat(file).as("%s is missing. %s", file, CURE).exists();
        assertThat(Files.readString(file))
                .as("%s differs from the types in the package api. %s", file, CURE)
                .isEqualTo(CustomResourceDefinitions.yaml(definition));
    }

    @Test
    void folderHoldsNothingElse() throws IOException {
        List<String> expected = definitions()
                .map(definition -> definition.getMetadata().getName() + ".yaml")
                .toList();

        try (Stream<Path> files = Files.list(FOLDER)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .as("crds/ holds one file for each kind. Remove what is not one. %s", CURE)
                    .containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    static Stream<CustomResourceDefinition> definitions() {
        return CustomResourceDefinitions.all().stream();
    }
}
