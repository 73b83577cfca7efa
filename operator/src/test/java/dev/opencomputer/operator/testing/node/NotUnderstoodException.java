/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.testing.node;

/** A pod asks for something that this node cannot do; the test that runs it has to fail. */
final class NotUnderstoodException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NotUnderstoodException(String what) {
        super("the tests' node does not understand " + what + ": teach it, or keep it out of the pod");
    }
}
