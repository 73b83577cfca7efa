/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.local;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.opencomputer.operator.local.SecretStores.NameTakenException;
import dev.opencomputer.operator.local.SecretStores.StoredSecret;
import dev.opencomputer.operator.local.SecretStores.StoredStore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;

/** {@code /api/secret-stores}: calls in, answers out. */
final class SecretStoresApi {

    private static final Pattern UUID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    private static final Pattern KEY = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private final SecretStores stores;
    private final Dialect dialect;
    private final String organisation;

    SecretStoresApi(SecretStores stores, Dialect dialect, String organisation) {
        this.stores = stores;
        this.dialect = dialect;
        this.organisation = organisation;
    }

    /** What answers which call. */
    Map<Operation, Function<Call, Answer>> handlers() {
        return Map.of(
                Operation.LIST_STORES, this::list,
                Operation.CREATE_STORE, this::create,
                Operation.GET_STORE, this::get,
                Operation.UPDATE_STORE, this::update,
                Operation.DELETE_STORE, this::delete,
                Operation.LIST_SECRETS, this::secrets,
                Operation.PUT_SECRET, this::putSecret,
                Operation.DELETE_SECRET, this::deleteSecret);
    }

    private Answer list(Call call) {
        return dialect.list(stores.list().stream().map(this::json).toList());
    }

    private Answer create(Call call) {
        ObjectNode body = call.body();
        String name = Call.text(body, "name").filter(text -> !text.isEmpty()).orElseThrow(this::nameRequired);
        List<String> egressAllowlist = Call.texts(body, "egressAllowlist").orElse(List.of());
        try {
            return Answer.json(201, json(stores.create(name, egressAllowlist)));
        } catch (NameTakenException e) {
            throw dialect.nameTaken();
        }
    }

    private Answer get(Call call) {
        return Answer.json(200, json(store(call)));
    }

    private Answer update(Call call) {
        String id = store(call).id();
        ObjectNode body = call.body();
        var name = Call.text(body, "name");
        if (name.isPresent() && name.get().isEmpty()) {
            throw nameRequired();
        }
        try {
            return stores.update(id, name, Call.texts(body, "egressAllowlist"))
                    .map(store -> Answer.json(200, json(store)))
                    .orElseThrow(dialect::unknownStore);
        } catch (NameTakenException e) {
            throw dialect.newNameTaken();
        }
    }

    private Answer delete(Call call) {
        if (!stores.delete(store(call).id())) {
            throw dialect.unknownStore();
        }
        return Answer.empty(204);
    }

    private Answer secrets(Call call) {
        return dialect.list(
                stores.secrets(store(call).id()).stream().map(this::json).toList());
    }

    private Answer putSecret(Call call) {
        String storeId = store(call).id();
        String key = checkedKey(call.key(), dialect);
        ObjectNode body = call.body();
        String value = value(body);
        List<String> allowedHosts = hosts(body, "allowedHosts");
        StoredSecret secret =
                stores.putSecret(storeId, key, value, allowedHosts).orElseThrow(dialect::unknownStore);
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("name", secret.name());
        answer.put("status", "set");
        answer.put("refreshed", 0);
        return Answer.json(200, answer);
    }

    private Answer deleteSecret(Call call) {
        if (!stores.deleteSecret(store(call).id(), call.key())) {
            throw dialect.unknownSecret();
        }
        return Answer.empty(204);
    }

    /** A secret's name out of a path, refused where the dialect is strict about it. */
    static String checkedKey(String key, Dialect dialect) {
        if (dialect.checksKeys() && !KEY.matcher(key).matches()) {
            throw Refusal.invalid("invalid secret name: give the name of an environment variable, letters, digits and _"
                    + " and no digit first");
        }
        return key;
    }

    /** The value in a PUT of a secret. */
    static String value(ObjectNode body) {
        String value = body.path("value").textValue();
        if (value == null || value.isEmpty()) {
            throw Refusal.invalid("secret value required: value must be a string that is not empty");
        }
        return value;
    }

    /** The hosts in a PUT of a secret. */
    static List<String> hosts(ObjectNode body, String field) {
        List<String> hosts = Call.texts(body, field).orElse(List.of());
        if (hosts.stream().anyMatch(String::isBlank)) {
            throw Refusal.invalid(field + " entries cannot be empty");
        }
        return hosts;
    }

    private StoredStore store(Call call) {
        if (!UUID.matcher(call.id()).matches()) {
            throw dialect.notAnId();
        }
        return stores.find(call.id()).orElseThrow(dialect::unknownStore);
    }

    private Refusal nameRequired() {
        return Refusal.invalid("name is required");
    }

    private Map<String, Object> json(StoredStore store) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", store.id());
        json.put(dialect.organisationField(), organisation);
        json.put("name", store.name());
        json.put("egressAllowlist", store.egressAllowlist());
        json.put("createdAt", dialect.time(store.createdAt()));
        json.put("updatedAt", dialect.time(store.updatedAt()));
        return json;
    }

    private Map<String, Object> json(StoredSecret secret) {
        Map<String, Object> json = new LinkedHashMap<>();
        if (dialect.showsEntryIds()) {
            json.put("id", secret.kept().id());
            json.put("storeId", secret.storeId());
        }
        json.put("name", secret.name());
        json.put("allowedHosts", secret.kept().allowedHosts());
        json.put("createdAt", dialect.time(secret.kept().createdAt()));
        json.put("updatedAt", dialect.time(secret.kept().updatedAt()));
        return json;
    }
}
