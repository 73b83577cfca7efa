/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.agent;

import dev.opencomputer.operator.api.Agent;
import dev.opencomputer.operator.api.AgentSecret;
import dev.opencomputer.operator.api.SecretOwners;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * What the controller of AgentSecrets asks of the controller of Agents: how an Agent stands, to be told when that
 * changes, and to make an Agent's store; and where it tells of AgentSecrets and Secrets. It answers from the one cache of Agents.
 */
public final class AgentDirectory {

    private static final String BY_NAMESPACE = "of-namespace";
    private static final String BY_SECRET = "of-secret";

    private final List<Consumer<Agent>> followers = new CopyOnWriteArrayList<>();
    private final List<Runnable> waiting = new ArrayList<>();
    private final StoreRequests requests = new StoreRequests();
    private volatile Optional<Source> source = Optional.empty();
    private volatile BiFunction<String, String, List<AgentSecret>> secrets = (namespace, agent) -> List.of();

    AgentDirectory() {}

    /** Whether it can answer: an Agent that is not known before that may well exist. */
    public boolean isOpen() {
        return source.isPresent();
    }

    /**
     * Asks to be called once it can answer.
     *
     * @param then called at once if it can already
     */
    public void whenOpen(Runnable then) {
        synchronized (waiting) {
            if (!isOpen()) {
                waiting.add(then);
                return;
            }
        }
        then.run();
    }

    /**
     * Looks an Agent up.
     *
     * @param namespace its namespace
     * @param name its object's name
     * @return its state, if there is one
     */
    public Optional<AgentState> find(String namespace, String name) {
        return agent(namespace, name).map(AgentState::of);
    }

    /**
     * The organisation that claims over an Agent's connection were made in.
     *
     * @param state the Agent
     * @return the organisation, once one is known
     */
    public Optional<String> organisation(AgentState state) {
        return state.claim().flatMap(claim -> open().organisations().claimed(state.claim(), claim.connection()));
    }

    /**
     * Whether something may have been made over a connection for an Agent of a namespace: one that claims so, or one
     * that has no claim yet.
     *
     * @param namespace the namespace
     * @param connection the connection's name in claims
     * @return true also while it cannot answer
     */
    public boolean mayHaveUsed(String namespace, String connection) {
        return source.map(open -> open.cache().byIndex(BY_NAMESPACE, namespace).stream()
                        .anyMatch(agent -> !IdHolders.wasLetGo(agent) && mayHaveUsed(agent, connection)))
                .orElse(true);
    }

    private static boolean mayHaveUsed(Agent agent, String connection) {
        return AgentStatuses.holding(agent, false)
                .claim()
                .map(claim -> claim.connection().equals(connection))
                .orElse(true);
    }

    /**
     * Asks to be told whenever an Agent comes, goes, or has another state.
     *
     * @param follower called on the watch's thread, so it must not wait
     */
    public void follow(Consumer<Agent> follower) {
        followers.add(follower);
    }

    /**
     * Has the Agent's store made, if it is not there, by the Agent's own reconcile.
     *
     * @param namespace the Agent's namespace
     * @param name its object's name
     * @param secret who needs the store
     */
    public void requestStore(String namespace, String name, HasMetadata secret) {
        agent(namespace, name).ifPresent(agent -> {
            requests.request(agent, secret);
            open().watch().wake(agent);
        });
    }

    /**
     * Takes a request back.
     *
     * @param namespace the Agent's namespace
     * @param name its object's name
     * @param secret who no longer needs the store
     */
    public void withdrawRequest(String namespace, String name, HasMetadata secret) {
        if (isOpen()) {
            agent(namespace, name).ifPresent(agent -> requests.withdraw(agent, secret));
        }
    }

    /**
     * Tells which AgentSecrets there are.
     *
     * @param known those of an Agent, by its namespace and its object's name
     */
    public void agentSecrets(BiFunction<String, String, List<AgentSecret>> known) {
        secrets = known;
    }

    /** The AgentSecrets that name an Agent. */
    List<AgentSecret> secretsOf(Agent agent) {
        return secrets.apply(
                agent.getMetadata().getNamespace(), agent.getMetadata().getName());
    }

    /** The keys that AgentSecrets ask for; others in the store are foreign. */
    Set<String> askedKeys(Agent agent) {
        return secretsOf(agent).stream()
                .map(secret -> secret.getSpec().getKey())
                .collect(Collectors.toSet());
    }

    /**
     * Notes that a Secret came, went or was changed, for those who take all its keys.
     *
     * @param namespace the Secret's namespace
     * @param name its name
     */
    public void secretChanged(String namespace, String name) {
        source.ifPresent(open -> open.cache()
                .byIndex(BY_SECRET, namespace + "/" + name)
                .forEach(agent -> open.watch().secretChanged(agent, name)));
    }

    /**
     * Notes that an AgentSecret came, went or was changed, for an Agent that takes keys from whole Secrets.
     *
     * @param secret the AgentSecret
     * @param gone whether it is gone for good
     */
    public void agentSecretChanged(AgentSecret secret, boolean gone) {
        if (isOpen()) {
            agent(
                            secret.getMetadata().getNamespace(),
                            secret.getSpec().getAgentRef().getName())
                    .filter(agent -> !agent.wholeSecrets().isEmpty()
                            || SecretOwners.maker(secret).isPresent())
                    .ifPresent(agent -> open().watch().agentSecretChanged(agent, secret, gone));
        }
    }

    /**
     * Whether an AgentSecret needs the Agent's store: it asks for it, or it has its key in the one that the Agent has.
     * So the Agent's reconcile makes it anew, should somebody delete it, be it while no operator ran.
     */
    boolean needsStore(Agent agent) {
        return requests.isRequested(agent)
                || (AgentStatuses.holding(agent, false).storeId().isPresent()
                        && !askedKeys(agent).isEmpty());
    }

    StoreRequests requests() {
        return requests;
    }

    /** Has the watch's own cache, before it begins, know the Agents of each namespace, and of each Secret. */
    static void index(IndexerResourceCache<Agent> cache) {
        cache.addIndexers(Map.of(
                BY_NAMESPACE, agent -> List.of(agent.getMetadata().getNamespace()),
                BY_SECRET,
                        agent -> agent.wholeSecrets().stream()
                                .map(source -> agent.getMetadata().getNamespace() + "/"
                                        + source.getSecretRef().getName())
                                .distinct()
                                .toList()));
    }

    /** Begins to answer; every Agent is in the cache by now. */
    void open(IndexerResourceCache<Agent> cache, AgentWatch watch, Organisations organisations) {
        List<Runnable> calls;
        synchronized (waiting) {
            source = Optional.of(new Source(cache, watch, organisations));
            calls = List.copyOf(waiting);
            waiting.clear();
        }
        calls.forEach(Runnable::run);
    }

    /** An Agent came, went, or has another state. */
    void changed(Agent agent) {
        followers.forEach(follower -> follower.accept(agent));
    }

    private Optional<Agent> agent(String namespace, String name) {
        return open().cache().get(new ResourceID(name, namespace));
    }

    private Source open() {
        return source.orElseThrow(() -> new IllegalStateException("the controller of Agents has not begun"));
    }

    private record Source(IndexerResourceCache<Agent> cache, AgentWatch watch, Organisations organisations) {}
}
