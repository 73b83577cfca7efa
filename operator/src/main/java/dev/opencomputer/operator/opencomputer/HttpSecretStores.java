/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.opencomputer;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.opencomputer.operator.wire.Json;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Secret stores over HTTP. */
final class HttpSecretStores implements SecretStores {

    private static final String PATH = "/api/secret-stores";
    private static final String ALLOWLIST = "egressAllowlist";

    private final Calls calls;
    private final Server server;
    private final AnswerReading reading;

    HttpSecretStores(Calls calls, Server server, AnswerReading reading) {
        this.calls = calls;
        this.server = server;
        this.reading = reading;
    }

    @Override
    public List<SecretStore> list() throws OpenComputerException {
        return calls.make(server, Call.of(Operation.LIST_STORES, "secret stores", PATH, reading::stores));
    }

    @Override
    public SecretStore get(StoreId id) throws OpenComputerException {
        return calls.make(
                server, Call.of(Operation.GET_STORE, named(id), path(id), body -> sameId(id, reading.store(body))));
    }

    @Override
    public SecretStore create(String name, Optional<List<String>> egressAllowlist) throws OpenComputerException {
        ObjectNode request = Json.MAPPER.createObjectNode().put("name", name);
        egressAllowlist.ifPresent(hosts -> request.set(ALLOWLIST, array(hosts)));
        return calls.make(server, Call.of(Operation.CREATE_STORE, "secret store " + name, PATH, request, body -> {
            SecretStore store = reading.store(body);
            if (!store.name().equals(name)) {
                throw new NotAsAgreedException("another store than the one asked for");
            }
            return store;
        }));
    }

    @Override
    public SecretStore updateEgressAllowlist(StoreId id, List<String> hosts) throws OpenComputerException {
        ObjectNode request = Json.MAPPER.createObjectNode();
        request.set(ALLOWLIST, array(hosts));
        return calls.make(
                server,
                Call.of(Operation.UPDATE_STORE, named(id), path(id), request, body -> sameId(id, reading.store(body))));
    }

    @Override
    public void delete(StoreId id) throws OpenComputerException {
        calls.make(server, Call.of(Operation.DELETE_STORE, named(id), path(id), HttpSecretStores::anything));
    }

    @Override
    public List<StoredKey> keys(StoreId id) throws OpenComputerException {
        return calls.make(server, Call.of(Operation.LIST_KEYS, named(id), path(id) + "/secrets", reading::keys));
    }

    @Override
    public Optional<Instant> putKey(StoreId id, SecretKey key, SecretValue value, List<String> allowedHosts)
            throws OpenComputerException {
        ObjectNode request = Json.MAPPER.createObjectNode().put("value", value.text());
        // Sent when empty too: the server clears hosts that are not sent, so both say the same, and this says it
        // openly.
        request.set("allowedHosts", array(allowedHosts));
        return calls.make(
                server,
                Call.of(Operation.PUT_KEY, named(id, key), path(id, key), request, new Call.Timed(reading::object)));
    }

    @Override
    public void deleteKey(StoreId id, SecretKey key) throws OpenComputerException {
        calls.make(server, Call.of(Operation.DELETE_KEY, named(id, key), path(id, key), HttpSecretStores::anything));
    }

    /** A 2xx is all that counts after a DELETE; servers send nothing, an empty object, or words. */
    static Void anything(InputStream body) throws IOException {
        body.readNBytes(MOST_AFTER_DELETE);
        return null;
    }

    private static final int MOST_AFTER_DELETE = 64 * 1024;

    private static SecretStore sameId(StoreId asked, SecretStore answered) throws NotAsAgreedException {
        if (!answered.id().equals(asked)) {
            throw new NotAsAgreedException("another store than the one asked for");
        }
        return answered;
    }

    private static String named(StoreId id) {
        return "secret store " + id;
    }

    private static String named(StoreId id, SecretKey key) {
        return "key " + key + " of secret store " + id;
    }

    private static String path(StoreId id) {
        return PATH + "/" + id;
    }

    private static String path(StoreId id, SecretKey key) {
        return path(id) + "/secrets/" + key;
    }

    private static ArrayNode array(List<String> hosts) {
        return Json.MAPPER.valueToTree(hosts);
    }
}
