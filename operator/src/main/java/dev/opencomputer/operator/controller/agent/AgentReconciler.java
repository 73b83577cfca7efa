/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.agent;

import dev.opencomputer.operator.api.Agent;
import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.controller.connection.Connections;
import dev.opencomputer.operator.controller.leadership.Neighbours;
import dev.opencomputer.operator.controller.leadership.NoMandateException;
import dev.opencomputer.operator.controller.policy.Policies;
import dev.opencomputer.operator.controller.reporting.ApiServerRefusals;
import dev.opencomputer.operator.controller.scheduling.AgentKey;
import dev.opencomputer.operator.controller.scheduling.AgentWrites;
import dev.opencomputer.operator.controller.scheduling.RetryDelays;
import dev.opencomputer.operator.controller.scheduling.Seats;
import dev.opencomputer.operator.controller.scheduling.WholeCache;
import dev.opencomputer.operator.controller.secretsfrom.WholeSecrets;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reconciles an Agent: observes, decides, acts, and reports. What to do next is decided by {@link AgentDecision} alone;
 * {@link AgentRun} carries it out, step after step, until the decision settles.
 */
@ControllerConfiguration(name = "agent")
public final class AgentReconciler implements Reconciler<Agent> {

    private static final Logger LOG = LoggerFactory.getLogger(AgentReconciler.class);

    private final Connections connections;
    private final Policies policies;
    private final AgentReporter reporter;
    private final RetryDelays delays;
    private final Predicate<String> ours;
    private final LongSupplier clock;
    private final AgentMemory memory;
    private final AgentWrites writes;
    private final Seats seats;
    private final AgentDirectory directory;
    private final KeysUpkeep keys;
    private final Organisations organisations = new Organisations();
    private volatile boolean stopping;
    private volatile Optional<IndexerResourceCache<Agent>> cache = Optional.empty();
    private IdHolders holders;
    private AgentWatch watch;

    AgentReconciler(
            Connections connections,
            Policies policies,
            AgentReporter reporter,
            RetryDelays delays,
            AgentWrites writes,
            Seats seats,
            AgentDirectory directory,
            WholeSecrets wholeSecrets,
            Predicate<String> ours,
            LongSupplier clock) {
        this.connections = connections;
        this.policies = policies;
        this.reporter = reporter;
        this.delays = delays;
        this.writes = writes;
        this.seats = seats;
        this.directory = directory;
        this.keys = new KeysUpkeep(wholeSecrets, directory, reporter);
        this.ours = ours;
        this.clock = clock;
        this.memory = new AgentMemory(clock, delays.resync());
    }

    @Override
    public List<EventSource<?, Agent>> prepareEventSources(EventSourceContext<Agent> context) {
        cache = Optional.of(context.getPrimaryCache());
        AgentDirectory.index(context.getPrimaryCache());
        Function<String, List<Agent>> byId = IdHolders.index(context.getPrimaryCache());
        holders = new IdHolders(
                id -> byId.apply(id).stream()
                        .filter(agent -> AgentRun.mayHoldId(agent, policies))
                        .toList(),
                this::connectionName);
        watch = new AgentWatch(memory, holders, organisations, this::keyOf);
        watch.follow(directory::changed);
        return List.of(watch);
    }

    /**
     * Asks whether every Agent is known.
     *
     * @throws KubernetesClientException when the list of a namespace has not come yet
     */
    public void requireAll() {
        WholeCache.require("Agents", cache.orElseThrow());
    }

    /** Begins to work, once every object is known: until then whatever is told of Agents is noted, and nothing is done. */
    public void begin() {
        directory.open(cache.orElseThrow(), watch, organisations);
        lookAgain(namespace -> true);
    }

    /** Notes that the operator is being stopped: calls that are cut off from now on are nobody's failure. */
    public void stopping() {
        stopping = true;
    }

    /** Has every Agent tried again now that waits for its next try: what it waits for may have changed. */
    public void tryAgain() {
        watch.wakeThoseInBackOff();
    }

    /**
     * Has every Agent of some namespaces reconciled: something that they depend on has changed. Before the begin there is
     * nothing to do, since all are reconciled then.
     *
     * @param namespaces tells which
     */
    public void lookAgain(Predicate<String> namespaces) {
        if (directory.isOpen()) {
            watch.wake(cache.orElseThrow().list(agent -> namespaces.test(namespace(agent))));
        }
    }

    /** How many Agents wait for a retry. */
    public long retrying() {
        return memory.retrying();
    }

    /** The seconds until the next retry of any Agent; not a number when none waits. */
    public double secondsToNextRetry() {
        return memory.secondsToNextRetry();
    }

    @Override
    public UpdateControl<Agent> reconcile(Agent cached, Context<Agent> context) {
        AgentMemory.Entry remembered = memory.of(cached);
        if (context.isPrimaryResourceDeleted()) {
            watch.ends(cached, cache.orElseThrow()::get);
            forget(cached);
            return UpdateControl.noUpdate();
        }
        if (!directory.isOpen()) {
            // At the start of the operator: all are reconciled once every one is known.
            return UpdateControl.noUpdate();
        }
        Agent agent = remembered.freshest(cached);
        if (remembered.released() || IdHolders.wasLetGo(agent)) {
            return UpdateControl.noUpdate();
        }
        if (!ours.test(namespace(agent))) {
            // Another release writes its store and its status meanwhile.
            memory.forget(cached);
            return UpdateControl.<Agent>noUpdate().rescheduleAfter(Neighbours.LOOK_EVERY);
        }
        if (!remembered.isDue(agent)) {
            return keys.run(agent, remembered);
        }
        AgentKey key = keyOf(agent);
        String uid = agent.getMetadata().getUid();
        Optional<Seats.Seat> seat = seats.trySeat(key.connection(), uid, () -> watch.wake(agent));
        if (seat.isEmpty()) {
            return UpdateControl.<Agent>noUpdate().rescheduleAfter(Seats.COME_AGAIN_AFTER);
        }
        try (Seats.Seat taken = seat.get()) {
            Optional<AgentWrites.Turn> turn = writes.tryTurn(key, uid, () -> watch.wake(agent));
            if (turn.isEmpty()) {
                return UpdateControl.noUpdate();
            }
            try (AgentWrites.Turn ours = turn.get()) {
                // Before anything is looked at: who calls from here on may have told of more than is seen.
                remembered.begins();
                AgentRun run = run(agent, remembered);
                if (!run.connection().equals(key.connection())) {
                    // The policy changed meanwhile: seat and turn are another connection's.
                    watch.wake(agent);
                    return UpdateControl.noUpdate();
                }
                return run.run(key, ours);
            }
        }
    }

    @Override
    public ErrorStatusUpdateControl<Agent> updateErrorStatus(Agent agent, Context<Agent> context, Exception failure) {
        if (NoMandateException.isCauseOf(failure)) {
            // Whoever leads reconciles it; this replica does, if its Lease is renewed after all.
            return ErrorStatusUpdateControl.<Agent>noStatusUpdate().rescheduleAfter(NoMandateException.TRY_AGAIN_AFTER);
        }
        if (ApiServerRefusals.isConflict(failure)) {
            // Somebody changed the object meanwhile: it is looked at again as it is now.
            return ErrorStatusUpdateControl.<Agent>noStatusUpdate().rescheduleAfter(ApiServerRefusals.CONFLICT_DELAY);
        }
        if (!ApiServerRefusals.isRefusal(failure) && !stopping) {
            LOG.error("Reconciling failed in a way that the operator does not know", failure);
            tellOfUnknown(agent);
        }
        return ErrorStatusUpdateControl.defaultErrorProcessing();
    }

    private void tellOfUnknown(Agent agent) {
        AgentMemory.Entry remembered = memory.of(agent);
        try {
            run(remembered.freshest(agent), remembered)
                    .report(Verdict.of(ConditionReason.INTERNAL_ERROR, ConditionReason.INTERNAL_ERROR.description()));
        } catch (KubernetesClientException e) {
            // The first failure is what counts, and an object that is gone takes no status.
            LOG.debug("The status was not taken: {}", e.getMessage());
        }
    }

    private AgentKey keyOf(Agent agent) {
        return new AgentKey(connectionName(agent), DesiredAgent.id(agent));
    }

    private String connectionName(Agent agent) {
        return AgentRun.claimedOver(agent).orElseGet(() -> connections.nameFor(namespace(agent)));
    }

    private AgentRun run(Agent agent, AgentMemory.Entry remembered) {
        return new AgentRun(
                agent,
                remembered,
                new AgentRun.Parts(
                        connections,
                        policies,
                        directory,
                        holders,
                        organisations,
                        reporter,
                        keys,
                        delays,
                        clock,
                        () -> stopping));
    }

    private void forget(Agent agent) {
        AgentKey key = keyOf(agent);
        memory.forget(agent);
        directory.requests().forget(agent);
        organisations.forget(agent);
        holders.forget(agent, key);
        if (holders.rivals(agent, key).isEmpty()) {
            writes.forget(key);
        }
    }

    private static String namespace(Agent agent) {
        return agent.getMetadata().getNamespace();
    }
}
