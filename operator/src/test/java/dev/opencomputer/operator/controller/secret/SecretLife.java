/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secret;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.api.AgentSecret;
import dev.opencomputer.operator.api.AgentSecretStatus;
import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.api.Names;
import dev.opencomputer.operator.controller.agent.AgentState;
import dev.opencomputer.operator.controller.agent.Claim;
import dev.opencomputer.operator.controller.connection.Connection;
import dev.opencomputer.operator.controller.reporting.Drift;
import dev.opencomputer.operator.controller.reporting.ObjectPatches;
import dev.opencomputer.operator.controller.reporting.UpstreamReasons;
import dev.opencomputer.operator.controller.scheduling.AgentKey;
import dev.opencomputer.operator.controller.scheduling.AgentWrites;
import dev.opencomputer.operator.controller.secret.Observed.ConnectionView;
import dev.opencomputer.operator.controller.secret.Observed.NamespaceView;
import dev.opencomputer.operator.opencomputer.OpenComputerException;
import dev.opencomputer.operator.opencomputer.SecretValue;
import dev.opencomputer.operator.opencomputer.StoreId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One AgentSecret's reconciles without Kubernetes: decide and act in turn, against a model of OpenComputer. */
final class SecretLife {

    /** No more than the operator itself allows. */
    private static final int MOST_STEPS = 16;

    private static final AgentKey AGENT = new AgentKey("default", Situation.ID);

    /** Values by name, each always the same object, so that a model which cannot read them can tell them apart. */
    static final Map<String, SecretValue> VALUES = Map.of("v1", SecretValue.of("one"), "v2", SecretValue.of("two"));

    /**
     * What one reconcile did.
     *
     * @param steps the steps that were decided on, in order
     * @param reason the result; empty when the object was let go, or the operator was killed
     * @param statusWritten whether the status changed
     */
    record Reconcile(List<Plan> steps, Optional<ConditionReason> reason, boolean statusWritten) {

        boolean letsGo() {
            return steps.get(steps.size() - 1) instanceof Plan.RemoveFinalizer;
        }

        List<String> names() {
            return steps.stream().map(step -> step.getClass().getSimpleName()).toList();
        }
    }

    private final ObjectPatches<AgentSecret> patches = new ObjectPatches<>(null, AgentSecret.class);
    private final ModelStores server;
    private final AgentSecret secret;
    private final List<Drift> told = new ArrayList<>();
    private SecretMemory memory;
    private AgentWrites writes;
    private Connection connection;

    private Optional<String> value = Optional.of("v1");
    private Optional<StoreId> agentsStore = Optional.empty();
    private boolean agentIsThere = true;
    private boolean agentPaused;
    private boolean agentDeleting;
    private Optional<String> holder = Optional.empty();
    private boolean successor;
    private boolean namespaceGoes;
    private boolean diesAfterWriting;

    SecretLife(AgentSecret secret, ModelStores server) {
        this.secret = secret;
        this.server = server;
        restart();
    }

    /** The operator is killed and started again. */
    void restart() {
        memory = new SecretMemory(System::nanoTime, Duration.ofMinutes(10));
        writes = new AgentWrites(System::nanoTime);
        connection = new Connection("default", server);
        diesAfterWriting = false;
    }

    void holds(Optional<String> named) {
        value = named;
    }

    /** The value's name, where there is one. */
    Optional<String> value() {
        return value;
    }

    void agentIsThere(boolean there) {
        agentIsThere = there;
    }

    void agentPaused(boolean paused) {
        agentPaused = paused;
    }

    void agentDeleting(boolean deleting) {
        agentDeleting = deleting;
    }

    void heldBy(Optional<String> other) {
        holder = other;
    }

    void awaited(boolean waiting) {
        successor = waiting;
    }

    void namespaceGoes(boolean terminating) {
        namespaceGoes = terminating;
    }

    /** The next write upstream is the last thing that this process does. */
    void diesAfterWriting() {
        diesAfterWriting = true;
    }

    /** The Agent's own reconcile finds its store, or makes it where it is asked to. */
    void agentReconciles(boolean makes) {
        agentsStore = makes ? Optional.of(server.makeStore()) : server.store();
    }

    Optional<StoreId> agentsStore() {
        return agentsStore;
    }

    Reconcile reconcile() {
        Desired desired = DesiredSecret.of(secret);
        SecretActor actor =
                new SecretActor(connection, AGENT, desired, memory.of(secret), writes, Duration.ZERO, System::nanoTime);
        List<Plan> steps = new ArrayList<>();
        Observed observed = observe();
        while (steps.size() < MOST_STEPS) {
            Plan plan = SecretDecision.decide(desired, observed);
            steps.add(plan);
            if (plan instanceof Plan.Ignore) {
                return new Reconcile(steps, Optional.empty(), false);
            }
            if (plan instanceof Plan.Wait wait) {
                return settled(steps, wait.verdict(), observed);
            }
            if (plan instanceof Plan.Settle settle) {
                return settled(steps, settle.verdict(), observed);
            }
            if (plan instanceof Plan.RemoveFinalizer) {
                secret.removeFinalizer(Names.FINALIZER);
                return new Reconcile(steps, Optional.empty(), false);
            }
            try {
                observed = carryOut(plan, observed, actor);
                if (diesAfterWriting && plan instanceof Plan.Write) {
                    return new Reconcile(steps, Optional.empty(), false);
                }
            } catch (OpenComputerException e) {
                if (diesAfterWriting) {
                    return new Reconcile(steps, Optional.empty(), false);
                }
                return settled(
                        steps,
                        new Verdict(UpstreamReasons.of(e), e.getMessage()),
                        SecretActor.afterFailure(plan, observed, e));
            }
        }
        throw new AssertionError("no end after " + steps);
    }

    private Observed carryOut(Plan plan, Observed observed, SecretActor actor) throws OpenComputerException {
        if (plan instanceof Plan.AddFinalizer) {
            secret.addFinalizer(Names.FINALIZER);
            return observed.withFinalizer();
        }
        if (plan instanceof Plan.ReadValue) {
            return observed.with(readValue());
        }
        if (plan instanceof Plan.LookAtNamespace) {
            return observed.with(namespaceGoes ? NamespaceView.TERMINATING : NamespaceView.STAYS);
        }
        if (plan instanceof Plan.ListKeys list) {
            return observed.with(actor.list(list)).with(view());
        }
        if (plan instanceof Plan.ListStores list) {
            return observed.with(actor.list(list)).with(view());
        }
        return write(plan, observed, actor);
    }

    /** What was planned is planned again with a turn, as the operator does, since it counts how often it has written. */
    private Observed write(Plan plan, Observed before, SecretActor actor) throws OpenComputerException {
        try (AgentWrites.Turn turn = writes.tryTurn(AGENT, "someone", () -> {}).orElseThrow()) {
            Observed observed =
                    observe().with(before.value()).with(before.namespace()).with(before.key());
            if (!plan.equals(SecretDecision.decide(DesiredSecret.of(secret), observed))) {
                return observed;
            }
            if (plan instanceof Plan.PutKey put) {
                assertThat(secret.hasFinalizer(Names.FINALIZER))
                        .as("the finalizer before a PUT")
                        .isTrue();
                return observed.with(actor.put(put, observed, turn));
            }
            if (plan instanceof Plan.DeleteKey delete) {
                return observed.with(actor.delete(delete.store(), turn));
            }
            actor.askOrganisation();
            return observed.with(view());
        }
    }

    private ValueView readValue() {
        return value.<ValueView>map(name -> new ValueView.Present(
                        VALUES.get(name),
                        name + " for " + secret.getSpec().getAllowedHosts(),
                        "key." + name,
                        Optional.empty()))
                .orElseGet(() -> new ValueView.Missing(ConditionReason.SECRET_NOT_FOUND, "there is no Secret"));
    }

    private Reconcile settled(List<Plan> steps, Verdict verdict, Observed observed) {
        memory.of(secret).recorded(verdict, observed);
        told.addAll(memory.of(secret).untold().take(verdict.reason()));
        AgentSecretStatus status = SecretStatuses.after(secret, verdict, observed, Instant.EPOCH);
        boolean written = patches.differ(secret.getStatus(), status);
        secret.setStatus(status);
        return new Reconcile(steps, Optional.of(verdict.reason()), written);
    }

    /** The repairs that were told, in order. */
    List<Drift> told() {
        return told;
    }

    private Observed observe() {
        return new Observed(
                secret.hasFinalizer(Names.FINALIZER),
                agent(),
                false,
                holder,
                successor,
                view(),
                memory.of(secret).holding(secret),
                SecretStatuses.history(
                        secret,
                        memory.of(secret).recentRepairs(),
                        memory.of(secret).refusal()),
                NamespaceView.NOT_LOOKED,
                new ValueView.NotLooked(),
                new KeyView.NotLooked());
    }

    private Optional<AgentState> agent() {
        return agentIsThere
                ? Optional.of(new AgentState(
                        "uid-of-the-agent",
                        Situation.ID,
                        Optional.of(new Claim(Situation.ID, Optional.of(Situation.HOME), "default")),
                        Optional.empty(),
                        agentsStore,
                        agentPaused,
                        agentDeleting))
                : Optional.empty();
    }

    private ConnectionView view() {
        return new ConnectionView(
                "default",
                Optional.empty(),
                connection.anonymous(),
                connection.organisation(),
                Optional.of(Situation.HOME));
    }
}
