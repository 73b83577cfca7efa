/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.agents;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.opencomputer.operator.api.AdoptionPolicy;
import dev.opencomputer.operator.api.Agent;
import dev.opencomputer.operator.api.AgentSecret;
import dev.opencomputer.operator.api.AgentSpec;
import dev.opencomputer.operator.api.Names;
import dev.opencomputer.operator.facade.answer.Refusal;
import dev.opencomputer.operator.facade.body.AgentFields;
import dev.opencomputer.operator.facade.body.Place;
import dev.opencomputer.operator.facade.body.Renaming;
import dev.opencomputer.operator.facade.kubernetes.ApiServerRefusals;
import dev.opencomputer.operator.facade.kubernetes.Awaited;
import dev.opencomputer.operator.facade.kubernetes.CallLimits;
import dev.opencomputer.operator.facade.kubernetes.CallerAccess;
import dev.opencomputer.operator.facade.kubernetes.ResourceAccess;
import dev.opencomputer.operator.facade.kubernetes.Retries;
import dev.opencomputer.operator.facade.sealing.Sealing;
import dev.opencomputer.operator.wire.Json;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes an Agent: checks everything, writes, and waits for the operator's word on whether the id was to be had. */
public final class AgentCreation {

    private static final Logger LOG = LoggerFactory.getLogger(AgentCreation.class);

    /** How long a caller waits for the operator, or for an object that is being deleted. */
    public static final Duration PATIENCE = Duration.ofSeconds(2);

    /** When to ask again for what is still being deleted. */
    public static final Duration LEAVING = Duration.ofSeconds(5);

    private final ResourceAccess<Agent> agents;
    private final AgentLookup lookup;
    private final NewSecrets secrets;

    /** Works with one caller's rights. */
    public AgentCreation(CallerAccess access, Sealing sealing) {
        this.agents = access.agents();
        this.lookup = new AgentLookup(agents);
        this.secrets = new NewSecrets(access, sealing);
    }

    /**
     * Makes the Agent.
     *
     * @param body a POST's body
     * @param wait how long to wait for the operator's word on the Agent and its keys; whether the id was to be had is
     *     waited for {@link #PATIENCE} in any case
     * @return the Agent as the operator has left it, or as it was made when the operator was silent
     * @throws Refusal when it cannot be made; nothing of it is left then, unless the API server went away meanwhile
     * @throws KubernetesClientException when the API server refused it, or its answer never came: it may stand then
     */
    public Awaited<Agent> create(ObjectNode body, Optional<Duration> wait) {
        ObjectNode wanted = Renaming.withoutNulls(body);
        String id = id(wanted);
        NewSecrets.Values values = NewSecrets.values(body);
        AgentSpec spec = spec(wanted, id);
        // When somebody takes the name since it was looked for, the next look finds whether it was for this id.
        return Retries.whenSomebodyWasFaster(() -> {
            requireFree(id);
            if (values.isEmpty()) {
                return settled(named(id, name -> agents.create(agent(name, spec))), List.of(), wait);
            }
            // What is wrong with any of them is to be known before one is written.
            Agent agent = named(id, name -> checked(agent(name, spec)));
            NewSecrets.Prepared prepared = prepared(agent, values);
            Agent created = agents.create(agent);
            return settled(created, completed(created, prepared), wait);
        });
    }

    private Agent checked(Agent agent) {
        agents.check(agent);
        return agent;
    }

    private NewSecrets.Prepared prepared(Agent agent, NewSecrets.Values values) {
        try {
            return secrets.prepare(agent.getMetadata().getName(), values);
        } catch (Refusal e) {
            // The keys that are in the way may be those of an Agent that another call has made meanwhile.
            if (lookup.find(agent.effectiveId()).isPresent()) {
                throw taken(agent.effectiveId());
            }
            throw e;
        }
    }

    private List<AgentSecret> completed(Agent created, NewSecrets.Prepared prepared) {
        try {
            return secrets.create(created, prepared);
        } catch (RuntimeException e) {
            withdraw(created);
            throw e instanceof KubernetesClientException trouble ? ApiServerRefusals.refusal(trouble) : e;
        }
    }

    private Awaited<Agent> settled(Agent created, List<AgentSecret> keys, Optional<Duration> wait) {
        long end = System.nanoTime() + wait.orElse(Duration.ZERO).toNanos();
        long generation = created.getMetadata().getGeneration();
        Predicate<Agent> reported = agent -> AgentState.of(agent).isReported(generation);
        Awaited<Agent> judged = agents.await(created, reported, PATIENCE);
        if (judged.end() == Awaited.End.TIME_OVER && wait.isPresent()) {
            judged = agents.awaitAsAsked(judged.object(), reported, left(end));
        }
        requireOurs(judged.object());
        if (wait.isEmpty() || keys.isEmpty() || judged.end() != Awaited.End.REACHED) {
            return judged;
        }
        boolean watched = secrets.await(keys, left(end));
        // Its store has come to be with the first of them.
        return new Awaited<>(watched ? Awaited.End.REACHED : Awaited.End.NOT_WATCHED, now(judged.object()));
    }

    private static Duration left(long end) {
        return Duration.ofNanos(end - System.nanoTime());
    }

    private void requireOurs(Agent judged) {
        AgentState state = AgentState.of(judged);
        String why = state.trouble().map(Condition::getMessage).orElse("");
        if (state.isHeldElsewhere()) {
            withdraw(judged);
            throw Refusal.conflict("the id " + judged.effectiveId() + " is taken: " + why);
        }
        if (state.isNotAllowed()) {
            withdraw(judged);
            throw Refusal.forbidden("the id " + judged.effectiveId() + " is not to be had here: " + why);
        }
    }

    /** As it is now, if that can be told: what was to be written is written. */
    private Agent now(Agent seen) {
        try {
            return agents.find(seen.getMetadata().getName())
                    .filter(found -> found.getMetadata()
                            .getUid()
                            .equals(seen.getMetadata().getUid()))
                    .orElse(seen);
        } catch (KubernetesClientException e) {
            return seen;
        }
    }

    private void withdraw(Agent created) {
        try {
            // Whatever time the call has left.
            var unused = agents.within(CallLimits.ofRequestsOnly()).delete(created);
        } catch (KubernetesClientException e) {
            LOG.warn(
                    "Agent {}/{} was not wanted in the end and could not be deleted again: {}",
                    created.getMetadata().getNamespace(),
                    created.getMetadata().getName(),
                    e.toString());
        }
    }

    /** Waits for what has the id and is being deleted. */
    private void requireFree(String id) {
        Optional<Agent> standing = lookup.withSpecId(id);
        while (standing.isPresent()) {
            if (AgentLookup.isPresent(standing.get())) {
                throw taken(id);
            }
            requireGone(standing.get());
            standing = lookup.withSpecId(id);
        }
    }

    /**
     * Does something with the name for the object: the id, which is free almost always, so that nobody asks about it before,
     * or another one where an Agent of another id has that.
     */
    private Agent named(String id, Function<String, Agent> doing) {
        try {
            return doing.apply(id);
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw e;
            }
            return doing.apply(nameInTheWay(id));
        }
    }

    private String nameInTheWay(String id) {
        Optional<Agent> named = agents.find(id);
        if (named.filter(other -> !other.effectiveId().equals(id)).isPresent()) {
            return AgentObjectNames.besides(id);
        }
        if (named.filter(AgentLookup::isPresent).isPresent()) {
            throw taken(id);
        }
        named.ifPresent(this::requireGone);
        return id;
    }

    private void requireGone(Agent leaving) {
        if (!agents.awaitGone(leaving, PATIENCE).isGone()) {
            throw Refusal.unavailable(
                    "the former agent " + leaving.effectiveId() + " is still being deleted; try again", LEAVING);
        }
    }

    private static Refusal taken(String id) {
        return Refusal.conflict("an agent with the id " + id + " already exists");
    }

    private static String id(ObjectNode wanted) {
        String id = wanted.path("id").asText();
        if (!AgentLookup.isId(id)) {
            throw Place.BODY
                    .field("id")
                    .refusal("must be a DNS label, such as issue-resolver: 1 to 63 lowercase letters, digits and"
                            + " hyphens, with a letter or digit at both ends");
        }
        return id;
    }

    private static AgentSpec spec(ObjectNode wanted, String id) {
        try {
            ObjectNode fields = wanted.deepCopy();
            fields.remove(AgentFields.SECRETS);
            AgentSpec spec = Json.MAPPER.treeToValue(Renaming.toResource(fields, AgentFields.SPEC), AgentSpec.class);
            spec.setId(id);
            // An agent that is there already is somebody's: this API promises 409, and not to take it over.
            spec.setAdoptionPolicy(AdoptionPolicy.REFUSE);
            return spec;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A checked body did not fit an Agent", e);
        }
    }

    private Agent agent(String name, AgentSpec spec) {
        Agent agent = new Agent();
        agent.setMetadata(new ObjectMetaBuilder()
                .withName(name)
                .withNamespace(agents.namespace())
                .withFinalizers(Names.FINALIZER)
                .build());
        agent.setSpec(spec);
        return agent;
    }
}
