/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.keys.backup;

/** A file is no back-up that can be used; the message says why, and holds nothing of it. */
public final class UnusableBackupException extends Exception {

    private static final long serialVersionUID = 1L;

    UnusableBackupException(String message) {
        super(message);
    }
}
