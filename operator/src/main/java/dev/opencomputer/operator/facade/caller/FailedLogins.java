/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.caller;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** Counts the requests that were not let in by why they were not; never by who sent them or what they showed. */
final class FailedLogins {

    /** Why a request was not let in. */
    enum Reason {
        /** It carried no credential. */
        MISSING,
        /** Nobody has that key. */
        UNKNOWN_KEY,
        /** The key has expired. */
        EXPIRED_KEY,
        /** The API server does not take that token. */
        REFUSED_TOKEN,
        /** It came from where others had failed too often, with something that is not known. */
        SLOWED
    }

    private final Map<Reason, Counter> counters = new EnumMap<>(Reason.class);

    FailedLogins(MeterRegistry registry) {
        for (Reason reason : Reason.values()) {
            counters.put(
                    reason,
                    Counter.builder("opencomputer.facade.failed.logins")
                            .description("Requests to the agents API that were not let in, by reason")
                            .tag("reason", reason.name().toLowerCase(Locale.ROOT))
                            .register(registry));
        }
    }

    void count(Reason reason) {
        counters.get(reason).increment();
    }
}
