/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.opencomputer;

import java.util.List;
import java.util.Optional;

/**
 * A secret store as a server showed it.
 *
 * @param id what the server calls it
 * @param name unique in its organisation; {@code agent:<id>} is an agent's own
 * @param egressAllowlist hosts that sandboxes may reach; empty means every host
 * @param organisation the organisation that holds it, where the server says so
 */
public record SecretStore(StoreId id, String name, List<String> egressAllowlist, Optional<String> organisation) {

    /** Copies the list. */
    public SecretStore {
        egressAllowlist = List.copyOf(egressAllowlist);
    }
}
