/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.opencomputer.operator.api.Agent;
import dev.opencomputer.operator.api.AgentSecret;
import dev.opencomputer.operator.facade.agents.AgentChanges;
import dev.opencomputer.operator.facade.agents.AgentCreation;
import dev.opencomputer.operator.facade.agents.AgentLookup;
import dev.opencomputer.operator.facade.agents.AgentPages;
import dev.opencomputer.operator.facade.agents.AgentView;
import dev.opencomputer.operator.facade.agents.HeldPages;
import dev.opencomputer.operator.facade.agents.SecretChanges;
import dev.opencomputer.operator.facade.agents.SecretList;
import dev.opencomputer.operator.facade.agents.SecretView;
import dev.opencomputer.operator.facade.answer.Answer;
import dev.opencomputer.operator.facade.body.AgentFields;
import dev.opencomputer.operator.facade.headers.Preconditions;
import dev.opencomputer.operator.facade.headers.WaitPreference;
import dev.opencomputer.operator.facade.kubernetes.Awaited;
import dev.opencomputer.operator.facade.kubernetes.CallerAccess;
import dev.opencomputer.operator.facade.kubernetes.Waits;
import dev.opencomputer.operator.facade.sealing.Sealing;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The eight calls of {@code /v1/agents}. */
public final class AgentsApi {

    private static final int OK = 200;
    private static final int CREATED = 201;
    private static final int ACCEPTED = 202;
    private static final int NOT_MODIFIED = 304;

    private final Sealing sealing;
    private final Waits waits;
    private final HeldPages heldPages = new HeldPages();

    /**
     * The calls.
     *
     * @param sealing encrypts values
     * @param waits has room for those who ask to wait
     */
    public AgentsApi(Sealing sealing, Waits waits) {
        this.sealing = sealing;
        this.waits = waits;
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record DeletedJson(String id, boolean deleted, Boolean pending) {}

    Answer list(Call call) {
        ListQuery query = call.listQuery();
        return Answer.streamed(
                OK,
                new AgentListJson(query.most()
                        .map(most -> AgentPages.one(access(call), heldPages, most, query.next()))
                        .orElseGet(() -> AgentPages.all(call.access(), heldPages))));
    }

    Answer create(Call call) {
        AgentCreation creation = new AgentCreation(access(call), sealing);
        return waits.room(call.waitAsked(), wait -> {
            Awaited<Agent> created = creation.create(call.body(AgentFields.CREATION), wait);
            // A shorter wait than the one that tells whether the id was to be had cannot be granted.
            Optional<Duration> granted = wait.filter(asked -> asked.compareTo(AgentCreation.PATIENCE) >= 0);
            return waited(shown(CREATED, created.object()), created, granted);
        });
    }

    Answer get(Call call) {
        Agent agent = new AgentLookup(access(call).agents()).get(call.id());
        String tag = AgentView.tag(agent);
        return call.preconditions().isKnown(tag)
                ? Answer.empty(NOT_MODIFIED).with(Preconditions.ETAG, tag)
                : shown(OK, agent);
    }

    Answer update(Call call) {
        AgentChanges changes = new AgentChanges(access(call));
        return waits.room(call.waitAsked(), wait -> {
            Awaited<Agent> changed =
                    changes.patch(call.id(), call.body(AgentFields.CHANGE), call.preconditions(), wait);
            return waited(shown(OK, changed.object()), changed, wait);
        });
    }

    Answer delete(Call call) {
        AgentChanges changes = new AgentChanges(access(call));
        return waits.room(call.waitAsked(), wait -> {
            Awaited<Agent> deleted = changes.delete(call.id(), call.preconditions(), wait);
            return waited(
                    call.waitAsked().isPresent() && !deleted.isGone()
                            ? Answer.json(ACCEPTED, new DeletedJson(call.id(), true, true))
                            : Answer.json(OK, new DeletedJson(call.id(), true, null)),
                    deleted,
                    wait);
        });
    }

    Answer secrets(Call call) {
        CallerAccess access = access(call);
        Agent agent = new AgentLookup(access.agents()).get(call.id());
        return Answer.streamed(OK, new SecretListJson(SecretList.read(access.secrets(), agent, heldPages)));
    }

    Answer putSecret(Call call) {
        SecretChanges changes = new SecretChanges(access(call), sealing);
        return waits.room(call.waitAsked(), wait -> {
            Awaited<AgentSecret> put =
                    changes.put(call.id(), call.key(), call.body(AgentFields.SECRET), call.preconditions(), wait);
            return waited(Answer.json(OK, SecretView.of(put.object())), put, wait);
        });
    }

    Answer deleteSecret(Call call) {
        SecretChanges changes = new SecretChanges(access(call), sealing);
        return waits.room(call.waitAsked(), wait -> {
            Awaited<AgentSecret> deleted = changes.delete(call.id(), call.key(), call.preconditions(), wait);
            return waited(
                    call.waitAsked().isPresent() && !deleted.isGone()
                            ? Answer.json(ACCEPTED, new DeletedJson(null, true, true))
                            : Answer.json(OK, Map.of()),
                    deleted,
                    wait);
        });
    }

    private CallerAccess access(Call call) {
        return call.access().within(waits.limits());
    }

    private static Answer shown(int status, Agent agent) {
        return Answer.json(status, AgentView.full(agent)).with(Preconditions.ETAG, AgentView.tag(agent));
    }

    private static Answer waited(Answer answer, Awaited<?> awaited, Optional<Duration> wait) {
        return wait.filter(asked -> awaited.isWatched())
                .map(asked -> answer.with(WaitPreference.APPLIED, WaitPreference.applied(asked)))
                .orElse(answer);
    }
}
