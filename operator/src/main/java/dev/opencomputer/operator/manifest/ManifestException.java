/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.manifest;

/** A file cannot be read or changed as asked; the message is a sentence that says why, and holds no value from the file. */
public final class ManifestException extends Exception {

    private static final long serialVersionUID = 1L;

    ManifestException(String message) {
        super(message);
    }
}
