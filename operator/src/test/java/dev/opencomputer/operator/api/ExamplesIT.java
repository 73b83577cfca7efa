/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.testing.ControlPlaneExtension;
import dev.opencomputer.operator.testing.TestCluster;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(ControlPlaneExtension.class)
class ExamplesIT {

    @ParameterizedTest
    @MethodSource("examples")
    void everyExampleIsAcceptedAsItStands(Path file, TestCluster cluster) throws IOException {
        List<HasMetadata> objects;
        try (var yaml = Files.newInputStream(file)) {
            objects = cluster.client().load(yaml).items();
        }

        assertThat(objects).isNotEmpty().allSatisfy(object -> {
            HasMetadata created = cluster.client()
                    .resource(object)
                    .inNamespace(cluster.namespace())
                    .fieldValidation(Validation.STRICT)
                    .create();

            if (object instanceof GenericKubernetesResource sent) {
                assertThat(((GenericKubernetesResource) created).<Object>get("spec"))
                        .isEqualTo(sent.<Object>get("spec"));
            }
        });
    }

    static Stream<Path> examples() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("..", "examples"))) {
            return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList().stream();
        }
    }
}
