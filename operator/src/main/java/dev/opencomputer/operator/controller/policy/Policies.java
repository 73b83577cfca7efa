/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.policy;

import java.util.Optional;
import java.util.function.BiConsumer;

/** The policy as it is now, for those who need it anew each time. */
@FunctionalInterface
public interface Policies {

    /** There are no rules. */
    Policies NONE = () -> Policy.NONE;

    /** The policy that holds now. */
    Policy present();

    /** What is wrong with a newer policy, so that a former one still holds; a sentence. */
    default Optional<String> problem() {
        return Optional.empty();
    }

    /**
     * Asks to be told when another policy holds.
     *
     * @param listener gets the former and the present one; called on any thread, so it must not wait long
     * @return ends that
     */
    default Runnable onChange(BiConsumer<Policy, Policy> listener) {
        return () -> {};
    }
}
