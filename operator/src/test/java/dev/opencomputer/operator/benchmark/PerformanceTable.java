/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What was measured, as docs/performance.md has it. */
final class PerformanceTable {

    /** Where it is written each time; {@code -Dbenchmark.write=true} writes it into the document, too. */
    private static final Path FILE = Path.of("target", "benchmark.md");

    private static final Path DOCUMENT = Path.of("..", "docs", "performance.md");
    private static final String BEGIN = "<!-- measured -->\n";
    private static final String END = "<!-- /measured -->\n";

    private static final double MEDIAN = 0.5;
    private static final double P99 = 0.99;

    private final List<Measurement> measured;

    PerformanceTable(List<Measurement> measured) {
        this.measured = List.copyOf(measured);
    }

    void publish() throws IOException {
        Files.createDirectories(FILE.getParent());
        Files.writeString(FILE, text());
        System.out.println(text() + "written to " + FILE.toAbsolutePath().normalize());
        if (Boolean.getBoolean("benchmark.write")) {
            String document = Files.readString(DOCUMENT);
            int begin = document.indexOf(BEGIN) + BEGIN.length();
            Files.writeString(
                    DOCUMENT,
                    document.substring(0, begin) + "\n" + text() + "\n" + document.substring(document.indexOf(END)));
        }
    }

    private String text() {
        return Stream.of(
                        Stream.of(
                                "| call | straight | clients | median, ratio | p99, ratio | at the facade, ms: median, p99 |"
                                        + " straight, ms: median, p99 |",
                                "| --- | --- | --- | --- | --- | --- | --- |"),
                        measured.stream().map(PerformanceTable::row),
                        Stream.of(
                                "",
                                "| call | clients | requests to the API server | facade, CPU ms a call | API server,"
                                        + " CPU ms a call: for the facade, straight |",
                                "| --- | --- | --- | --- | --- |"),
                        measured.stream().map(PerformanceTable::cpuRow))
                .flatMap(lines -> lines)
                .collect(Collectors.joining("\n", "", "\n"));
    }

    static String row(Measurement measurement) {
        Comparison comparison = measurement.comparison();
        return String.format(
                Locale.ROOT,
                "| %s | %s | %d | %s | %s | %s | %s |",
                comparison.call(),
                comparison.straight(),
                comparison.clients(),
                ratio(measurement.medians()),
                ratio(measurement.p99s()),
                millis(measurement.facadeMillis(MEDIAN), measurement.facadeMillis(P99)),
                millis(measurement.straightMillis(MEDIAN), measurement.straightMillis(P99)));
    }

    static String cpuRow(Measurement measurement) {
        return String.format(
                Locale.ROOT,
                "| %s | %d | %d | %.2f | %.2f, %.2f |",
                measurement.comparison().call(),
                measurement.comparison().clients(),
                measurement.requests(),
                measurement.cpu(Measurement.Pair::facade, Block::facadeCpu),
                measurement.cpu(Measurement.Pair::facade, Block::apiServerCpu),
                measurement.cpu(Measurement.Pair::straight, Block::apiServerCpu));
    }

    private static String ratio(Measurement.Ratio ratio) {
        return String.format(Locale.ROOT, "**%.2f** (%.2f to %.2f)", ratio.value(), ratio.low(), ratio.high());
    }

    private static String millis(double median, double p99) {
        return String.format(Locale.ROOT, "%.2f, %.2f", median, p99);
    }
}
