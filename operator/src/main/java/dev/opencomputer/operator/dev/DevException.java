/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.dev;

/** The development environment can't start or can't go on; the message is for a person: what, and how to go on. */
public final class DevException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What stood in the way, for scripts. */
    public enum Reason {
        /** The data folder is in use, of a newer version, or not one of this program's. */
        DATA_FOLDER,
        /** No control plane is to be had, or it did not start. */
        CONTROL_PLANE,
        /** The cluster that was named is not there, cannot be reached or is too old. */
        CLUSTER,
        /** A port that was asked for is taken. */
        PORT_TAKEN,
        /** The OpenComputer to work with is not usable: local data, or a URL or key that was given. */
        OPEN_COMPUTER,
        /** A part ended by itself while everything ran. */
        PART_ENDED
    }

    private final Reason reason;

    DevException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    DevException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** What stood in the way. */
    public Reason reason() {
        return reason;
    }
}
