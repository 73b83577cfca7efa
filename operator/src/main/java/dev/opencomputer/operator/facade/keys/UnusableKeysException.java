/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.keys;

import java.nio.file.Path;

/** A keys file is of no use, or cannot be changed; the message says why and what to do, for a terminal. */
public final class UnusableKeysException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnusableKeysException(String message, Throwable cause) {
        super(message, cause);
    }

    static UnusableKeysException of(Path file, Exception cause) {
        return new UnusableKeysException(
                "The keys file " + file + " cannot be used: " + reason(cause) + ". Its form is in docs/facade-keys.md.",
                cause);
    }

    static UnusableKeysException unchanged(Path file, Exception cause) {
        return new UnusableKeysException("The keys file " + file + " was not changed: " + reason(cause) + ".", cause);
    }

    /** In words, without what stands in the file. */
    static String reason(Exception cause) {
        return cause instanceof WrongKeysException ? cause.getMessage() : cause.toString();
    }
}
