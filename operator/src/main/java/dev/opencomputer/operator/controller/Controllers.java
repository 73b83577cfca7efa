/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller;

import dev.opencomputer.operator.api.Agent;
import dev.opencomputer.operator.api.AgentSecret;
import dev.opencomputer.operator.api.Names;
import dev.opencomputer.operator.controller.OperatorOptions.Election.ByLease;
import dev.opencomputer.operator.controller.agent.AgentController;
import dev.opencomputer.operator.controller.connection.DefaultConnection;
import dev.opencomputer.operator.controller.keys.ClusterIdentity;
import dev.opencomputer.operator.controller.keys.KeysUnavailableException;
import dev.opencomputer.operator.controller.keys.OperatorKeys;
import dev.opencomputer.operator.controller.leadership.Mandate;
import dev.opencomputer.operator.controller.leadership.Neighbours;
import dev.opencomputer.operator.controller.monitoring.OperatorMetrics;
import dev.opencomputer.operator.controller.reporting.EventRecorder;
import dev.opencomputer.operator.controller.scheduling.AgentWrites;
import dev.opencomputer.operator.controller.scheduling.RetryDelays;
import dev.opencomputer.operator.controller.scheduling.Triggers;
import dev.opencomputer.operator.controller.secret.AgentSecretReconciler;
import dev.opencomputer.operator.controller.secret.SecretController;
import dev.opencomputer.operator.opencomputer.OpenComputerClient;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.OperatorException;
import io.javaoperatorsdk.operator.api.config.ConfigurationService;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.health.InformerWrappingEventSourceHealthIndicator;
import io.javaoperatorsdk.operator.processing.event.source.informer.TransformingItemStore;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The controllers of all kinds with everything that they use, from their start until they are closed. They are made
 * anew for each time that they run: nothing that they remember outlives it.
 */
final class Controllers implements AutoCloseable {

    /** How long a reconcile that is under way may still take at stop: longer than a call to OpenComputer. */
    static final Duration STOP_TIMEOUT = Duration.ofSeconds(20);

    /** How many objects a page of the first list holds, so that a large fleet is never in memory twice. */
    private static final long LIST_PAGE = 500L;

    private final Opened opened = new Opened();
    private final OperatorOptions options;
    private final OperatorMetrics metrics;
    private final Mandate mandate;
    private volatile boolean stopping;
    private volatile Optional<io.javaoperatorsdk.operator.Operator> sdk = Optional.empty();

    /**
     * Starts nothing yet.
     *
     * @param options how to run
     * @param metrics hears what they do
     * @param mandate lets them write
     */
    Controllers(OperatorOptions options, OperatorMetrics metrics, Mandate mandate) {
        this.options = options;
        this.metrics = metrics;
        this.mandate = mandate;
    }

    /**
     * Starts them, and returns when their caches are in sync.
     *
     * @throws CannotStartException when the cluster is not as they need it; what was opened is closed with this
     */
    void start() {
        KubernetesClient client = KubernetesAccess.client(options.kubernetes());
        opened.add(client::close);
        KubernetesClient writing = KubernetesAccess.writingClient(options.kubernetes(), mandate);
        opened.add(writing::close);
        OperatorKeys keys = keys(writing);
        Optional<String> cluster = ClusterIdentity.read(client);
        DefaultConnection connections = new DefaultConnection(
                options.connection(),
                settings -> new OpenComputerClient(
                        settings, options.client(), metrics.ofCalls(DefaultConnection.NAME), cluster, mandate::check));
        opened.add(connections::close);
        EventRecorder events =
                new EventRecorder(writing, ManagementFactory.getRuntimeMXBean().getName());
        AgentWrites writes = new AgentWrites(System::nanoTime);
        RetryDelays delays = new RetryDelays(
                options.resync(),
                options.firstRetry(),
                options.longestRetry(),
                () -> ThreadLocalRandom.current().nextDouble());
        Predicate<String> ours = border(client, events);
        AgentController agents =
                AgentController.of(writing, events, metrics.ofReconciles(), connections, writes, delays, ours);
        KubernetesClient metadataClient = KubernetesAccess.metadataClient(options.kubernetes());
        opened.add(metadataClient::close);
        AgentSecretReconciler secrets = SecretController.reconciler(
                client,
                writing,
                metadataClient,
                options.operatorNamespace(),
                events,
                metrics.ofReconciles(),
                connections,
                agents.directory(),
                writes,
                delays,
                ours,
                keys.sealing()::open,
                keys.digest()::digest);
        io.javaoperatorsdk.operator.Operator running = sdk(client);
        register(running, agents.reconciler());
        register(running, secrets);
        metrics.retries(Agent.class, agents.reconciler()::retrying, agents.reconciler()::secondsToNextRetry);
        metrics.retries(AgentSecret.class, secrets::retrying, secrets::secondsToNextRetry);
        opened.add(running::stop);
        opened.add(agents.reconciler()::stopping);
        opened.add(secrets::stopping);
        metrics.connections(connections::usable);
        opened.add(metrics::stopped);
        sdk = Optional.of(running);
        start(running);
        connections.onNewSettings(agents.reconciler()::tryAgain);
        connections.onNewSettings(secrets::tryAgain);
        connections.keepLooking();
    }

    /** Whether they take up no more work. */
    boolean areStopping() {
        return stopping;
    }

    /** Whether every cache was filled. */
    boolean areInSync() {
        return sdk.filter(running -> running.getRuntimeInfo().isStarted()).isPresent();
    }

    /** Whether every informer that was started follows its kind now. */
    boolean areFollowing() {
        return sdk.stream()
                .flatMap(running -> running.getRuntimeInfo().getRegisteredControllers().stream())
                .flatMap(controller ->
                        controller.getControllerHealthInfo().informerEventSourceHealthIndicators().values().stream())
                .flatMap(source -> ((InformerWrappingEventSourceHealthIndicator<?>) source)
                        .informerHealthIndicators().values().stream())
                .allMatch(informer -> informer.isRunning() && informer.isWatching());
    }

    /** Stops taking up work, waits for what is under way, and closes every connection. */
    @Override
    public void close() {
        stopping = true;
        opened.close();
    }

    /** Looks for other releases before anything is reconciled: what is theirs is not touched from the first moment on. */
    private Predicate<String> border(KubernetesClient client, EventRecorder events) {
        if (!(options.election() instanceof ByLease election)) {
            return namespace -> true;
        }
        Neighbours neighbours =
                Neighbours.watch(client, options.operatorNamespace(), election.lease(), new OverlapEvents(events));
        opened.add(neighbours::close);
        metrics.overlaps(neighbours::overlapping);
        return neighbours::keeps;
    }

    private OperatorKeys keys(KubernetesClient client) {
        try {
            return OperatorKeys.prepare(client, options.operatorNamespace());
        } catch (KeysUnavailableException e) {
            throw new CannotStartException(e.getMessage(), e);
        }
    }

    private io.javaoperatorsdk.operator.Operator sdk(KubernetesClient client) {
        return new io.javaoperatorsdk.operator.Operator(
                ConfigurationService.newOverriddenConfigurationService(overrider -> overrider
                        .withKubernetesClient(client)
                        .withCloseClientOnStop(false)
                        .withConcurrentReconciliationThreads(options.threads())
                        .withUseSSAToPatchPrimaryResource(false)
                        .checkingCRDAndValidateLocalModel(false)
                        .withReconciliationTerminationTimeout(STOP_TIMEOUT)
                        .withMetrics(metrics.ofSdk())));
    }

    private static void start(io.javaoperatorsdk.operator.Operator sdk) {
        try {
            sdk.start();
        } catch (OperatorException | KubernetesClientException e) {
            throw new CannotStartException(
                    "The operator could not start watching Agents, AgentSecrets and Secrets: " + e.getMessage()
                            + ". Check its rights in the namespaces that it watches.",
                    e);
        }
    }

    private <T extends HasMetadata> void register(io.javaoperatorsdk.operator.Operator sdk, Reconciler<T> reconciler) {
        sdk.register(reconciler, overrider -> {
            overrider
                    .withFinalizer(Names.FINALIZER)
                    .withGenerationAware(false)
                    .withTriggerReconcilerOnAllEvents(true)
                    .withOnUpdateFilter(Triggers::concernsUs)
                    .withRetry(Triggers.retry())
                    .withInformerListLimit(LIST_PAGE)
                    .withItemStore(slim());
            if (options.namespaces().isEmpty()) {
                overrider.watchingAllNamespaces();
            } else {
                overrider.settingNamespaces(options.namespaces());
            }
        });
    }

    /** Nobody reads who set which field, and it is half of an object. */
    private static <T extends HasMetadata> TransformingItemStore<T> slim() {
        return new TransformingItemStore<>(object -> {
            object.getMetadata().setManagedFields(null);
            return object;
        });
    }
}
