/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.opencomputer.operator.local.Agents.Found;
import dev.opencomputer.operator.local.Agents.StoredAgent;
import dev.opencomputer.operator.local.Agents.Wanted;
import dev.opencomputer.operator.local.SecretStores.StoredSecret;
import dev.opencomputer.operator.wire.AgentSecretJson;
import dev.opencomputer.operator.wire.AgentSecretListJson;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** {@code /v1/agents}: calls in, answers out. */
final class AgentsApi {

    private static final Pattern DNS_LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

    private final Agents agents;
    private final Dialect dialect;
    private final AgentConfig config;

    AgentsApi(Agents agents, Dialect dialect) {
        this.agents = agents;
        this.dialect = dialect;
        this.config = new AgentConfig(dialect);
    }

    /** What answers which call. */
    Map<Operation, Function<Call, Answer>> handlers() {
        return Map.of(
                Operation.LIST_AGENTS, this::list,
                Operation.CREATE_AGENT, this::create,
                Operation.GET_AGENT, this::get,
                Operation.UPDATE_AGENT, this::update,
                Operation.DELETE_AGENT, this::delete,
                Operation.LIST_AGENT_SECRETS, this::secrets,
                Operation.PUT_AGENT_SECRET, this::putSecret,
                Operation.DELETE_AGENT_SECRET, this::deleteSecret);
    }

    private Answer list(Call call) {
        return Answer.json(
                200, Map.of("agents", agents.list().stream().map(this::json).toList()));
    }

    private Answer create(Call call) {
        ObjectNode body = call.body();
        String id = Call.text(body, "id")
                .filter(text -> DNS_LABEL.matcher(text).matches())
                .orElseThrow(() -> Refusal.invalid("id must be a DNS label: lowercase letters, digits and hyphens, a"
                        + " letter or digit first and last, at most 63"));
        Wanted wanted = config.checked(new Wanted(
                Call.text(body, "display_name"),
                config.merge(NullNode.instance, body.path("config")),
                Call.text(body, "core"),
                Call.text(body, "model")));
        return agents.create(id, wanted, secrets(body))
                .map(found -> Answer.json(201, json(found)))
                .orElseThrow(() -> new Refusal(409, "an agent with the id " + id + " already exists"));
    }

    private Answer get(Call call) {
        Map<String, Object> json = json(agents.find(call.id()).orElseThrow(() -> unknownAgent(call)));
        json.put("status", "ready");
        json.put("conditions", List.of());
        json.put("last_error", null);
        return Answer.json(200, json);
    }

    private Answer update(Call call) {
        ObjectNode body = call.body();
        return agents.update(call.id(), former -> patched(former, body))
                .map(found -> Answer.json(200, json(found)))
                .orElseThrow(() -> unknownAgent(call));
    }

    private Wanted patched(Wanted former, ObjectNode patch) {
        Optional<String> displayName =
                patch.has("display_name") ? Call.text(patch, "display_name") : former.displayName();
        JsonNode newConfig = patch.has("config") ? config.merge(former.config(), patch.get("config")) : former.config();
        return config.checked(new Wanted(displayName, newConfig, former.core(), former.model()));
    }

    private Answer delete(Call call) {
        if (!agents.delete(call.id())) {
            throw unknownAgent(call);
        }
        return dialect.deletedAgent(call.id());
    }

    private Answer secrets(Call call) {
        return agents.secrets(call.id())
                .map(secrets -> Answer.json(
                        200,
                        new AgentSecretListJson(secrets.stream().map(this::json).toList())))
                .orElseThrow(() -> unknownAgent(call));
    }

    private Answer putSecret(Call call) {
        String key = SecretStoresApi.checkedKey(call.key(), dialect);
        ObjectNode body = call.body();
        String value = SecretStoresApi.value(body);
        List<String> allowedHosts = SecretStoresApi.hosts(body, "allowed_hosts");
        return agents.putSecret(call.id(), key, value, allowedHosts)
                .map(secret -> Answer.json(200, json(secret)))
                .orElseThrow(() -> unknownAgent(call));
    }

    private Answer deleteSecret(Call call) {
        if (agents.find(call.id()).isEmpty()) {
            throw unknownAgent(call);
        }
        if (!agents.deleteSecret(call.id(), call.key())) {
            throw dialect.unknownSecret();
        }
        return dialect.deletedAgentSecret();
    }

    private Map<String, String> secrets(ObjectNode body) {
        JsonNode given = body.path("secrets");
        if (given.isMissingNode() || given.isNull()) {
            return Map.of();
        }
        if (!given.isObject()) {
            throw Refusal.invalid("secrets must be an object of keys and values");
        }
        Map<String, String> secrets = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> secret : given.properties()) {
            String value = secret.getValue().textValue();
            if (value == null || value.isEmpty()) {
                throw Refusal.invalid(
                        "secret value required: each value in secrets must be a string that is not empty");
            }
            secrets.put(SecretStoresApi.checkedKey(secret.getKey(), dialect), value);
        }
        return secrets;
    }

    private static Refusal unknownAgent(Call call) {
        return Refusal.notFound("agent not found: " + call.id());
    }

    private Map<String, Object> json(Found found) {
        StoredAgent agent = found.agent();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", agent.id());
        json.put("display_name", agent.wanted().displayName().orElse(agent.id()));
        json.put("secret_store", found.secretStore().orElse(null));
        json.put("config", agent.config());
        agent.wanted().core().ifPresent(core -> json.put("core", core));
        agent.wanted().model().ifPresent(model -> json.put("model", model));
        json.put("created_at", dialect.time(agent.createdAt()));
        json.put("updated_at", dialect.time(agent.updatedAt()));
        return json;
    }

    private AgentSecretJson json(StoredSecret secret) {
        return new AgentSecretJson(
                secret.name(),
                secret.kept().allowedHosts(),
                dialect.time(secret.kept().updatedAt()));
    }
}
