/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.testing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What Prometheus gets, by metric.
 *
 * @param metrics by name, in their order
 */
public record Scrape(Map<String, Metric> metrics) {

    private static final Pattern SAMPLE = Pattern.compile("(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(\\{(?<labels>.*)})? .*");
    private static final Pattern LABEL = Pattern.compile("(?<key>[a-zA-Z_]\\w*)=\"(?:[^\"\\\\]|\\\\.)*\"");

    /**
     * One metric.
     *
     * @param name without what a histogram adds to its series
     * @param type counter, gauge, histogram or summary
     * @param help what it says of itself
     * @param labels those of all its series, but for a histogram's {@code le}
     */
    public record Metric(String name, String type, String help, TreeSet<String> labels) {

        /** The unit that the name ends with, empty where it counts. */
        public String unit() {
            String base = name.replaceAll("_(total|max)$", "");
            return List.of("seconds", "bytes").stream()
                    .filter(unit -> base.endsWith("_" + unit))
                    .findFirst()
                    .orElse("");
        }

        /** As a row of a page's table. */
        public String row() {
            String keys = String.join(
                    ", ", labels.stream().map(label -> "`" + label + "`").toList());
            return Readme.row("`" + name + "`", type, unit(), keys, help);
        }
    }

    /** Reads the text format. */
    public static Scrape of(String text) {
        Map<String, Metric> metrics = new LinkedHashMap<>();
        Map<String, String> help = new LinkedHashMap<>();
        List<String> samples = new ArrayList<>();
        for (String line : text.lines().toList()) {
            String[] words = line.split(" ", 4);
            if (line.startsWith("# HELP ")) {
                help.put(words[2], words[3]);
            } else if (line.startsWith("# TYPE ")) {
                metrics.put(words[2], new Metric(words[2], words[3], help.getOrDefault(words[2], ""), new TreeSet<>()));
            } else if (!line.startsWith("#")) {
                samples.add(line);
            }
        }
        samples.forEach(sample -> read(sample, metrics));
        return new Scrape(metrics);
    }

    private static void read(String line, Map<String, Metric> metrics) {
        Matcher sample = SAMPLE.matcher(line);
        if (!sample.matches()) {
            throw new AssertionError("no sample: " + line);
        }
        String name = sample.group("name");
        Metric metric = metrics.getOrDefault(name, metrics.get(name.replaceAll("_(bucket|sum|count)$", "")));
        if (metric == null) {
            throw new AssertionError("a sample of no metric: " + line);
        }
        if (sample.group("labels") != null) {
            LABEL.matcher(sample.group("labels"))
                    .results()
                    .forEach(found -> metric.labels().add(found.group(1)));
        }
        metric.labels().remove("le");
    }
}
