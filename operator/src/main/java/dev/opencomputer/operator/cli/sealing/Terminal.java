/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.cli.sealing;

import java.io.IOException;
import java.util.Optional;

/** Somebody who can be asked for a value. */
public interface Terminal {

    /**
     * Asks for one line, and shows nothing of it while it is typed.
     *
     * @param prompt what to ask with
     * @return the line without its end; empty when there was none
     * @throws IOException when it cannot be asked without showing it; the message is a clause that says why
     */
    byte[] ask(String prompt) throws IOException;

    /** The terminal that standard input is, if it is one. */
    static Optional<Terminal> atStandardInput() {
        return TtyTerminal.find();
    }
}
