/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CrdSchemaTest {

    @ParameterizedTest
    @MethodSource("definitions")
    void everyFieldHasADescription(CustomResourceDefinition definition) {
        assertThat(fields(
                        definition,
                        field -> field.getDescription() == null
                                || field.getDescription().isBlank()))
                .as("Add @JsonPropertyDescription: meaning, unit, range, and what absent means")
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("definitions")
    void everyStringListAndMapIsBounded(CustomResourceDefinition definition) {
        assertThat(fields(definition, CrdSchemaTest::unbounded))
                .as("Add @Size(max = …), so that the cost of the rules stays within the API server's limit")
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("definitions")
    void everyNumberFitsItsJavaType(CustomResourceDefinition definition) {
        assertThat(fields(definition, field -> "integer".equals(field.getType()) && field.getMaximum() == null, "spec"))
                .as(
                        "Add @Max(Integer.MAX_VALUE) or less: a greater number would stop the operator from reading the object")
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("definitions")
    void noFieldOfTheSpecHasADefault(CustomResourceDefinition definition) {
        assertThat(fields(definition, field -> field.getDefault() != null, "spec"))
                .as("Remove the default: GitOps tools would see it as drift for ever")
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("definitions")
    void statusSaysThatNobodyHasLookedYet(CustomResourceDefinition definition) {
        assertThat(schema(definition).getProperties().get("status").getDefault())
                .hasToString("{\"observedGeneration\":-1}");
    }

    static Stream<CustomResourceDefinition> definitions() {
        return CustomResourceDefinitions.all().stream();
    }

    private static boolean unbounded(JSONSchemaProps field) {
        return switch (field.getType()) {
            case "string" -> field.getMaxLength() == null && field.getEnum().isEmpty();
            case "array" -> field.getMaxItems() == null;
            default -> field.getAdditionalProperties() != null && field.getMaxProperties() == null;
        };
    }

    private static Map<String, JSONSchemaProps> fields(
            CustomResourceDefinition definition, Predicate<JSONSchemaProps> offends) {
        return fields(definition, offends, "");
    }

    private static Map<String, JSONSchemaProps> fields(
            CustomResourceDefinition definition, Predicate<JSONSchemaProps> offends, String below) {
        Map<String, JSONSchemaProps> found = SchemaFields.of(schema(definition));
        Map<String, JSONSchemaProps> offending = new TreeMap<>();
        found.forEach((path, field) -> {
            if (path.startsWith(below) && offends.test(field)) {
                offending.put(path, field);
            }
        });
        return offending;
    }

    private static JSONSchemaProps schema(CustomResourceDefinition definition) {
        CustomResourceDefinitionVersion version =
                definition.getSpec().getVersions().get(0);
        return version.getSchema().getOpenAPIV3Schema();
    }
}
