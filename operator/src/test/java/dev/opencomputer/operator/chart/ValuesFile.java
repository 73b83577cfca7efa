/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.chart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.opencomputer.operator.testing.Helm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** values.yaml: its values, and the comments above them. */
final class ValuesFile {

    static final Path FILE = Helm.CHART.resolve("values.yaml");

    private static final Pattern KEY = Pattern.compile("( *)(\\w+):.*");
    private static final Pattern COMMENT = Pattern.compile(" *# ?(.*)");
    private static final Pattern SECTION = Pattern.compile("# -- (.*)");

    private final JsonNode values;
    private final Map<String, String> comments = new LinkedHashMap<>();
    private final Map<String, String> sections = new LinkedHashMap<>();

    private ValuesFile(JsonNode values) {
        this.values = values;
    }

    /**
     * A value that may be set.
     *
     * @param path where it stands, with dots between the keys
     * @param meaning the comment above it
     * @param byDefault its default
     */
    record Value(String path, String meaning, JsonNode byDefault) {

        String type() {
            return switch (byDefault.getNodeType()) {
                case ARRAY -> "list";
                case OBJECT -> "map";
                case BOOLEAN -> "true or false";
                case NUMBER -> "number";
                default -> "text";
            };
        }

        String row() {
            return "| `%s` | %s | `%s` | %s |"
                    .formatted(path, type(), new ObjectMapper().valueToTree(byDefault), meaning.replace("*", "\\*"));
        }
    }

    static ValuesFile read() throws IOException {
        ValuesFile file = new ValuesFile(new YAMLMapper().readTree(FILE.toFile()));
        file.readComments(Files.readAllLines(FILE));
        return file;
    }

    private void readComments(List<String> lines) {
        List<String> path = new ArrayList<>();
        List<String> comment = new ArrayList<>();
        String section = "";
        for (String line : lines) {
            Matcher heading = SECTION.matcher(line);
            Matcher key = KEY.matcher(line);
            Matcher words = COMMENT.matcher(line);
            if (heading.matches()) {
                section = heading.group(1);
                comment.clear();
            } else if (words.matches()) {
                comment.add(words.group(1));
            } else if (key.matches()) {
                int depth = key.group(1).length() / 2;
                path.subList(Math.min(depth, path.size()), path.size()).clear();
                path.add(key.group(2));
                String whole = String.join(".", path);
                if (!comment.isEmpty()) {
                    comments.put(whole, String.join(" ", comment));
                }
                sections.put(whole, section);
                comment.clear();
            } else {
                comment.clear();
            }
        }
    }

    /** The values in the order of the file; one without a comment of its own belongs to the one above it. */
    List<Value> all() {
        List<Value> all = new ArrayList<>();
        walk("", values, (path, node) -> meaning(path).ifPresent(meaning -> all.add(new Value(path, meaning, node))));
        return all;
    }

    /** The paths of values that no comment speaks of. */
    List<String> silent() {
        List<String> silent = new ArrayList<>();
        walk("", values, (path, node) -> {
            if (meaning(path).isEmpty() && !(node.isObject() && !node.isEmpty())) {
                silent.add(path);
            }
        });
        return silent;
    }

    /** The groups of values, which mean nothing by themselves, with the names of what is in each; the whole is "". */
    Map<String, List<String>> groups() {
        Map<String, List<String>> groups = new LinkedHashMap<>();
        groups.put("", names(values));
        walk("", values, (path, node) -> {
            if (meaning(path).isEmpty() && node.isObject()) {
                groups.put(path, names(node));
            }
        });
        return groups;
    }

    /** The heading below which a value stands. */
    String section(String path) {
        return sections.get(path);
    }

    private Optional<String> meaning(String path) {
        return Optional.ofNullable(comments.get(path));
    }

    private void walk(String above, JsonNode node, BiConsumer<String, JsonNode> visitor) {
        node.properties().forEach(property -> {
            String path = above.isEmpty() ? property.getKey() : above + "." + property.getKey();
            visitor.accept(path, property.getValue());
            if (meaning(path).isEmpty() && property.getValue().isObject()) {
                walk(path, property.getValue(), visitor);
            }
        });
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
