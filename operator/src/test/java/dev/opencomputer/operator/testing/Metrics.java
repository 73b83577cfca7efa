/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Predicate;

/** What an operator's metrics said at one moment. */
public final class Metrics {

    private static final String CALLS = "opencomputer_upstream_calls_total{";
    private static final String REPAIRS = "opencomputer_drift_repaired_total{";
    private static final String HELD_BACK = "outcome=\"held_back\"";

    private final List<String> lines;

    private Metrics(List<String> lines) {
        this.lines = lines;
    }

    static Metrics scrape(URI url) {
        try (InputStream in = url.toURL().openStream()) {
            return new Metrics(new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList());
        } catch (IOException failure) {
            throw new UncheckedIOException("could not read the metrics at " + url, failure);
        }
    }

    /** How many calls were sent to OpenComputer, or tried to be. */
    public long sentCalls() {
        return sum(line -> line.startsWith(CALLS) && !line.contains(HELD_BACK));
    }

    /** How many reconciles ended without an exception. */
    public long reconciles() {
        return sum(line -> line.startsWith("opencomputer_reconciles_total") && !line.contains("outcome=\"failed\""));
    }

    /** How many objects wait for a reconcile or are in one. */
    public long busy() {
        return sum(line -> line.startsWith("opencomputer_reconcile_queue_length")
                || line.startsWith("opencomputer_reconciles_executing"));
    }

    /** How many other releases reconcile the same namespaces. */
    public long overlappingReleases() {
        return sum(line -> line.startsWith("opencomputer_operator_overlapping_releases"));
    }

    /** How often something was put back that somebody else had changed, by what that was, as the label says it. */
    public long repairs(String drift) {
        return sum(line -> line.startsWith(REPAIRS) && line.contains("drift=\"" + drift + "\""));
    }

    private long sum(Predicate<String> which) {
        return (long) lines.stream()
                .filter(which)
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
