/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.local;

/** The local OpenComputer can't start or can't go on; the message is one line for a person, with what to do. */
public final class LocalServerException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    LocalServerException(String message) {
        super(message);
    }

    LocalServerException(String message, Throwable cause) {
        super(message, cause);
    }
}
