/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.cli.sealing;

/** A value that cannot be sealed; the message says why and holds nothing of it. */
public final class UnusableValueException extends Exception {

    private static final long serialVersionUID = 1L;

    UnusableValueException(String message) {
        super(message);
    }
}
