/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.keys;

import java.time.Instant;

/** The next step on the way to sealing keys that are all published, with one of them current that is not too old. */
sealed interface KeyPlan {

    /**
     * All is as it should be.
     *
     * @param current the key to seal with
     */
    record Settled(StoredKey current) implements KeyPlan {}

    /**
     * A new key is to be stored. Its name says what it is for, so that of several operators who come to the same plan one
     * makes it, and one that was killed afterwards finds it.
     *
     * @param secretName the name of its Secret
     * @param created when it is made, as is noted there
     */
    record Make(String secretName, Instant created) implements KeyPlan {}

    /**
     * The publication is to be written.
     *
     * @param wanted what it says then
     */
    record Publish(Publication wanted) implements KeyPlan {}
}
