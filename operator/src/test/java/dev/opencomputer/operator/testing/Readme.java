/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The tables of the README and of other pages, which tests hold to the code. */
public final class Readme {

    /** Where it is, seen from the module that runs the tests. */
    public static final Path FILE = Path.of("..", "README.md");

    private Readme() {}

    /** A table's row as it is written in Markdown. */
    public static String row(String... cells) {
        return "| " + String.join(" | ", cells).replace("*", "\\*") + " |";
    }

    /** Fails, with the rows to paste, when the first table below the heading has others. */
    public static void assertTable(String heading, List<String> expected) throws IOException {
        assertTable(FILE, heading, expected);
    }

    /** Fails, with the rows to paste, when the first table below the heading of another page has others. */
    public static void assertTable(Path page, String heading, List<String> expected) throws IOException {
        assertThat(table(page, heading, 0).stream().skip(2).toList())
                .as(
                        "The table below \"%s\" in %s differs from the code. These are its rows:%n%s%n",
                        heading, page.getFileName(), String.join("\n", expected))
                .isEqualTo(expected);
    }

    /**
     * The cells of a table's rows, without the marks of code.
     *
     * @param which which of the tables below the heading, from 0
     */
    public static List<List<String>> cells(String heading, int which) throws IOException {
        return table(FILE, heading, which).stream()
                .skip(2)
                .map(row -> Arrays.stream(row.substring(1).split("\\|", -1))
                        .map(cell -> cell.strip().replace("`", ""))
                        .toList())
                .toList();
    }

    private static List<String> table(Path page, String heading, int which) throws IOException {
        List<String> left = Files.readAllLines(page).stream()
                .dropWhile(line -> !line.equals(heading))
                .dropWhile(line -> !isRow(line))
                .toList();
        for (int table = 0; table < which; table++) {
            left = left.stream()
                    .dropWhile(Readme::isRow)
                    .dropWhile(line -> !isRow(line))
                    .toList();
        }
        return left.stream().takeWhile(Readme::isRow).toList();
    }

    private static boolean isRow(String line) {
        return line.startsWith("|");
    }
}
