/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.chart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.opencomputer.operator.testing.Helm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The chart as the real helm sees it. */
final class Chart {

    /** The namespace that it is rendered for. */
    static final String NAMESPACE = "opencomputer-system";

    /** The least that has to be said. */
    static final List<String> MINIMAL = List.of(
            "--set", "connection.url=https://opencomputer.example.com", "--set", "connection.apiKey=osb_example");

    private static final YAMLMapper YAML = new YAMLMapper();

    private final Helm helm;

    Chart(Path folder) {
        this.helm = Helm.offline(folder);
    }

    /** The values of each documented variant. */
    static List<Path> variants() {
        return files(Helm.CHART.resolve("ci"));
    }

    /** The values of each example. */
    static List<Path> examples() {
        return files(Helm.CHART.resolve("../../examples/helm").normalize());
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a variant is called. */
    static String name(Path variant) {
        return variant.getFileName().toString().replace("-values.yaml", "");
    }

    /** Renders the release {@code oc}. */
    Helm.Result template(List<String> arguments) {
        List<String> all = new ArrayList<>(List.of("template", "oc", Helm.CHART.toString(), "--namespace", NAMESPACE));
        all.addAll(arguments);
        return helm.run(all);
    }

    String render(Path variant) {
        return template(List.of("--values", variant.toString())).orThrow();
    }

    /** What is rendered, read. */
    List<ObjectNode> objects(List<String> arguments) {
        return objects(template(arguments).orThrow());
    }

    static List<ObjectNode> objects(String rendered) {
        try (MappingIterator<JsonNode> documents =
                YAML.readerFor(JsonNode.class).readValues(rendered)) {
            List<ObjectNode> objects = new ArrayList<>();
            while (documents.hasNext()) {
                if (documents.next() instanceof ObjectNode object) {
                    objects.add(object);
                }
            }
            return objects;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String kind(JsonNode object) {
        return object.path("kind").asText();
    }

    static String name(JsonNode object) {
        return object.path("metadata").path("name").asText();
    }

    /** The one object of a kind and name. */
    static ObjectNode only(List<ObjectNode> objects, String kind, String name) {
        List<ObjectNode> found = objects.stream()
                .filter(object -> kind(object).equals(kind) && name(object).equals(name))
                .toList();
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " times " + kind + " " + name + " among "
                    + objects.stream()
                            .map(object -> kind(object) + " " + name(object))
                            .toList());
        }
        return found.get(0);
    }

    Helm.Result lint(Path variant) {
        return helm.run("lint", "--strict", Helm.CHART.toString(), "--values", variant.toString());
    }
}
