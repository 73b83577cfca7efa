/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.benchmark;

import java.io.IOException;

/** What a client does again and again on one side of a comparison. */
@FunctionalInterface
interface Work {

    /**
     * Does it once.
     *
     * @param client which of the clients does it, from 0
     * @return how long it took, in nanoseconds; what does not count is left out
     */
    long once(int client) throws IOException;
}
