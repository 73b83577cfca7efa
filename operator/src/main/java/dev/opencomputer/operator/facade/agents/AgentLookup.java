/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.agents;

import dev.opencomputer.operator.api.Agent;
import dev.opencomputer.operator.facade.answer.Refusal;
import dev.opencomputer.operator.facade.kubernetes.ResourceAccess;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds the Agent that an id means, whatever its object is called. What is being deleted is not there any more. */
public final class AgentLookup {

    private static final Pattern ID = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

    /** The holder first; of those that hold nothing the one that the operator did not turn away, then the oldest. */
    private static final Comparator<Agent> HOLDER_FIRST = Comparator.<Agent, Boolean>comparing(
                    agent -> !AgentState.of(agent).isClaimed())
            .thenComparing(agent -> AgentState.of(agent).isInIdConflict())
            .thenComparing(agent -> agent.getMetadata().getCreationTimestamp())
            .thenComparing(agent -> agent.getMetadata().getName());

    private final ResourceAccess<Agent> agents;

    /** Looks among these Agents. */
    public AgentLookup(ResourceAccess<Agent> agents) {
        this.agents = agents;
    }

    /** Whether OpenComputer takes such an id. */
    public static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    /** The Agent of the id. */
    public Optional<Agent> find(String id) {
        if (!isId(id)) {
            return Optional.empty();
        }
        Optional<Agent> named = named(id).filter(AgentLookup::isPresent);
        if (named.isPresent() && !AgentState.of(named.get()).isInIdConflict()) {
            return named;
        }
        Optional<Agent> other = agents.first(
                Map.of("spec.id", id),
                agent -> isPresent(agent) && !agent.getMetadata().getName().equals(id),
                HOLDER_FIRST);
        return Stream.concat(named.stream(), other.stream()).min(HOLDER_FIRST);
    }

    /**
     * The same.
     *
     * @throws Refusal when there is none
     */
    public Agent get(String id) {
        return find(id).orElseThrow(() -> Refusal.notFound("agent not found: " + shown(id)));
    }

    /**
     * An Agent whose spec has the id, whether it is being deleted or not; one that is not, if there is one. The Agent that
     * has the id by its name alone is not looked for: nobody can make another of that name.
     */
    Optional<Agent> withSpecId(String id) {
        return agents.first(
                Map.of("spec.id", id),
                agent -> true,
                Comparator.<Agent, Boolean>comparing(agent -> !isPresent(agent)).thenComparing(HOLDER_FIRST));
    }

    /**
     * Whether the operator says that another Agent has the id. Of those that it has not spoken of there can be ten
     * thousand, and none of them is asked about.
     */
    static boolean isInDoubt(Agent agent) {
        AgentState state = AgentState.of(agent);
        return !state.isClaimed() && state.isInIdConflict();
    }

    /** Whether an Agent is the one that its id means, as {@link #find} says. */
    boolean isMeant(String id, String uid) {
        return find(id).filter(found -> found.getMetadata().getUid().equals(uid))
                .isPresent();
    }

    /** Whether an object is more than the rest of one that is being deleted. */
    public static boolean isPresent(HasMetadata object) {
        return object.getMetadata().getDeletionTimestamp() == null;
    }

    private Optional<Agent> named(String id) {
        return agents.find(id).filter(agent -> agent.effectiveId().equals(id));
    }

    /** No message repeats a page of what somebody wrote into a path. */
    private static String shown(String id) {
        return id.length() > 64 ? id.substring(0, 64) + "…" : id;
    }
}
