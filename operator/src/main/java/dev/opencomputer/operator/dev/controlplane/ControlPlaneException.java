/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.dev.controlplane;

/** The control plane could not be had or did not start; the message says what was tried and how to go on. */
public final class ControlPlaneException extends RuntimeException {

    /**
     * Creates the exception.
     *
     * @param message what was tried, what came back, how to go on
     */
    public ControlPlaneException(String message) {
        super(message);
    }

    /**
     * Creates the exception.
     *
     * @param message what was tried, what came back, how to go on
     * @param cause what made it fail
     */
    public ControlPlaneException(String message, Throwable cause) {
        super(message, cause);
    }
}
