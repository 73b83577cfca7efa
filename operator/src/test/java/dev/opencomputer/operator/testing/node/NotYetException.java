/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.testing.node;

/** Something that a pod refers to is not there: the pod waits, as it would on a real node. */
final class NotYetException extends Exception {

    private static final long serialVersionUID = 1L;

    NotYetException(String message) {
        super(message);
    }
}
