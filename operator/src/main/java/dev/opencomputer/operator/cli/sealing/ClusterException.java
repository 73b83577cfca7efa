/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.cli.sealing;

/** A cluster that does not give what it was asked for; the message is a clause that says why. */
public final class ClusterException extends Exception {

    private static final long serialVersionUID = 1L;

    private final boolean forAll;

    ClusterException(String message, boolean forAll) {
        super(message);
        this.forAll = forAll;
    }

    /** Whether everything else that it is asked for would go the same way. */
    boolean isForAll() {
        return forAll;
    }
}
