/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.monitoring;

/**
 * The answer to one question about health.
 *
 * @param good whether all is well
 * @param text what is the case, in a few words without any secret
 */
public record HealthAnswer(boolean good, String text) {

    /** All is well, and nothing more is to be said. */
    public static final HealthAnswer OK = good("ok");

    /**
     * All is well.
     *
     * @param text what is the case
     * @return the answer
     */
    public static HealthAnswer good(String text) {
        return new HealthAnswer(true, text);
    }

    /**
     * Something is wrong.
     *
     * @param text what it is
     * @return the answer
     */
    public static HealthAnswer bad(String text) {
        return new HealthAnswer(false, text);
    }
}
