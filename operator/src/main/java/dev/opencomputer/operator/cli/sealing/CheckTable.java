/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.cli.sealing;

import java.util.ArrayList;
import java.util.List;

/** What was found of sealed values, as rows under each other. */
public final class CheckTable {

    private CheckTable() {}

    /** The lines of the table, the names of its columns first. */
    public static List<String> lines(List<SealedValueCheck.Finding> findings) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("WHERE", "WHAT", "SEALING KEY", "VERDICT"));
        for (SealedValueCheck.Finding finding : findings) {
            rows.add(List.of(
                    finding.where(),
                    finding.what(),
                    finding.key().map(key -> key.value()).orElse("-"),
                    verdict(finding)));
        }
        int columns = rows.get(0).size();
        int[] widths = new int[columns];
        rows.forEach(row -> {
            for (int column = 0; column < columns; column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        });
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private static String verdict(SealedValueCheck.Finding finding) {
        return switch (finding.verdict()) {
            case WELL_FORMED -> "well-formed";
            case CURRENT -> "current key";
            case OLD -> "old key";
            case UNKNOWN_KEY -> "unknown key";
            case MALFORMED -> "malformed: " + finding.why();
        };
    }

    private static String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < row.size(); column++) {
            line.append(row.get(column));
            if (column < row.size() - 1) {
                line.append(" ".repeat(widths[column] - row.get(column).length() + 3));
            }
        }
        return line.toString();
    }
}
