/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.agent;

import dev.opencomputer.operator.api.Agent;
import dev.opencomputer.operator.api.AgentStatus;
import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.controller.connection.Connections;
import dev.opencomputer.operator.controller.connection.Connections.Resolution;
import dev.opencomputer.operator.controller.policy.Policies;
import dev.opencomputer.operator.controller.reporting.Outage;
import dev.opencomputer.operator.controller.scheduling.AgentKey;
import dev.opencomputer.operator.controller.scheduling.AgentWrites;
import dev.opencomputer.operator.controller.scheduling.RetryDelays;
import dev.opencomputer.operator.controller.scheduling.Triggers;
import dev.opencomputer.operator.controller.secretsfrom.Keeping;
import dev.opencomputer.operator.logging.LogFields;
import dev.opencomputer.operator.opencomputer.OpenComputerException;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.event.Level;

/** One reconcile of one Agent. */
final class AgentRun {

    private static final Logger LOG = LoggerFactory.getLogger(AgentRun.class);

    /** No way through the decision is longer; more steps mean that the server's answers contradict each other. */
    private static final int MOST_STEPS = 16;

    /** What every run uses. */
    record Parts(
            Connections connections,
            Policies policies,
            AgentDirectory directory,
            IdHolders holders,
            Organisations organisations,
            AgentReporter reporter,
            KeysUpkeep keys,
            RetryDelays delays,
            LongSupplier clock,
            BooleanSupplier stopping) {}

    private Agent agent;
    private final AgentMemory.Entry remembered;
    private final Parts parts;
    private final Triggers.Asked asked;
    private final Desired desired;
    private final Resolution resolution;
    private Optional<AgentActor> actor = Optional.empty();

    AgentRun(Agent agent, AgentMemory.Entry remembered, Parts parts) {
        this.agent = agent;
        this.remembered = remembered;
        this.parts = parts;
        this.asked = Triggers.Asked.of(agent);
        this.desired = DesiredAgent.of(
                agent, parts.directory().needsStore(agent), parts.policies().present());
        this.resolution =
                parts.connections().forObject(namespace(agent), claimedOver(agent), agent.isMarkedForDeletion());
    }

    /** The connection that an Agent's claim was made over, once it has one. */
    static Optional<String> claimedOver(Agent agent) {
        return Optional.ofNullable(agent.getStatus()).map(AgentStatus::getConnection);
    }

    /** Who has no claim and may not have its id is nobody's rival. */
    static boolean mayHoldId(Agent agent, Policies policies) {
        return (agent.getStatus() != null && agent.getStatus().getId() != null)
                || policies.present().allowsId(namespace(agent), agent.effectiveId());
    }

    /** The name of the connection that it goes over. */
    String connection() {
        return resolution.name();
    }

    /** Reports a verdict that no decision came to. */
    void report(Verdict verdict) {
        wrote(parts.reporter().report(agent, verdict, remembered.keys(), desired, observe(Optional.empty())));
    }

    /**
     * Goes through it.
     *
     * @param key what it was given a turn at
     * @param turn lets it write
     */
    UpdateControl<Agent> run(AgentKey key, AgentWrites.Turn turn) {
        MDC.put(LogFields.CONNECTION, resolution.name());
        actor = resolution instanceof Resolution.Connected connected
                ? Optional.of(new AgentActor(
                        connected.connection(),
                        desired.id(),
                        turn,
                        remembered,
                        () -> parts.directory().askedKeys(agent),
                        parts.delays().resync().dividedBy(2),
                        parts.clock()))
                : Optional.empty();
        // One that may not have its id neither acts as its holder nor waits for another.
        Optional<Agent> holder =
                mayHoldId(agent, parts.policies()) ? parts.holders().otherHolder(agent, key) : Optional.empty();
        Observed observed = observe(holder);
        for (int step = 0; step < MOST_STEPS; step++) {
            Plan plan = AgentDecision.decide(desired, observed);
            LOG.debug("Next: {}", plan.getClass().getSimpleName());
            if (plan instanceof Plan.Settle settle) {
                remembered.allowlistStands(settle.verdict().reason(), observed.store());
                return settle(settle.verdict(), observed, Optional.empty());
            }
            if (plan instanceof Plan.RemoveFinalizer remove) {
                return letGo(remove.farewell());
            }
            try {
                observed = carryOut(plan, observed);
            } catch (OpenComputerException e) {
                if (parts.stopping().getAsBoolean()) {
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
            agent = wrote(parts.reporter().addFinalizer(agent));
            return observed.withFinalizer();
        }
        if (plan instanceof Plan.RecordClaim claiming) {
            Claim claim = observed.claimOn(desired.id());
            agent = wrote(parts.reporter().announce(agent, claim, claiming.withStore()));
            remembered.claimIsFresh(true);
            return observed.with(observed.holding().claimed(claim, claiming.withStore()));
        }
        if (plan instanceof Plan.Look look) {
            return refreshed(actor.orElseThrow().look(look, observed));
        }
        return refreshed(actor.orElseThrow().write((Plan.Write) plan, observed));
    }

    private UpdateControl<Agent> letGo(Plan.Farewell farewell) {
        if (remembered.stillToTell(farewell)) {
            List<String> deleted = actor.map(AgentActor::deleted).orElse(List.of());
            parts.reporter().tellFarewell(agent, farewell, desired, deleted);
        }
        parts.reporter().letGo(agent);
        remembered.release();
        return UpdateControl.noUpdate();
    }

    private Observed refreshed(Observed observed) {
        return observed.with(view());
    }

    private Agent wrote(Agent answer) {
        remembered.wrote(answer);
        return answer;
    }

    private UpdateControl<Agent> settle(Verdict verdict, Observed observed, Optional<Duration> retryAfter) {
        Optional<ConditionReason> standing = observed.history().standing().map(Verdict::reason);
        boolean news = !standing.equals(Optional.of(verdict.reason())) && !Outage.goesOn(standing, verdict.reason());
        boolean mayWriteKeys = AgentStatuses.mayWriteKeys(verdict, observed);
        Optional<Keeping> keys = parts.keys().look(agent, remembered, mayWriteKeys, looksAnew(verdict));
        Agent reported = wrote(parts.reporter().report(agent, verdict, keys.map(Keeping::report), desired, observed));
        remembered.recorded();
        remembered.keysTold();
        AgentDrift.ofReplacedStore(observed)
                .ifPresent(drift -> remembered.untold().add(drift, true));
        remembered
                .untold()
                .take(verdict.reason())
                .forEach(drift -> parts.reporter().tellRepair(reported, drift));
        remembered.concluded(verdict.reason(), agent.getMetadata().getGeneration());
        Duration next = untilNext(verdict, retryAfter, news);
        remembered.settles(new AgentMemory.Settled(verdict, mayWriteKeys, asked), next);
        return UpdateControl.<Agent>noUpdate().rescheduleAfter(KeysUpkeep.untilNext(keys, next));
    }

    /** A retry looks at OpenComputer; what is the matter with Secrets waits for the routine check, or for a change. */
    private boolean looksAnew(Verdict verdict) {
        return !RetryDelays.isRetried(verdict.reason())
                || remembered.sinceLookedAnew().compareTo(parts.delays().resync()) >= 0
                || remembered
                        .settled()
                        .filter(before -> before.asked().equals(asked))
                        .isEmpty();
    }

    private Duration untilNext(Verdict verdict, Optional<Duration> retryAfter, boolean news) {
        if (!RetryDelays.isRetried(verdict.reason())) {
            remembered.succeeded();
            return parts.delays()
                    .untilResync(
                            namespace(agent) + "/" + agent.getMetadata().getName(),
                            parts.clock().getAsLong());
        }
        Duration delay = parts.delays().untilRetry(remembered.failed(), retryAfter);
        remembered.retriesIn(delay);
        LOG.atLevel(news ? Level.WARN : Level.DEBUG)
                .log("{}: {} Next try in {} ms", verdict.reason().value(), verdict.message(), delay.toMillis());
        return delay;
    }

    private Observed observe(Optional<Agent> holder) {
        return Observed.atFirst(
                agent,
                holder.map(other -> namespace(other) + "/" + other.getMetadata().getName()),
                remembered,
                view());
    }

    private ConnectionView view() {
        return ConnectionView.of(
                resolution,
                parts.organisations()
                        .claimed(AgentStatuses.holding(agent, false).claim(), resolution.name()));
    }

    private static String namespace(Agent agent) {
        return agent.getMetadata().getNamespace();
    }
}
