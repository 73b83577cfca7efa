/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.chart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.opencomputer.operator.testing.Helm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The chart as an earlier version might have been: of an earlier program, and with an Agent that lacks a field. */
final class OlderChart {

    /** What the older Agent does not have, in its spec. */
    static final String FIELD = "displayName";

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .build();

    private OlderChart() {}

    /** Writes it into a folder. */
    static Path write(Path folder) throws IOException {
        Path chart = folder.resolve("older");
        try (Stream<Path> files = Files.walk(Helm.CHART)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path copy = chart.resolve(Helm.CHART.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy);
                }
            }
        }
        edit(
                chart.resolve("Chart.yaml"),
                metadata -> metadata.put("version", "0.0.1").put("appVersion", "0.0.1"));
        edit(
                chart.resolve("files/crds/agents.opencomputer.dev.yaml"),
                crd -> ((ObjectNode) properties(crd)).remove(FIELD));
        return chart;
    }

    /** The properties of the spec that a CRD has. */
    static JsonNode properties(JsonNode crd) {
        return crd.at("/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties");
    }

    private static void edit(Path file, Edit edit) throws IOException {
        ObjectNode document = (ObjectNode) YAML.readTree(file.toFile());
        edit.apply(document);
        Files.write(file, List.of(YAML.writeValueAsString(document)));
    }

    /** A change of a document. */
    @FunctionalInterface
    private interface Edit {
        void apply(ObjectNode document);
    }
}
