/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.opencomputer;

import java.io.IOException;
import java.io.Serial;

/** A well-formed answer that the contract does not allow. */
final class NotAsAgreedException extends IOException {

    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * With a text of this program's own.
     *
     * @param what the end of the sentence "the server answered 200 with ..."
     */
    NotAsAgreedException(String what) {
        super(what);
    }
}
