/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.report;

/** Something that the report should hold and cannot; the message is a sentence that says what and why. */
final class NotReadableException extends Exception {

    private static final long serialVersionUID = 1L;

    NotReadableException(String message) {
        super(message);
    }
}
