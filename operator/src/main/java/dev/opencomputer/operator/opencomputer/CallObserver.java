/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.opencomputer;

import java.net.URI;
import java.time.Duration;
import java.util.Map;

/** Hears of every call that was made, or held back, for metrics. Must be quick and must not throw. */
@FunctionalInterface
public interface CallObserver {

    /** Hears nothing. */
    CallObserver NONE = (operation, outcome, took) -> {};

    /** A call that is under way. */
    interface Underway {

        /** Of no interest. */
        Underway IGNORED = new Underway() {

            @Override
            public Map<String, String> headers() {
                return Map.of();
            }

            @Override
            public void ended(String outcome) {}
        };

        /** What goes along with it, so that the server can say what it is a part of; nothing secret. */
        Map<String, String> headers();

        /**
         * It ended, on the thread that it began on.
         *
         * @param outcome as in {@link CallObserver#called}
         */
        void ended(String outcome);
    }

    /**
     * A call is about to be sent.
     *
     * @param operation what is called
     * @param server the base URL of the API that it is sent to
     * @return hears of its end
     */
    default Underway sending(Operation operation, URI server) {
        return Underway.IGNORED;
    }

    /**
     * A call ended.
     *
     * @param operation what was called
     * @param outcome {@code ok}, {@code held_back} for a call that was not sent, {@code failed} for one that this program
     *     ended by an exception of its own, or the failure's word from {@link OpenComputerException#outcome()}
     * @param took from the first byte sent to the last received, a repeated GET included
     */
    void called(Operation operation, String outcome, Duration took);
}
