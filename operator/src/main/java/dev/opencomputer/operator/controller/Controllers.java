/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller;

import dev.opencomputer.operator.api.Agent;
import dev.opencomputer.operator.api.AgentSecret;
import dev.opencomputer.operator.api.Names;
import dev.opencomputer.operator.controller.OperatorOptions.Election.ByLease;
import dev.opencomputer.operator.controller.agent.AgentController;
import dev.opencomputer.operator.controller.connection.ConnectionCopies;
import dev.opencomputer.operator.controller.connection.Connector;
import dev.opencomputer.operator.controller.connection.DefaultConnection;
import dev.opencomputer.operator.controller.connection.NamespaceConnections;
import dev.opencomputer.operator.controller.keys.ClusterIdentity;
import dev.opencomputer.operator.controller.keys.KeyUpkeep;
import dev.opencomputer.operator.controller.keys.KeysUnavailableException;
import dev.opencomputer.operator.controller.keys.OperatorKeys;
import dev.opencomputer.operator.controller.leadership.Mandate;
import dev.opencomputer.operator.controller.leadership.Neighbours;
import dev.opencomputer.operator.controller.monitoring.OperatorMetrics;
import dev.opencomputer.operator.controller.policy.Policies;
import dev.opencomputer.operator.controller.reporting.EventRecorder;
import dev.opencomputer.operator.controller.scheduling.AgentWrites;
import dev.opencomputer.operator.controller.scheduling.RetryDelays;
import dev.opencomputer.operator.controller.scheduling.Seats;
import dev.opencomputer.operator.controller.scheduling.Triggers;
import dev.opencomputer.operator.controller.secret.AgentSecretReconciler;
import dev.opencomputer.operator.controller.secret.FollowedSecrets;
import dev.opencomputer.operator.controller.secret.SecretController;
import dev.opencomputer.operator.opencomputer.OpenComputerClient;
import dev.opencomputer.operator.seal.PublicSealingKey;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.OperatorException;
import io.javaoperatorsdk.operator.api.config.ConfigurationService;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The controllers of all kinds with everything that they use, from their start until they are closed. They are made
 * anew for each time that they run: nothing that they remember outlives it.
 */
final class Controllers implements Replica.Work {

    /**
     * How long a reconcile that is under way may still take at stop: longer than the longest call to OpenComputer, so
     * that none of this leader's arrives after one of the next leader's.
     */
    static final Duration STOP_TIMEOUT = Duration.ofSeconds(35);

    /** How many objects a page of the first list holds, so that a large fleet is never in memory twice. */
    private static final long LIST_PAGE = 500L;

    private final Opened opened = new Opened();
    private final OperatorOptions options;
    private final OperatorMetrics metrics;
    private final Mandate mandate;
    private final Policies policies;
    private volatile boolean stopping;
    private volatile Optional<io.javaoperatorsdk.operator.Operator> sdk = Optional.empty();
    private volatile Optional<Neighbours> neighbours = Optional.empty();

    /**
     * Starts nothing yet.
     *
     * @param options how to run
     * @param metrics hears what they do
     * @param mandate lets them write
     * @param policies what the administrator lets namespaces do
     */
    Controllers(OperatorOptions options, OperatorMetrics metrics, Mandate mandate, Policies policies) {
        this.options = options;
        this.metrics = metrics;
        this.mandate = mandate;
        this.policies = policies;
    }

    /**
     * Starts them, and returns when their caches are in sync: with half of the Agents, an id or a connection could be taken
     * for nobody's.
     *
     * @throws CannotStartException when the cluster is not as they need it; what was opened is closed with this
     */
    @Override
    public void start() {
        KubernetesClient client = KubernetesAccess.client(options.kubernetes());
        opened.add(client::close);
        KubernetesClient writing = KubernetesAccess.writingClient(options.kubernetes(), mandate);
        opened.add(writing::close);
        OperatorKeys keys = keys(writing);
        Optional<String> cluster = ClusterIdentity.read(client);
        Connector connector = (name, settings, calls) -> new OpenComputerClient(
                settings,
                calls.isPresent() ? options.client().withMaxConcurrentCalls(calls.getAsInt()) : options.client(),
                metrics.ofCalls(name),
                cluster,
                mandate::check);
        DefaultConnection theDefault = new DefaultConnection(options.connection(), connector);
        NamespaceConnections connections = new NamespaceConnections(
                theDefault, policies, client, new ConnectionCopies(writing, options.operatorNamespace()), connector);
        opened.add(connections::close);
        EventRecorder events =
                new EventRecorder(writing, ManagementFactory.getRuntimeMXBean().getName());
        AgentWrites writes = new AgentWrites(System::nanoTime);
        Seats seats = new Seats(
                options.threads(),
                DefaultConnection.NAME,
                () -> !policies.present().ownConnections().isEmpty());
        RetryDelays delays = new RetryDelays(
                options.resync(),
                options.firstRetry(),
                options.longestRetry(),
                () -> ThreadLocalRandom.current().nextDouble());
        border(client, events);
        AgentController agents = AgentController.of(
                writing,
                events,
                metrics.ofReconciles(),
                connections,
                policies,
                writes,
                seats,
                delays,
                // It repeats nothing by itself: nobody else could be served meanwhile.
                SecretController.keyReader(writing, options.operatorNamespace(), policies),
                this::areOurs);
        KubernetesClient metadataClient = KubernetesAccess.metadataClient(options.kubernetes());
        opened.add(metadataClient::close);
        Preflight.ownKinds(client, options.namespaces());
        ConnectionChanges changes = new ConnectionChanges(connections, options.namespaces(), options.resync());
        AgentSecretReconciler secrets = SecretController.reconciler(
                client,
                writing,
                metadataClient,
                new FollowedSecrets(
                        Preflight.withSecrets(client, metadataClient, options.namespaces()), options.secretSelector()),
                changes::connectionChanged,
                policies,
                options.operatorNamespace(),
                events,
                metrics.ofReconciles(),
                connections,
                agents.directory(),
                writes,
                seats,
                delays,
                this::areOurs,
                keys.sealing()::open,
                keys.sealing()::current,
                keys.sealing()::isFormer,
                keys.digest()::digest);
        io.javaoperatorsdk.operator.Operator running = sdk(client);
        changes.begin(agents, secrets);
        register(running, agents.reconciler());
        register(running, secrets);
        metrics.retries(Agent.class, agents.reconciler()::retrying, agents.reconciler()::secondsToNextRetry);
        metrics.retries(AgentSecret.class, secrets::retrying, secrets::secondsToNextRetry);
        opened.add(() -> stopTimers(running));
        opened.add(running::stop);
        opened.add(agents.reconciler()::stopping);
        opened.add(secrets::stopping);
        metrics.connections(connections::usable);
        metrics.waiting(seats::waiting);
        metrics.sealedValues(keys.sealing()::ids, () -> keys.sealing().current().map(PublicSealingKey::id));
        metrics.sealingKeys(() -> keys.sealing().ids().size(), keys.sealing()::age, keys.sealing()::overdue);
        opened.add(metrics::stopped);
        sdk = Optional.of(running);
        // Before the start: a policy that changes while the caches fill would be missed.
        opened.add(policies.onChange(changes::policyChanged));
        start(running, agents, secrets);
        opened.add(
                KeyUpkeep.start(
                        keys,
                        client,
                        options.operatorNamespace(),
                        secrets::sealingKeysChanged,
                        metrics::keyUpkeepFailed)::close);
        theDefault.onNewSettings(agents.reconciler()::tryAgain);
        theDefault.onNewSettings(secrets::tryAgain);
        theDefault.keepLooking();
    }

    @Override
    public boolean areStopping() {
        return stopping;
    }

    @Override
    public boolean areInSync() {
        return sdk.filter(running -> running.getRuntimeInfo().isStarted()).isPresent();
    }

    @Override
    public List<Health.Informer> informers() {
        // Before the start has ended, the SDK has informers that cannot be asked.
        return sdk.filter(running -> areInSync())
                .map(running -> new Informers(running).states())
                .orElse(List.of());
    }

    @Override
    public Optional<String> hindrance() {
        return neighbours
                .filter(others -> !others.haveBeenSeen())
                .map(others -> "nothing is reconciled before the Leases of other releases could be listed");
    }

    /** Stops taking up work, waits for what is under way, and closes every connection. */
    @Override
    public void close() {
        stopping = true;
        opened.close();
    }

    /** Whether the objects of a namespace are this operator's to reconcile now. */
    private boolean areOurs(String namespace) {
        return neighbours.stream().allMatch(others -> others.keeps(namespace));
    }

    /** Looks for other releases before anything is reconciled: what is theirs is not touched from the first moment on. */
    private void border(KubernetesClient client, EventRecorder events) {
        if (options.election() instanceof ByLease election) {
            Neighbours others =
                    Neighbours.watch(client, options.operatorNamespace(), election.lease(), new OverlapEvents(events));
            opened.add(others::close);
            metrics.overlaps(others::overlapping);
            neighbours = Optional.of(others);
        }
    }

    private OperatorKeys keys(KubernetesClient client) {
        try {
            return OperatorKeys.prepare(client, options.operatorNamespace(), options.sealingKeyRenewal());
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
                        // Else the first watch that is refused, in a deleted namespace, ends the process. Whether the
                        // caches are whole is asked for before anything is reconciled.
                        .withStopOnInformerErrorDuringStartup(false)
                        .withReconciliationTerminationTimeout(STOP_TIMEOUT)
                        .withMetrics(metrics.ofSdk())));
    }

    private static void start(
            io.javaoperatorsdk.operator.Operator sdk, AgentController agents, AgentSecretReconciler secrets) {
        try {
            sdk.start();
            // Late lists, and a stop meanwhile, are no failure of the SDK's, which can be stopped whole by now.
            agents.reconciler().requireAll();
            secrets.requireAll();
            agents.reconciler().begin();
        } catch (OperatorException | KubernetesClientException e) {
            throw new CannotStartException(
                    "The operator could not start watching Agents, AgentSecrets and Secrets: "
                            + root(e) + ". Check its rights in the namespaces that it watches, and the API"
                            + " server.",
                    e);
        }
    }

    /** The SDK leaves them, with all caches behind them. */
    private static void stopTimers(io.javaoperatorsdk.operator.Operator sdk) {
        sdk.getConfigurationService()
                .getExecutorServiceManager()
                .scheduledExecutorService()
                .shutdownNow();
    }

    /** What the SDK wraps says nothing. */
    private static String root(Throwable failure) {
        return failure.getCause() == null
                ? Optional.ofNullable(failure.getMessage())
                        .orElse(failure.getClass().getSimpleName())
                : root(failure.getCause());
    }

    private <T extends HasMetadata> void register(io.javaoperatorsdk.operator.Operator sdk, Reconciler<T> reconciler) {
        sdk.register(reconciler, overrider -> {
            overrider
                    .withFinalizer(Names.FINALIZER)
                    .withGenerationAware(false)
                    .withTriggerReconcilerOnAllEvents(true)
                    .withOnUpdateFilter(Triggers::concernsUs)
                    .withRetry(Triggers.retry())
                    .withInformerListLimit(LIST_PAGE);
            if (options.namespaces().isEmpty()) {
                overrider.watchingAllNamespaces();
            } else {
                overrider.settingNamespaces(options.namespaces());
            }
        });
    }
}
