/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secretsfrom;

import dev.opencomputer.operator.api.ConditionReason;
import java.util.Set;

/** Which keys a Secret has. Their values are nobody's business here. */
public sealed interface SecretKeys {

    /**
     * It is there and may be sent to OpenComputer.
     *
     * @param names its keys
     */
    record Present(Set<String> names) implements SecretKeys {}

    /**
     * Its keys cannot be told, or may not be used; which says nothing of what it had before.
     *
     * @param reason why
     * @param message what is wrong and what to do
     * @param passing whether that is of the moment, so that it is read again before long
     */
    record Unusable(ConditionReason reason, String message, boolean passing) implements SecretKeys {}

    /** It is not there, for so short a time that it may be on its way: what is applied together comes together. */
    record Awaited() implements SecretKeys {}
}
