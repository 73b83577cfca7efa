/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.dev;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The fenced blocks of a walk in the documentation: what is typed, and what is seen then. */
final class Walk {

    /** The heading of the README's walk. */
    static final String README = "## A walk of five minutes";

    private static final String FENCE = "```";

    /** Stands for anything, in a line or for whole lines. */
    private static final String LEFT_OUT = "...";

    private static final Pattern AGE_AT_END = Pattern.compile(" \\d+[smh]$");

    /**
     * One step.
     *
     * @param commands what is typed
     * @param refused whether it is meant to fail: the block is marked {@code sh refused}
     * @param output lines that are seen in this order, among others
     */
    record Step(String commands, boolean refused, List<String> output) {

        /** The first line of the output that is not seen, when one is not. */
        Optional<String> missingIn(String seen) {
            List<String> lines = seen.lines().map(Walk::normal).toList();
            int from = 0;
            for (String expected : output) {
                Pattern pattern = pattern(normal(expected));
                while (from < lines.size() && !pattern.matcher(lines.get(from)).matches()) {
                    from++;
                }
                if (from == lines.size()) {
                    return Optional.of(expected);
                }
                from++;
            }
            return Optional.empty();
        }
    }

    private Walk() {}

    /** The steps under a heading in their order. */
    static List<Step> steps(List<String> page, String heading) {
        List<Step> steps = new ArrayList<>();
        List<String> block = new ArrayList<>();
        Optional<String> language = Optional.empty();
        for (String line : section(page, heading)) {
            if (language.isEmpty()) {
                language = line.startsWith(FENCE) ? Optional.of(line.substring(FENCE.length())) : language;
                block = new ArrayList<>();
            } else if (line.equals(FENCE)) {
                add(language.get(), block, steps);
                language = Optional.empty();
            } else {
                block.add(line);
            }
        }
        return steps;
    }

    private static List<String> section(List<String> page, String heading) {
        return page.stream()
                .dropWhile(line -> !line.equals(heading))
                .skip(1)
                .takeWhile(line -> !line.startsWith("## "))
                .toList();
    }

    private static void add(String language, List<String> block, List<Step> steps) {
        switch (language) {
            case "sh", "sh refused" ->
                steps.add(new Step(String.join("\n", block), language.endsWith(" refused"), List.of()));
            case "text" -> {
                Step typed = steps.remove(steps.size() - 1);
                List<String> output =
                        block.stream().filter(line -> !line.equals(LEFT_OUT)).toList();
                steps.add(new Step(typed.commands(), typed.refused(), output));
            }
            default -> throw new IllegalArgumentException("a block of the walk is sh or text, not " + language);
        }
    }

    private static String normal(String line) {
        return line.strip().replaceAll("\\s+", " ");
    }

    private static Pattern pattern(String expected) {
        boolean aged = AGE_AT_END.matcher(expected).find();
        String steady = AGE_AT_END.matcher(expected).replaceFirst("");
        String quoted = "\\Q" + steady.replace(LEFT_OUT, "\\E.*\\Q") + "\\E";
        return Pattern.compile(aged ? quoted + " \\w+" : quoted);
    }
}
