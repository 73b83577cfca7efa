/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secret;

import dev.opencomputer.operator.api.AgentSecret;
import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.controller.agent.AgentDirectory;
import dev.opencomputer.operator.controller.agent.AgentState;
import dev.opencomputer.operator.controller.agent.Claim;
import dev.opencomputer.operator.controller.connection.Connections;
import dev.opencomputer.operator.controller.reporting.Outage;
import dev.opencomputer.operator.controller.reporting.UpstreamReasons;
import dev.opencomputer.operator.controller.scheduling.AgentKey;
import dev.opencomputer.operator.controller.scheduling.AgentWrites;
import dev.opencomputer.operator.controller.scheduling.RetryDelays;
import dev.opencomputer.operator.opencomputer.OpenComputerException;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** One reconcile of one AgentSecret. */
final class SecretRun {

    private static final Logger LOG = LoggerFactory.getLogger(SecretRun.class);

    /** No way through the decision is longer; more steps mean that the server's answers contradict each other. */
    private static final int MOST_STEPS = 16;

    /** How long another object may be on its way until the status says that it is missing. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    /** What every run uses. */
    record Parts(
            Namespaces namespaces,
            Connections connections,
            AgentDirectory agents,
            KeyHolders holders,
            SecretWatch watch,
            Values values,
            SecretReporter reporter,
            AgentWrites writes,
            RetryDelays delays,
            LongSupplier clock,
            BooleanSupplier stopping) {}

    private final SecretMemory.Entry remembered;
    private final Parts parts;
    private final String namespace;
    private final Desired desired;
    private final SecretSight sight;
    private AgentSecret secret;
    private Optional<AgentWrites.Turn> held = Optional.empty();

    SecretRun(AgentSecret secret, SecretMemory.Entry remembered, Parts parts) {
        this.secret = secret;
        this.remembered = remembered;
        this.parts = parts;
        this.namespace = secret.getMetadata().getNamespace();
        this.desired = DesiredSecret.of(secret);
        this.sight = new SecretSight(namespace, desired, remembered, parts);
    }

    UpdateControl<AgentSecret> run() {
        Observed observed = sight.of(secret);
        boolean cameInVain = remembered.cameInVain()
                && observed.agent().filter(this::holdsId).isPresent();
        remembered.cameInVain(false);
        if (cameInVain) {
            // All who wait are called at once: the turn comes first, or each would read its value again for nothing.
            held = tryTurn(observed);
            if (held.isEmpty()) {
                return comesAgain();
            }
        }
        try {
            return run(cameInVain ? sight.of(secret) : observed);
        } finally {
            held.ifPresent(AgentWrites.Turn::close);
        }
    }

    private UpdateControl<AgentSecret> run(Observed first) {
        Observed observed = first;
        for (int step = 0; step < MOST_STEPS; step++) {
            Plan plan = SecretDecision.decide(desired, observed);
            LOG.debug("Next: {}", plan.getClass().getSimpleName());
            if (plan instanceof Plan.Ignore) {
                return UpdateControl.noUpdate();
            }
            if (plan instanceof Plan.Wait wait) {
                return await(wait, observed);
            }
            if (plan instanceof Plan.Settle settle) {
                remembered.goesOn();
                return settle(settle.verdict(), observed, Optional.empty());
            }
            if (plan instanceof Plan.RemoveFinalizer remove) {
                Observed known = observed;
                if (parts.holders()
                        .letGo(
                                secret,
                                () -> remove.equals(SecretDecision.decide(desired, sight.anew(secret, known))))) {
                    return letGo(remove);
                }
                observed = sight.anew(secret, observed);
                continue;
            }
            try {
                Optional<Observed> next = carryOut(plan, observed);
                if (next.isEmpty()) {
                    return comesAgain();
                }
                observed = next.get();
            } catch (OpenComputerException e) {
                if (parts.stopping().getAsBoolean()) {
                    return UpdateControl.noUpdate();
                }
                return settle(
                        new Verdict(UpstreamReasons.of(e), e.getMessage()),
                        sight.refreshed(SecretActor.afterFailure(plan, observed, e)),
                        e.retryAfter());
            }
        }
        return settle(
                new Verdict(ConditionReason.UNEXPECTED_ANSWER, Messages.contradictoryAnswers(desired)),
                observed,
                Optional.empty());
    }

    /** The agent is busy; its turn's end has this object reconciled again. */
    private UpdateControl<AgentSecret> comesAgain() {
        remembered.cameInVain(true);
        return UpdateControl.noUpdate();
    }

    private boolean holdsId(AgentState agent) {
        return agent.claim().isPresent();
    }

    /** Writes a verdict that no decision made. */
    void report(Verdict verdict) {
        remembered.wrote(parts.reporter().report(secret, verdict, sight.of(secret)));
    }

    /** What is known after a step; empty when the agent is busy. */
    private Optional<Observed> carryOut(Plan plan, Observed observed) throws OpenComputerException {
        if (plan instanceof Plan.AddFinalizer) {
            secret = parts.reporter().addFinalizer(secret);
            remembered.wrote(secret);
            return Optional.of(observed.withFinalizer());
        }
        if (plan instanceof Plan.ReadValue) {
            return Optional.of(observed.with(parts.values().read(secret)));
        }
        if (plan instanceof Plan.LookAtNamespace) {
            return Optional.of(observed.with(parts.namespaces().look(namespace)));
        }
        SecretActor actor = actor(observed);
        if (plan instanceof Plan.ListKeys list) {
            return Optional.of(sight.refreshed(observed.with(actor.list(list))));
        }
        if (plan instanceof Plan.ListStores list) {
            return Optional.of(sight.refreshed(observed.with(actor.list(list))));
        }
        return write((Plan.Write) plan, observed, actor);
    }

    /** What was planned without a turn at the agent is planned again with one: the Agent may be going by now. */
    private Optional<Observed> write(Plan.Write write, Observed observed, SecretActor actor)
            throws OpenComputerException {
        Optional<AgentWrites.Turn> taken = held.isPresent() ? held : tryTurn(observed);
        held = Optional.empty();
        if (taken.isEmpty()) {
            return Optional.empty();
        }
        AgentWrites.Turn turn = taken.get();
        try {
            Observed anew = sight.anew(secret, observed);
            if (!write.equals(SecretDecision.decide(desired, anew))) {
                return Optional.of(anew);
            }
            if (write instanceof Plan.PutKey put) {
                KeyView key = actor.put(put, anew, turn);
                if (key instanceof KeyView.PutBack) {
                    // The listing that shows what became of it may call for another one, with nobody else in between.
                    held = taken;
                }
                return Optional.of(anew.with(key));
            }
            if (write instanceof Plan.DeleteKey delete) {
                return Optional.of(anew.with(actor.delete(delete.store(), turn)));
            }
            actor.askOrganisation();
            return Optional.of(sight.refreshed(anew));
        } finally {
            if (held.isEmpty()) {
                turn.close();
            }
        }
    }

    private Optional<AgentWrites.Turn> tryTurn(Observed observed) {
        AgentSecret waiting = secret;
        return parts.writes()
                .tryTurn(
                        key(observed),
                        secret.getMetadata().getUid(),
                        () -> parts.watch().wake(List.of(waiting)));
    }

    private SecretActor actor(Observed observed) {
        return new SecretActor(
                sight.connection(),
                key(observed),
                desired,
                remembered,
                parts.writes(),
                parts.delays().resync().dividedBy(2),
                parts.clock());
    }

    private static AgentKey key(Observed observed) {
        AgentState agent = observed.agent().orElseThrow();
        Claim claim = agent.claim().orElseThrow();
        return new AgentKey(claim.connection(), agent.id());
    }

    private UpdateControl<AgentSecret> await(Plan.Wait wait, Observed observed) {
        if (wait.needsStore()) {
            parts.agents().requestStore(namespace, desired.agent(), secret);
        }
        Duration left = GRACE.minus(remembered.waited(wait.verdict().reason()));
        if (left.isNegative() || left.isZero()) {
            return settle(wait.verdict(), observed, Optional.empty());
        }
        return UpdateControl.<AgentSecret>noUpdate().rescheduleAfter(left);
    }

    private UpdateControl<AgentSecret> letGo(Plan.RemoveFinalizer remove) {
        parts.reporter().removeFinalizer(secret);
        remembered.release();
        remove.farewell().ifPresent(farewell -> parts.reporter().tell(secret, farewell, desired));
        return UpdateControl.noUpdate();
    }

    private UpdateControl<AgentSecret> settle(Verdict verdict, Observed observed, Optional<Duration> asked) {
        Optional<ConditionReason> standing = SecretStatuses.standing(secret);
        boolean news = !standing.equals(Optional.of(verdict.reason())) && !Outage.goesOn(standing, verdict.reason());
        AgentSecret reported = parts.reporter().report(secret, verdict, observed);
        remembered.wrote(reported);
        remembered.recorded(verdict, observed);
        remembered
                .untold()
                .take(verdict.reason())
                .forEach(drift -> parts.reporter().tellRepair(reported, desired, drift));
        if (!RetryDelays.isRetried(verdict.reason())) {
            remembered.succeeded();
            Duration resync = parts.delays()
                    .untilResync(
                            namespace + "/" + desired.agent(), parts.clock().getAsLong());
            return UpdateControl.<AgentSecret>noUpdate()
                    .rescheduleAfter(parts.reporter()
                            .untilDue(reported, parts.delays().random().getAsDouble())
                            .filter(due -> due.compareTo(resync) < 0)
                            .orElse(resync));
        }
        Duration delay = parts.delays().untilRetry(remembered.failed(), asked);
        remembered.retriesIn(delay);
        LOG.atLevel(news ? Level.WARN : Level.DEBUG)
                .log("{}: {} Next try in {} ms", verdict.reason().value(), verdict.message(), delay.toMillis());
        return UpdateControl.<AgentSecret>noUpdate().rescheduleAfter(delay);
    }
}
