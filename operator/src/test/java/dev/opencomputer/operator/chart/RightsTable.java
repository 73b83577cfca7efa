/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.chart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Rights as {@code docs/rights.md} shows them, without the last column, which says what each is for. */
final class RightsTable {

    private static final Path PAGE = Path.of("..", "docs", "rights.md");

    private static final List<String> VERBS =
            List.of("get", "list", "watch", "create", "update", "patch", "delete", "impersonate");

    private RightsTable() {}

    /**
     * The rows, ordered.
     *
     * @param words what stands for the users, namespaces and names of a test
     */
    static List<String> rows(Collection<Right> rights, Map<String, String> words) {
        Map<String, TreeSet<String>> names = new LinkedHashMap<>();
        rights.forEach(right -> names.computeIfAbsent(where(right, words) + "@" + right.verb(), key -> new TreeSet<>())
                .add(word(right.name(), words)));
        Map<String, TreeSet<Integer>> verbs = new LinkedHashMap<>();
        names.forEach((key, named) -> {
            String where = key.substring(0, key.lastIndexOf('@'));
            verbs.computeIfAbsent(
                            where + String.join(", ", named) + (named.first().isEmpty() ? "any" : ""),
                            row -> new TreeSet<>())
                    .add(VERBS.indexOf(key.substring(key.lastIndexOf('@') + 1)));
        });
        Map<String, TreeSet<String>> resources = new LinkedHashMap<>();
        verbs.forEach((key, indices) -> {
            String[] cells = key.split(" \\| ", -1);
            resources
                    .computeIfAbsent(
                            String.join(" | ", cells[0], cells[1], cells[2], "%s", cells[4])
                                    + " | "
                                    + indices.stream().map(VERBS::get).collect(Collectors.joining(", ")),
                            row -> new TreeSet<>())
                    .add(cells[3]);
        });
        return resources.entrySet().stream()
                .map(row -> row.getKey().formatted(String.join(", ", row.getValue())))
                .sorted()
                .toList();
    }

    /** The rows that the page has below a heading, ordered. */
    static List<String> ofThePage(String heading) throws IOException {
        return Files.readAllLines(PAGE).stream()
                .dropWhile(line -> !line.equals(heading))
                .dropWhile(line -> !line.startsWith("|"))
                .takeWhile(line -> line.startsWith("|"))
                .skip(2)
                .map(row -> Arrays.stream(row.substring(1).split("\\|", -1))
                        .limit(6)
                        .map(cell -> cell.strip().replace("`", ""))
                        .collect(Collectors.joining(" | ")))
                .sorted()
                .toList();
    }

    private static String where(Right right, Map<String, String> words) {
        return String.join(
                " | ",
                word(right.user(), words),
                word(right.namespace(), words),
                right.group().isEmpty() ? "core" : right.group(),
                right.resource(),
                "");
    }

    private static String word(String text, Map<String, String> words) {
        return words.getOrDefault(text, text);
    }
}
