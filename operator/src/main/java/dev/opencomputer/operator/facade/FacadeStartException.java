/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade;

/** The facade could not start; the message says why and what to do, for a terminal. */
public final class FacadeStartException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    FacadeStartException(String message, Throwable cause) {
        super(message, cause);
    }
}
