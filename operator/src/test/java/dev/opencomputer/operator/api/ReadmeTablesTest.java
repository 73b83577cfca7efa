/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.api;

import static dev.opencomputer.operator.testing.Readme.assertTable;
import static dev.opencomputer.operator.testing.Readme.row;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReadmeTablesTest {

    @Test
    void conditionTypesAreThoseOfTheCode() throws IOException {
        List<String> expected = Arrays.stream(ConditionType.values())
                .map(type -> row("`" + type.value() + "`", type.polarity(), type.presence(), type.description()))
                .toList();

        assertTable("### Condition types", expected);
    }

    @Test
    void conditionReasonsAreThoseOfTheCode() throws IOException {
        List<String> expected = Arrays.stream(ConditionReason.values())
                .map(reason -> row(
                        "`" + reason.value() + "`", "`" + reason.occurrence().conditions() + "`", reason.description()))
                .toList();

        assertTable("### Condition reasons", expected);
    }

    @ParameterizedTest
    @MethodSource("definitions")
    void fieldsAreThoseOfTheCrd(CustomResourceDefinition definition) throws IOException {
        JSONSchemaProps schema =
                definition.getSpec().getVersions().get(0).getSchema().getOpenAPIV3Schema();
        Map<String, JSONSchemaProps> fields = SchemaFields.of(schema);
        List<String> expected = fields.entrySet().stream()
                .filter(field -> field.getKey().contains(".") && !field.getKey().contains("[]"))
                .map(field -> fieldRow(field.getKey(), field.getValue(), fields))
                .toList();

        assertTable("## " + definition.getSpec().getNames().getKind() + " fields", expected);
    }

    static Stream<CustomResourceDefinition> definitions() {
        return CustomResourceDefinitions.all().stream();
    }

    private static String fieldRow(String path, JSONSchemaProps field, Map<String, JSONSchemaProps> fields) {
        int dot = path.lastIndexOf('.');
        boolean required = fields.get(path.substring(0, dot)).getRequired().contains(path.substring(dot + 1));
        return row("`" + path + "`", type(field) + (required ? ", required" : ""), field.getDescription());
    }

    private static String type(JSONSchemaProps field) {
        if (!field.getEnum().isEmpty()) {
            return field.getEnum().stream()
                    .map(value -> "`" + value.asText() + "`")
                    .collect(Collectors.joining(" or "));
        }
        if (field.getAdditionalProperties() != null) {
            return "map of strings";
        }
        return switch (field.getType()) {
            case "array" -> "list of " + field.getItems().getSchema().getType() + "s";
            default -> field.getType();
        };
    }
}
