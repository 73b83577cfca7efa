/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secretsfrom;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What there is to tell and to do for the keys of an Agent's {@code secretsFrom}. */
public final class Keeping {

    private final KeysReport report;
    private final List<Step> steps;
    private final Optional<Duration> untilRead;

    Keeping(KeysReport report, List<Step> steps, Optional<Duration> untilRead) {
        this.report = report;
        this.steps = steps;
        this.untilRead = untilRead;
    }

    /** What there is to tell. */
    public KeysReport report() {
        return report;
    }

    /** The time until the keys have to be looked at again, where nothing else calls for it before: at once while there is something to do. */
    public Optional<Duration> untilNext() {
        return steps.isEmpty() ? untilRead : Optional.of(Duration.ZERO);
    }

    /** The time until a Secret has to be read again that is on its way, or that could not be read. */
    public Optional<Duration> untilRead() {
        return untilRead;
    }

    /** What there is to do, in this order. */
    List<Step> steps() {
        return steps;
    }
}
