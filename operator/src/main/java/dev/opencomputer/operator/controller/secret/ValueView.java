/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secret;

import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.opencomputer.SecretValue;
import java.util.Optional;

/** What is known of the value at this moment of a reconcile. */
sealed interface ValueView {

    /** Nobody looked yet. */
    record NotLooked() implements ValueView {}

    /**
     * There is none that can be used.
     *
     * @param reason why
     * @param message what is wrong and what to do
     */
    record Missing(ConditionReason reason, String message) implements ValueView {}

    /**
     * There is one.
     *
     * @param value the value; never shown
     * @param digest the keyed digest of the value and all that goes with it
     * @param valueDigest the keyed digest of the value alone
     * @param sealingKeyId the key that opened it, when it was sealed
     */
    record Present(SecretValue value, String digest, String valueDigest, Optional<String> sealingKeyId)
            implements ValueView {}
}
