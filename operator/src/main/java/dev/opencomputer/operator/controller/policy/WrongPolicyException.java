/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.policy;

/** A policy that cannot be used; the message says what is wrong in it and what to write instead. */
public final class WrongPolicyException extends Exception {

    private static final long serialVersionUID = 1L;

    WrongPolicyException(String message) {
        super(message);
    }
}
