/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.leadership;

/**
 * The right to write: to OpenComputer, and to the objects in Kubernetes. Whoever is about to write asks right before, each
 * time. Safe for use by several threads.
 */
@FunctionalInterface
public interface Mandate {

    /**
     * Lets one write begin.
     *
     * @throws NoMandateException when it must not
     */
    void check();

    /** The mandate of an operator that is alone, and says so. */
    static Mandate unlimited() {
        return () -> {};
    }
}
