/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.leadership;

/** The API server does not let this replica take part in an election; the message says what is missing. */
public final class LeaseUnavailableException extends Exception {

    private static final long serialVersionUID = 1L;

    LeaseUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
