/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller;

/** Something that the operator needs is not there; the message says what, and what to do, in a line. */
public final class CannotStartException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CannotStartException(String message, Throwable cause) {
        super(message, cause);
    }
}
