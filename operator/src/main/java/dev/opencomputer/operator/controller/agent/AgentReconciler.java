/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.agent;

import dev.opencomputer.operator.api.Agent;
import dev.opencomputer.operator.api.AgentStatus;
import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.controller.connection.Connections;
import dev.opencomputer.operator.controller.connection.Connections.Resolution;
import dev.opencomputer.operator.controller.leadership.Neighbours;
import dev.opencomputer.operator.controller.leadership.NoMandateException;
import dev.opencomputer.operator.controller.policy.Policies;
import dev.opencomputer.operator.controller.reporting.ApiServerRefusals;
import dev.opencomputer.operator.controller.reporting.Outage;
import dev.opencomputer.operator.controller.scheduling.AgentKey;
import dev.opencomputer.operator.controller.scheduling.AgentWrites;
import dev.opencomputer.operator.controller.scheduling.RetryDelays;
import dev.opencomputer.operator.controller.scheduling.Seats;
import dev.opencomputer.operator.logging.LogFields;
import dev.opencomputer.operator.opencomputer.OpenComputerException;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.event.Level;

/**
 * Reconciles an Agent: observes, decides, acts, and reports. What to do next is decided by {@link AgentDecision} alone;
 * this class only carries it out, step after step, until the decision settles.
 */
@ControllerConfiguration(name = "agent")
public final class AgentReconciler implements Reconciler<Agent> {

    private static final Logger LOG = LoggerFactory.getLogger(AgentReconciler.class);

    /** No way through the decision is longer; more steps mean that the server's answers contradict each other. */
    private static final int MOST_STEPS = 16;

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
            Predicate<String> ours,
            LongSupplier clock) {
        this.connections = connections;
        this.policies = policies;
        this.reporter = reporter;
        this.delays = delays;
        this.writes = writes;
        this.seats = seats;
        this.directory = directory;
        this.ours = ours;
        this.clock = clock;
        this.memory = new AgentMemory(clock);
    }

    @Override
    public List<EventSource<?, Agent>> prepareEventSources(EventSourceContext<Agent> context) {
        cache = Optional.of(context.getPrimaryCache());
        Function<String, List<Agent>> byId = IdHolders.index(context.getPrimaryCache());
        holders = new IdHolders(
                id -> byId.apply(id).stream().filter(this::mayHoldId).toList(), this::connectionName);
        watch = new AgentWatch(memory, holders, organisations, this::keyOf);
        watch.follow(directory::changed);
        watch.whenInSync(() -> directory.open(context.getPrimaryCache(), watch, organisations));
        return List.of(watch);
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
     * Has every Agent of some namespaces reconciled, now or once all are known: something that they depend on has
     * changed.
     *
     * @param namespaces tells which
     */
    public void lookAgain(Predicate<String> namespaces) {
        // Not only those that are known by now: at the start, some may have been reconciled by what held before.
        directory.whenOpen(() ->
                cache.ifPresent(agents -> watch.wake(agents.list(agent -> namespaces.test(namespace(agent))))));
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
            forget(cached);
            return UpdateControl.noUpdate();
        }
        Agent agent = remembered.freshest(cached);
        if (remembered.released() || IdHolders.wasLetGo(agent)) {
            return UpdateControl.noUpdate();
        }
        if (!ours.test(namespace(agent))) {
            return UpdateControl.<Agent>noUpdate().rescheduleAfter(Neighbours.LOOK_EVERY);
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
                Run run = new Run(agent, remembered, ours);
                if (!run.resolution.name().equals(key.connection())) {
                    // The policy changed meanwhile: seat and turn are another connection's.
                    watch.wake(agent);
                    return UpdateControl.noUpdate();
                }
                return run.run(key);
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
        Desired desired = desired(agent);
        AgentMemory.Entry remembered = memory.of(agent);
        Agent freshest = remembered.freshest(agent);
        try {
            remembered.wrote(reporter.report(
                    freshest,
                    Verdict.of(ConditionReason.INTERNAL_ERROR, ConditionReason.INTERNAL_ERROR.description()),
                    desired,
                    observe(freshest, remembered, resolution(freshest), Optional.empty())));
        } catch (KubernetesClientException e) {
            // The first failure is what counts, and an object that is gone takes no status.
            LOG.debug("The status was not taken: {}", e.getMessage());
        }
    }

    /** One reconcile of one Agent. */
    private final class Run {

        private Agent agent;
        private final AgentMemory.Entry remembered;
        private final Desired desired;
        private final Resolution resolution;
        private final Optional<AgentActor> actor;
        private boolean repaired;

        Run(Agent agent, AgentMemory.Entry remembered, AgentWrites.Turn turn) {
            this.agent = agent;
            this.remembered = remembered;
            this.desired = desired(agent);
            this.resolution = resolution(agent);
            MDC.put(LogFields.CONNECTION, resolution.name());
            this.actor = resolution instanceof Resolution.Connected connected
                    ? Optional.of(new AgentActor(
                            connected.connection(),
                            desired.id(),
                            turn,
                            remembered,
                            delays.resync().dividedBy(2),
                            clock))
                    : Optional.empty();
        }

        UpdateControl<Agent> run(AgentKey key) {
            // One that may not have its id neither acts as its holder nor waits for another.
            Optional<Agent> holder = mayHoldId(agent) ? holders.otherHolder(agent, key) : Optional.empty();
            Observed observed = observe(agent, remembered, resolution, holder);
            for (int step = 0; step < MOST_STEPS; step++) {
                Plan plan = AgentDecision.decide(desired, observed);
                LOG.debug("Next: {}", plan.getClass().getSimpleName());
                if (plan instanceof Plan.Settle settle) {
                    return settle(settle.verdict(), observed, Optional.empty());
                }
                if (plan instanceof Plan.RemoveFinalizer remove) {
                    return letGo(remove.farewell());
                }
                try {
                    observed = carryOut(plan, observed);
                } catch (OpenComputerException e) {
                    if (stopping) {
                        return UpdateControl.noUpdate();
                    }
                    return settle(Failures.verdict(plan, e), refreshed(observed), e.retryAfter());
                }
            }
            return settle(
                    Verdict.of(ConditionReason.UNEXPECTED_ANSWER, Messages.contradictoryAnswers(desired.id())),
                    observed,
                    Optional.empty());
        }

        private Observed carryOut(Plan plan, Observed observed) throws OpenComputerException {
            if (plan instanceof Plan.AddFinalizer) {
                agent = wrote(reporter.addFinalizer(agent));
                return observed.withFinalizer();
            }
            if (plan instanceof Plan.RecordClaim claiming) {
                Claim claim = observed.claimOn(desired.id());
                agent = wrote(reporter.announce(agent, claim, claiming.withStore()));
                remembered.claimIsFresh(true);
                return observed.with(observed.holding().claimed(claim, claiming.withStore()));
            }
            if (plan instanceof Plan.Look look) {
                return refreshed(actor.orElseThrow().look(look, observed));
            }
            Plan.Write write = (Plan.Write) plan;
            repaired |= write.repair();
            return refreshed(actor.orElseThrow().write(write, observed));
        }

        private UpdateControl<Agent> letGo(Plan.Farewell farewell) {
            if (remembered.stillToTell(farewell)) {
                List<String> deleted = actor.map(AgentActor::deleted).orElse(List.of());
                reporter.tellFarewell(agent, farewell, desired, deleted);
            }
            reporter.letGo(agent);
            remembered.release();
            return UpdateControl.noUpdate();
        }

        private Observed refreshed(Observed observed) {
            return observed.with(view(agent, resolution));
        }

        private Agent wrote(Agent answer) {
            remembered.wrote(answer);
            return answer;
        }

        private UpdateControl<Agent> settle(Verdict verdict, Observed observed, Optional<Duration> asked) {
            if (repaired && verdict.reason() == ConditionReason.IN_SYNC) {
                reporter.tellRepair(agent);
            }
            Optional<ConditionReason> standing = observed.history().standing().map(Verdict::reason);
            boolean news =
                    !standing.equals(Optional.of(verdict.reason())) && !Outage.goesOn(standing, verdict.reason());
            wrote(reporter.report(agent, verdict, desired, observed));
            remembered.recorded();
            remembered.concluded(verdict.reason(), agent.getMetadata().getGeneration());
            if (!RetryDelays.isRetried(verdict.reason())) {
                remembered.succeeded();
                return UpdateControl.<Agent>noUpdate().rescheduleAfter(delays.untilResync());
            }
            Duration delay = delays.untilRetry(remembered.failed(), asked);
            remembered.retriesIn(delay);
            LOG.atLevel(news ? Level.WARN : Level.DEBUG)
                    .log("{}: {} Next try in {} ms", verdict.reason().value(), verdict.message(), delay.toMillis());
            return UpdateControl.<Agent>noUpdate().rescheduleAfter(delay);
        }
    }

    private Observed observe(Agent agent, AgentMemory.Entry remembered, Resolution resolution, Optional<Agent> holder) {
        return Observed.atFirst(
                agent,
                holder.map(other -> namespace(other) + "/" + other.getMetadata().getName()),
                remembered,
                view(agent, resolution));
    }

    private ConnectionView view(Agent agent, Resolution resolution) {
        return ConnectionView.of(
                resolution,
                organisations.claimed(AgentStatuses.holding(agent, false).claim(), resolution.name()));
    }

    private Desired desired(Agent agent) {
        return DesiredAgent.of(agent, directory.requests().isRequested(agent), policies.present());
    }

    private AgentKey keyOf(Agent agent) {
        return new AgentKey(connectionName(agent), DesiredAgent.id(agent));
    }

    /** Who has no claim and may not have its id is nobody's rival. */
    private boolean mayHoldId(Agent agent) {
        return (agent.getStatus() != null && agent.getStatus().getId() != null)
                || policies.present().allowsId(namespace(agent), agent.effectiveId());
    }

    private Resolution resolution(Agent agent) {
        return connections.forObject(namespace(agent), claimedOver(agent), agent.isMarkedForDeletion());
    }

    private String connectionName(Agent agent) {
        return claimedOver(agent).orElseGet(() -> connections.nameFor(namespace(agent)));
    }

    private static Optional<String> claimedOver(Agent agent) {
        return Optional.ofNullable(agent.getStatus()).map(AgentStatus::getConnection);
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
