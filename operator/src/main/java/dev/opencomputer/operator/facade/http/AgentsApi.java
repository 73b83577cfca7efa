/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.http;

import dev.opencomputer.operator.api.Agent;
import dev.opencomputer.operator.facade.agents.AgentChanges;
import dev.opencomputer.operator.facade.agents.AgentCreation;
import dev.opencomputer.operator.facade.agents.AgentLookup;
import dev.opencomputer.operator.facade.agents.AgentView;
import dev.opencomputer.operator.facade.agents.SecretChanges;
import dev.opencomputer.operator.facade.agents.SecretLookup;
import dev.opencomputer.operator.facade.agents.SecretView;
import dev.opencomputer.operator.facade.answer.Answer;
import dev.opencomputer.operator.facade.body.AgentFields;
import dev.opencomputer.operator.facade.sealing.Sealing;
import dev.opencomputer.operator.wire.AgentSecretListJson;
import java.util.Map;

/** The eight calls of {@code /v1/agents}. */
public final class AgentsApi {

    private final Sealing sealing;

    /**
     * The calls.
     *
     * @param sealing encrypts values
     */
    public AgentsApi(Sealing sealing) {
        this.sealing = sealing;
    }

    private record DeletedJson(String id, boolean deleted) {}

    Answer list(Call call) {
        return Answer.json(200, AgentView.list(new AgentLookup(call.access().agents()).list()));
    }

    Answer create(Call call) {
        Agent created = new AgentCreation(call.access(), sealing).create(call.body(AgentFields.CREATION));
        return Answer.json(201, AgentView.full(created));
    }

    Answer get(Call call) {
        return Answer.json(200, AgentView.full(new AgentLookup(call.access().agents()).get(call.id())));
    }

    Answer update(Call call) {
        Agent changed = new AgentChanges(call.access()).patch(call.id(), call.body(AgentFields.CHANGE));
        return Answer.json(200, AgentView.full(changed));
    }

    Answer delete(Call call) {
        new AgentChanges(call.access()).delete(call.id());
        return Answer.json(200, new DeletedJson(call.id(), true));
    }

    Answer secrets(Call call) {
        Agent agent = new AgentLookup(call.access().agents()).get(call.id());
        return Answer.json(
                200,
                new AgentSecretListJson(new SecretLookup(call.access().secrets())
                        .list(agent).stream().map(SecretView::of).toList()));
    }

    Answer putSecret(Call call) {
        return Answer.json(
                200,
                SecretView.of(new SecretChanges(call.access(), sealing)
                        .put(call.id(), call.key(), call.body(AgentFields.SECRET))));
    }

    Answer deleteSecret(Call call) {
        new SecretChanges(call.access(), sealing).delete(call.id(), call.key());
        return Answer.json(200, Map.of());
    }
}
