/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.opencomputer;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One entry of a secret store as a server lists it, without its value.
 *
 * @param name the entry's name; text, since others than this operator may have put something there that is no
 *     {@link SecretKey}
 * @param allowedHosts hosts that may receive the value; empty means every host
 * @param updatedAt when it was last written, where the server says so; whole seconds on hosted servers
 */
public record StoredKey(String name, List<String> allowedHosts, Optional<Instant> updatedAt) {

    /** Copies the list. */
    public StoredKey {
        allowedHosts = List.copyOf(allowedHosts);
    }
}
