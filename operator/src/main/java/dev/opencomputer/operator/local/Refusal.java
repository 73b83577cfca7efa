/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.local;

/** A call is answered with an error; each API puts the message into its own envelope. Carries no stack trace. */
final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;

    /**
     * @param status the HTTP status
     * @param message what a person reads; never holds a value or a key
     */
    Refusal(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    static Refusal invalid(String message) {
        return new Refusal(400, message);
    }

    static Refusal notFound(String message) {
        return new Refusal(404, message);
    }

    int status() {
        return status;
    }
}
