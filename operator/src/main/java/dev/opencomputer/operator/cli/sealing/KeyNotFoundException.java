/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.cli.sealing;

/** A public key that cannot be had, or is not to be used; the message says from where, why, and what to do. */
public final class KeyNotFoundException extends Exception {

    private static final long serialVersionUID = 1L;

    KeyNotFoundException(String message) {
        super(message);
    }
}
