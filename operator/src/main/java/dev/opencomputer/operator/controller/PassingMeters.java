/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The meters that controllers add while they run: they go with them, since the registry would go on to show the former
 * gauges instead of those of the next time. What belongs to the process is added before.
 */
final class PassingMeters {

    private final MeterRegistry registry;
    private final Set<Meter.Id> added = ConcurrentHashMap.newKeySet();
    private volatile boolean noting;

    PassingMeters(MeterRegistry registry) {
        this.registry = registry;
        registry.config().onMeterAdded(meter -> {
            if (noting) {
                added.add(meter.getId());
            }
        });
    }

    /** Every meter that is added from now on passes. */
    void begin() {
        noting = true;
    }

    /** Removes them. */
    void end() {
        noting = false;
        added.forEach(registry::remove);
        added.clear();
    }
}
