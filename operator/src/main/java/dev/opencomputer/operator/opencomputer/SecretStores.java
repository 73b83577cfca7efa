/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.opencomputer;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Secret stores and their keys, under {@code /api/secret-stores}. Every call blocks until its answer or deadline. */
public interface SecretStores {

    /**
     * Every store of the organisation. Only this answer proves that a store is not there.
     *
     * @throws OpenComputerException when no whole, valid list came back
     */
    List<SecretStore> list() throws OpenComputerException;

    /**
     * One store.
     *
     * @throws OpenComputerException.NotFound on 404, which proves nothing: a server whose database is down says it too
     * @throws OpenComputerException when the call failed otherwise
     */
    SecretStore get(StoreId id) throws OpenComputerException;

    /**
     * Makes a store.
     *
     * @param name unique in the organisation
     * @param egressAllowlist hosts that sandboxes may reach; empty list: every host; absent: the server's default
     * @throws OpenComputerException.Conflict when the name is taken
     * @throws OpenComputerException when the call failed otherwise; it may still have been carried out
     */
    SecretStore create(String name, Optional<List<String>> egressAllowlist) throws OpenComputerException;

    /**
     * Replaces a store's egress allowlist and leaves its name.
     *
     * @param hosts hosts that sandboxes may reach; empty: every host
     * @throws OpenComputerException when the call failed
     */
    SecretStore updateEgressAllowlist(StoreId id, List<String> hosts) throws OpenComputerException;

    /**
     * Removes a store with every key in it. A return is a positive sign that it is gone.
     *
     * @throws OpenComputerException.NotFound on 404, which proves nothing: ask {@link #list()}
     * @throws OpenComputerException.Conflict when the server says that a sandbox still refers to the store
     * @throws OpenComputerException when the call failed otherwise
     */
    void delete(StoreId id) throws OpenComputerException;

    /**
     * The keys in a store, without their values.
     *
     * @throws OpenComputerException when no whole, valid list came back
     */
    List<StoredKey> keys(StoreId id) throws OpenComputerException;

    /**
     * Creates or replaces a key. The server passes the value to running sandboxes before it answers, which takes up to
     * about 15 seconds.
     *
     * @param allowedHosts hosts that may receive the value, always sent, since the server clears what is not; empty:
     *     every host
     * @return when the answer was made, by the server's clock and in whole seconds: no earlier than the write, but for
     *     what the clocks of the server's own machines differ; empty where the answer does not say so
     * @throws OpenComputerException when the call failed; it may still have been carried out
     */
    Optional<Instant> putKey(StoreId id, SecretKey key, SecretValue value, List<String> allowedHosts)
            throws OpenComputerException;

    /**
     * Removes a key. A return is a positive sign that it is gone.
     *
     * @throws OpenComputerException.NotFound on 404, which proves nothing
     * @throws OpenComputerException when the call failed otherwise
     */
    void deleteKey(StoreId id, SecretKey key) throws OpenComputerException;
}
