/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.opencomputer.operator.testing.Helm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ChartReadmeTest {

    private static final Path README = Helm.CHART.resolve("README.md");
    private static final String BEGIN = "<!-- Made of the comments in values.yaml. -->\n";
    private static final String END = "<!-- The end of what is made. -->";
    private static final String CURE =
            "The tables in helm/opencomputer-operator/README.md are made of values.yaml. Write them anew, and commit"
                    + " them: mvn test -Dtest=ChartReadmeTest -Dchart.write=true";

    @Test
    void everyValueHasAComment() throws IOException {
        assertThat(ValuesFile.read().silent()).isEmpty();
    }

    @Test
    void tablesAreMadeOfValuesYaml() throws IOException {
        String readme = Files.readString(README);
        int begin = readme.indexOf(BEGIN) + BEGIN.length();
        int end = readme.indexOf(END);
        String tables = tables(ValuesFile.read());
        if (Boolean.getBoolean("chart.write")) {
            readme = readme.substring(0, begin) + tables + readme.substring(end);
            Files.writeString(README, readme);
            end = readme.indexOf(END);
        }

        assertThat(readme.substring(begin, end)).as(CURE).isEqualTo(tables);
    }

    @Test
    void schemaKnowsTheValuesThatThereAreAndNoOthers() throws IOException {
        JsonNode schema = new ObjectMapper()
                .readTree(Helm.CHART.resolve("values.schema.json").toFile());

        ValuesFile.read()
                .groups()
                .forEach((path, names) -> assertThat(properties(schema, path))
                        .as("the properties of %s in values.schema.json", path.isEmpty() ? "the whole" : path)
                        .containsExactlyInAnyOrderElementsOf(names));
    }

    @Test
    void versionIsThatOfTheProgram() throws IOException {
        Matcher pom = Pattern.compile("<artifactId>opencomputer-operator-parent</artifactId>\\s*<version>([^<]+)")
                .matcher(Files.readString(Path.of("..", "pom.xml")));

        assertThat(pom.find()).isTrue();
        assertThat(ChartFile.read("version")).isEqualTo(pom.group(1));
        assertThat(ChartFile.read("appVersion")).isEqualTo(pom.group(1));
    }

    private static String tables(ValuesFile file) {
        StringBuilder tables = new StringBuilder();
        String section = "";
        for (ValuesFile.Value value : file.all()) {
            if (!file.section(value.path()).equals(section)) {
                section = file.section(value.path());
                tables.append("\n### ")
                        .append(section)
                        .append("\n\n| value | type | default | what it means |\n| --- | --- | --- | --- |\n");
            }
            tables.append(value.row()).append('\n');
        }
        return tables.append('\n').toString();
    }

    private static List<String> properties(JsonNode schema, String path) {
        JsonNode node = schema;
        for (String name : path.isEmpty() ? List.<String>of() : List.of(path.split("\\.", -1))) {
            node = resolved(schema, node.path("properties").path(name));
        }
        assertThat(node.path("additionalProperties").asBoolean(true))
                .as("%s refuses what it does not know", path)
                .isFalse();
        List<String> names = new ArrayList<>();
        node.path("properties").fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static JsonNode resolved(JsonNode schema, JsonNode node) {
        return node.has("$ref") ? schema.at(node.get("$ref").asText().substring(1)) : node;
    }
}
