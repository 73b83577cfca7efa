/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secret;

import dev.opencomputer.operator.api.AgentSecret;
import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.controller.agent.AgentDirectory;
import dev.opencomputer.operator.controller.agent.AgentState;
import dev.opencomputer.operator.controller.agent.Claim;
import dev.opencomputer.operator.controller.connection.Connections;
import dev.opencomputer.operator.controller.leadership.Neighbours;
import dev.opencomputer.operator.controller.leadership.NoMandateException;
import dev.opencomputer.operator.controller.reporting.ApiServerRefusals;
import dev.opencomputer.operator.controller.resealing.FacadeResealing;
import dev.opencomputer.operator.controller.scheduling.AgentWrites;
import dev.opencomputer.operator.controller.scheduling.RetryDelays;
import dev.opencomputer.operator.controller.scheduling.Seats;
import dev.opencomputer.operator.controller.scheduling.WholeCache;
import dev.opencomputer.operator.seal.SealedValue;
import dev.opencomputer.operator.seal.SealingKeyId;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.Cache;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reconciles an AgentSecret: observes, decides, acts, and reports. What to do next is decided by {@link SecretDecision}
 * alone; {@link SecretRun} carries it out, step after step, until the decision settles.
 */
@ControllerConfiguration(name = "agentsecret")
public final class AgentSecretReconciler implements Reconciler<AgentSecret> {

    private static final Logger LOG = LoggerFactory.getLogger(AgentSecretReconciler.class);

    private final KubernetesClient metadataClient;
    private final FollowedSecrets followed;
    private final Consumer<String> connectionChanged;
    private final Namespaces namespaces;
    private final Connections connections;
    private final AgentDirectory agents;
    private final Values values;
    private final SecretReporter reporter;
    private final FacadeResealing resealing;
    private final AgentWrites writes;
    private final Seats seats;
    private final RetryDelays delays;
    private final Predicate<String> ours;
    private final LongSupplier clock;
    private final SecretMemory memory;
    private KeyHolders holders;
    private SecretWatch watch;
    private volatile Supplier<List<AgentSecret>> all = List::of;
    private volatile Optional<Cache<AgentSecret>> cache = Optional.empty();
    private volatile boolean stopping;

    AgentSecretReconciler(
            KubernetesClient metadataClient,
            FollowedSecrets followed,
            Consumer<String> connectionChanged,
            Namespaces namespaces,
            Connections connections,
            AgentDirectory agents,
            Values values,
            SecretReporter reporter,
            FacadeResealing resealing,
            AgentWrites writes,
            Seats seats,
            RetryDelays delays,
            Predicate<String> ours,
            LongSupplier clock) {
        this.metadataClient = metadataClient;
        this.followed = followed;
        this.connectionChanged = connectionChanged;
        this.namespaces = namespaces;
        this.connections = connections;
        this.agents = agents;
        this.values = values;
        this.reporter = reporter;
        this.resealing = resealing;
        this.writes = writes;
        this.seats = seats;
        this.delays = delays;
        this.ours = ours;
        this.clock = clock;
        this.memory = new SecretMemory(clock, delays.resync());
    }

    @Override
    public List<EventSource<?, AgentSecret>> prepareEventSources(EventSourceContext<AgentSecret> context) {
        SecretIndex index = new SecretIndex(context.getPrimaryCache());
        holders = new KeyHolders(index::withSameKey);
        watch = new SecretWatch(holders);
        agents.follow(agent -> watch.wake(index.ofAgent(
                agent.getMetadata().getNamespace(), agent.getMetadata().getName())));
        agents.agentSecrets(index::ofAgent);
        watch.follow(agents::agentSecretChanged);
        agents.whenOpen(() -> watch.wake(index.all()));
        all = index::all;
        cache = Optional.of(context.getPrimaryCache());
        return followed.any()
                ? List.of(
                        watch,
                        new SourceWatch(
                                context, metadataClient, followed, index, agents::secretChanged, connectionChanged))
                : List.of(watch);
    }

    /**
     * Asks whether every AgentSecret is known.
     *
     * @throws KubernetesClientException when the list of a namespace has not come yet
     */
    public void requireAll() {
        WholeCache.require("AgentSecrets", cache.orElseThrow());
    }

    /** Notes that the operator is being stopped: calls that are cut off from now on are nobody's failure. */
    public void stopping() {
        stopping = true;
    }

    /** Has every AgentSecret tried again now that waits for its next try: what it waits for may have changed. */
    public void tryAgain() {
        watch.wakeByName(memory.inBackOff());
    }

    /**
     * Has every AgentSecret of some namespaces reconciled: something that they depend on has changed.
     *
     * @param namespaces tells which
     */
    public void lookAgain(Predicate<String> namespaces) {
        if (agents.isOpen()) {
            watch.wake(all.get().stream()
                    .filter(secret -> namespaces.test(secret.getMetadata().getNamespace()))
                    .toList());
        }
    }

    /**
     * Has every AgentSecret reconciled whose value is sealed for one of some keys: they came, went, or are now current.
     *
     * @param keys their ids
     */
    public void sealingKeysChanged(Set<SealingKeyId> keys) {
        if (agents.isOpen()) {
            watch.wake(all.get().stream()
                    .filter(secret -> Optional.ofNullable(secret.getSpec().getSealedValue())
                            .flatMap(SealedValue::keyIdOf)
                            .filter(keys::contains)
                            .isPresent())
                    .toList());
        }
    }

    /** How many AgentSecrets wait for a retry. */
    public long retrying() {
        return memory.retrying();
    }

    /** The seconds until the next retry of any AgentSecret; not a number when none waits. */
    public double secondsToNextRetry() {
        return memory.secondsToNextRetry();
    }

    @Override
    public UpdateControl<AgentSecret> reconcile(AgentSecret cached, Context<AgentSecret> context) {
        SecretMemory.Entry remembered = memory.of(cached);
        if (context.isPrimaryResourceDeleted()) {
            watch.ends(cached, cache.orElseThrow()::get);
            memory.forget(cached);
            holders.forget(cached);
            resealing.forget(cached);
            agents.withdrawRequest(
                    cached.getMetadata().getNamespace(),
                    cached.getSpec().getAgentRef().getName(),
                    cached);
            return UpdateControl.noUpdate();
        }
        AgentSecret secret = remembered.freshest(cached);
        if (!agents.isOpen()) {
            // At the start of the operator: all are reconciled once every Agent is known.
            return UpdateControl.noUpdate();
        }
        if (remembered.released() || KeyHolders.wasLetGo(secret)) {
            return UpdateControl.noUpdate();
        }
        if (!ours.test(secret.getMetadata().getNamespace())) {
            // Another release writes its key and its status meanwhile.
            memory.forget(cached);
            return UpdateControl.<AgentSecret>noUpdate().rescheduleAfter(Neighbours.LOOK_EVERY);
        }
        Optional<Seats.Seat> seat =
                seats.trySeat(connection(secret), secret.getMetadata().getUid(), () -> watch.wake(List.of(secret)));
        if (seat.isEmpty()) {
            return UpdateControl.<AgentSecret>noUpdate().rescheduleAfter(Seats.COME_AGAIN_AFTER);
        }
        try (Seats.Seat taken = seat.get()) {
            return run(resealed(secret, remembered), remembered).run();
        }
    }

    /** The object, with its value sealed anew where that is for the operator to do. */
    private AgentSecret resealed(AgentSecret secret, SecretMemory.Entry remembered) {
        Optional<AgentState> agent = agents.find(
                secret.getMetadata().getNamespace(),
                secret.getSpec().getAgentRef().getName());
        Optional<AgentSecret> resealed = resealing.reseal(secret, agent.map(AgentState::uid));
        resealed.ifPresent(remembered::wrote);
        return resealed.orElse(secret);
    }

    /** The name of the connection that it will need, if any. */
    private String connection(AgentSecret secret) {
        String namespace = secret.getMetadata().getNamespace();
        return agents.find(namespace, secret.getSpec().getAgentRef().getName())
                .flatMap(AgentState::claim)
                .map(Claim::connection)
                .orElseGet(() -> connections.nameFor(namespace));
    }

    @Override
    public ErrorStatusUpdateControl<AgentSecret> updateErrorStatus(
            AgentSecret secret, Context<AgentSecret> context, Exception failure) {
        if (NoMandateException.isCauseOf(failure)) {
            // Whoever leads reconciles it; this replica does, if its Lease is renewed after all.
            return ErrorStatusUpdateControl.<AgentSecret>noStatusUpdate()
                    .rescheduleAfter(NoMandateException.TRY_AGAIN_AFTER);
        }
        if (ApiServerRefusals.isConflict(failure)) {
            // Somebody changed the object meanwhile: it is looked at again as it is now.
            return ErrorStatusUpdateControl.<AgentSecret>noStatusUpdate()
                    .rescheduleAfter(ApiServerRefusals.CONFLICT_DELAY);
        }
        if (!ApiServerRefusals.isRefusal(failure) && !stopping) {
            LOG.error("Reconciling failed in a way that the operator does not know", failure);
            tellOfUnknown(secret);
        }
        return ErrorStatusUpdateControl.defaultErrorProcessing();
    }

    private void tellOfUnknown(AgentSecret secret) {
        SecretMemory.Entry remembered = memory.of(secret);
        try {
            run(remembered.freshest(secret), remembered)
                    .report(new Verdict(ConditionReason.INTERNAL_ERROR, ConditionReason.INTERNAL_ERROR.description()));
        } catch (KubernetesClientException e) {
            // The first failure is what counts, and an object that is gone takes no status.
            LOG.debug("The status was not taken: {}", e.getMessage());
        }
    }

    private SecretRun run(AgentSecret secret, SecretMemory.Entry remembered) {
        return new SecretRun(
                secret,
                remembered,
                new SecretRun.Parts(
                        namespaces,
                        connections,
                        agents,
                        holders,
                        watch,
                        values,
                        reporter,
                        writes,
                        delays,
                        clock,
                        () -> stopping));
    }
}
