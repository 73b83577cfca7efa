/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secret;

import dev.opencomputer.operator.api.AgentSecret;
import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.controller.scheduling.ObjectMemory;
import dev.opencomputer.operator.controller.scheduling.Remembered;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/** What the process remembers of each AgentSecret between reconciles. */
final class SecretMemory extends ObjectMemory<SecretMemory.Entry> {

    SecretMemory(LongSupplier clock) {
        super(() -> new Entry(clock));
    }

    /** One AgentSecret's memory. */
    static final class Entry extends Remembered<AgentSecret> {

        private Optional<ConditionReason> waitingFor = Optional.empty();
        private long waitingSince;

        private Entry(LongSupplier clock) {
            super(clock);
        }

        /** How long the object has waited for the same thing by now; zero at first. */
        Duration waited(ConditionReason what) {
            if (!waitingFor.equals(Optional.of(what))) {
                waitingFor = Optional.of(what);
                waitingSince = now();
            }
            return Duration.ofNanos(now() - waitingSince);
        }

        /** The object no longer waits. */
        void goesOn() {
            waitingFor = Optional.empty();
        }
    }
}
