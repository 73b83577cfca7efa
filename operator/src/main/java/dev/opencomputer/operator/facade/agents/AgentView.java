/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.agents;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.opencomputer.operator.api.Agent;
import dev.opencomputer.operator.api.AgentSpec;
import dev.opencomputer.operator.facade.body.AgentFields;
import dev.opencomputer.operator.facade.body.Renaming;
import dev.opencomputer.operator.wire.Json;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An Agent as the API shows it. */
public final class AgentView {

    private AgentView() {}

    /** What a list shows of an agent. */
    public static Map<String, Object> brief(Agent agent) {
        AgentSpec spec = agent.getSpec();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", agent.effectiveId());
        json.put("display_name", spec.getDisplayName() == null ? agent.effectiveId() : spec.getDisplayName());
        json.put("secret_store", AgentState.of(agent).secretStore().orElse(null));
        json.put("config", config(spec));
        if (spec.getCore() != null) {
            json.put("core", spec.getCore());
        }
        if (spec.getModel() != null) {
            json.put("model", spec.getModel());
        }
        json.put("created_at", agent.getMetadata().getCreationTimestamp());
        json.put("updated_at", ChangeTimes.lastChange(agent.getMetadata()).toString());
        return json;
    }

    /** The same, and how the agent is. */
    public static Map<String, Object> full(Agent agent) {
        AgentState state = AgentState.of(agent);
        // What was said about an earlier state of the object would be taken for true of this one.
        boolean observed = state.isObserved();
        Map<String, Object> json = brief(agent);
        json.put("status", state.word());
        json.put(
                "conditions",
                observed ? state.conditions().stream().map(AgentView::condition).toList() : List.of());
        json.put(
                "last_error",
                state.trouble()
                        .filter(trouble -> observed)
                        .map(AgentView::error)
                        .orElse(null));
        return json;
    }

    /** The strong entity tag (RFC 9110) of {@link #full}: another one after each write, the operator's reports included. */
    public static String tag(Agent agent) {
        return "\"" + agent.getMetadata().getUid() + "." + agent.getMetadata().getResourceVersion() + "\"";
    }

    private static JsonNode config(AgentSpec spec) {
        return spec.getConfig() == null
                ? NullNode.instance
                : Renaming.toApi(Json.MAPPER.valueToTree(spec.getConfig()), AgentFields.CONFIG);
    }

    private static Map<String, Object> condition(Condition condition) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("type", condition.getType());
        json.put("status", condition.getStatus());
        json.put("reason", condition.getReason());
        json.put("message", condition.getMessage());
        return json;
    }

    private static Map<String, Object> error(Condition trouble) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("phase", "reconcile");
        json.put("message", trouble.getMessage());
        json.put("code", trouble.getReason());
        // Which status the server answered with is told in words only, by the message.
        json.put("upstream_status", null);
        json.put("at", trouble.getLastTransitionTime());
        return json;
    }
}
