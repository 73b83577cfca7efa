/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.agent;

import dev.opencomputer.operator.api.Agent;
import dev.opencomputer.operator.api.AgentStatus;
import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.api.Names;
import dev.opencomputer.operator.controller.connection.Connection;
import dev.opencomputer.operator.controller.connection.Connections.Resolution;
import dev.opencomputer.operator.controller.policy.Policy;
import dev.opencomputer.operator.controller.reporting.ObjectPatches;
import dev.opencomputer.operator.controller.scheduling.AgentKey;
import dev.opencomputer.operator.controller.scheduling.AgentWrites;
import dev.opencomputer.operator.opencomputer.OpenComputerException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One Agent's reconciles without Kubernetes: decide and act in turn, against a model of OpenComputer. */
final class AgentLife {

    private static final int MOST_STEPS = 16;

    /**
     * What one reconcile did.
     *
     * @param steps the steps that were decided on, in order
     * @param reason the result; empty when the object was let go
     * @param statusWritten whether the status changed
     */
    record Reconcile(List<Plan> steps, Optional<ConditionReason> reason, boolean statusWritten) {

        boolean letsGo() {
            return reason.isEmpty();
        }
    }

    private final ObjectPatches<Agent> patches = new ObjectPatches<>(null, Agent.class);
    private final ModelOpenComputer server;
    private final Agent agent;
    private AgentMemory memory;
    private AgentWrites writes;
    private Connection connection;
    private Optional<String> holder = Optional.empty();

    AgentLife(Agent agent, ModelOpenComputer server) {
        this.agent = agent;
        this.server = server;
        restart();
    }

    void heldBy(Optional<String> other) {
        holder = other;
    }

    /** The operator is killed and started again; repairs from before are forgotten with all else. */
    void restart() {
        memory = new AgentMemory(System::nanoTime, Duration.ofMinutes(10));
        writes = new AgentWrites(System::nanoTime);
        connection = new Connection("default", server);
        seen();
    }

    /** The watch shows the object, or that it is being deleted. */
    void seen() {
        memory.of(agent).seen();
    }

    Reconcile reconcile() {
        AgentMemory.Entry entry = memory.of(agent);
        Desired desired = DesiredAgent.of(agent, false, Policy.NONE);
        try (AgentWrites.Turn turn = writes.tryTurn(new AgentKey("default", desired.id()), "someone", () -> {})
                .orElseThrow()) {
            AgentActor actor =
                    new AgentActor(connection, desired.id(), turn, entry, Set::of, Duration.ZERO, System::nanoTime);
            return reconcile(entry, desired, actor);
        }
    }

    private Reconcile reconcile(AgentMemory.Entry entry, Desired desired, AgentActor actor) {
        List<Plan> steps = new ArrayList<>();
        Observed observed = observe(entry);
        while (steps.size() < MOST_STEPS) {
            Plan plan = AgentDecision.decide(desired, observed);
            steps.add(plan);
            if (plan instanceof Plan.Settle settle) {
                entry.allowlistStands(settle.verdict().reason(), observed.store());
                return settled(steps, settle.verdict(), desired, observed, entry);
            }
            if (plan instanceof Plan.RemoveFinalizer) {
                agent.removeFinalizer(Names.FINALIZER);
                return new Reconcile(steps, Optional.empty(), false);
            }
            try {
                observed = carryOut(plan, desired, observed, entry, actor).with(view());
            } catch (OpenComputerException e) {
                return settled(steps, Failures.verdict(plan, e), desired, observed.with(view()), entry);
            }
        }
        throw new AssertionError("no end after " + steps);
    }

    private Observed carryOut(Plan plan, Desired desired, Observed observed, AgentMemory.Entry entry, AgentActor actor)
            throws OpenComputerException {
        if (plan instanceof Plan.AddFinalizer) {
            agent.addFinalizer(Names.FINALIZER);
            return observed.withFinalizer();
        }
        if (plan instanceof Plan.RecordClaim claiming) {
            Claim claim = observed.holding()
                    .claim()
                    .orElse(new Claim(desired.id(), connection.organisation(), connection.name()));
            agent.setStatus(AgentStatuses.announcing(agent, claim, claiming.withStore()));
            entry.claimIsFresh(true);
            return observed.with(observed.holding().claimed(claim, claiming.withStore()));
        }
        return plan instanceof Plan.Look look ? actor.look(look, observed) : actor.write((Plan.Write) plan, observed);
    }

    private Reconcile settled(
            List<Plan> steps, Verdict verdict, Desired desired, Observed observed, AgentMemory.Entry entry) {
        AgentStatus status = AgentStatuses.after(agent, verdict, desired, observed, Instant.EPOCH);
        boolean written = patches.differ(agent.getStatus(), status);
        agent.setStatus(status);
        entry.concluded(verdict.reason(), agent.getMetadata().getGeneration());
        return new Reconcile(steps, Optional.of(verdict.reason()), written);
    }

    private Observed observe(AgentMemory.Entry entry) {
        return Observed.atFirst(agent, holder, entry, view());
    }

    private ConnectionView view() {
        return ConnectionView.of(
                new Resolution.Connected(connection),
                AgentStatuses.holding(agent, false).claim().flatMap(Claim::organisation));
    }
}
