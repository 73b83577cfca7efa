/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReadmeTablesTest {

    private static final Path README = Path.of("..", "README.md");

    @Test
    void conditionTypesAreThoseOfTheCode() throws IOException {
        List<String> expected = Arrays.stream(ConditionType.values())
                .map(type -> row("`" + type.value() + "`", type.polarity(), type.presence(), type.description()))
                .toList();

        compare("### Condition types", expected);
    }

    @Test
    void conditionReasonsAreThoseOfTheCode() throws IOException {
        List<String> expected = Arrays.stream(ConditionReason.values())
                .map(reason -> row(
                        "`" + reason.value() + "`", "`" + reason.occurrence().conditions() + "`", reason.description()))
                .toList();

        compare("### Condition reasons", expected);
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

        compare("## " + definition.getSpec().getNames().getKind() + " fields", expected);
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

    private static String row(String... cells) {
        return "| " + String.join(" | ", cells).replace("*", "\\*") + " |";
    }

    private static void compare(String heading, List<String> expected) throws IOException {
        assertThat(rows(heading))
                .as(
                        "The table below \"%s\" in README.md differs from the code. These are its rows:%n%s%n",
                        heading, String.join("\n", expected))
                .isEqualTo(expected);
    }

    /** The rows of the first table below the heading, without its head. */
    private static List<String> rows(String heading) throws IOException {
        return Files.readAllLines(README).stream()
                .dropWhile(line -> !line.equals(heading))
                .dropWhile(line -> !line.startsWith("|"))
                .takeWhile(line -> line.startsWith("|"))
                .skip(2)
                .toList();
    }
}
