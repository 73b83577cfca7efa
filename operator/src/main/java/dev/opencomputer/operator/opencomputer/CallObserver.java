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
     * @param operation one of a small fixed set, such as {@code create_agent}
     * @param method its HTTP method
     * @param server the base URL of the API that it is sent to
     * @return hears of its end
     */
    default Underway sending(String operation, String method, URI server) {
        return Underway.IGNORED;
    }

    /**
     * A call ended.
     *
     * @param operation one of a small fixed set, such as {@code create_agent}
     * @param outcome {@code ok}, {@code held_back} for a call that was not sent, or the failure's word from
     *     {@link OpenComputerException#outcome()}
     * @param took from the first byte sent to the last received, a repeated GET included
     */
    void called(String operation, String outcome, Duration took);
}
