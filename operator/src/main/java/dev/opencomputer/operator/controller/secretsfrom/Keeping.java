/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secretsfrom;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What there is to tell and to do for the keys of an Agent's {@code secretsFrom}. */
public final class Keeping {

    private final KeysReport report;
    private final List<Step> steps;

    Keeping(KeysReport report, List<Step> steps) {
        this.report = report;
        this.steps = steps;
    }

    /** What there is to tell. */
    public KeysReport report() {
        return report;
    }

    /** The time until the keys have to be looked at again, where nothing else calls for it before. */
    public Optional<Duration> untilNext() {
        return steps.isEmpty() ? Optional.empty() : Optional.of(Duration.ZERO);
    }

    /** What there is to do, in this order. */
    List<Step> steps() {
        return steps;
    }
}
