/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller;

import dev.opencomputer.operator.api.Agent;
import dev.opencomputer.operator.api.AgentSecret;
import dev.opencomputer.operator.api.Names;
import dev.opencomputer.operator.controller.agent.AgentController;
import dev.opencomputer.operator.controller.connection.DefaultConnection;
import dev.opencomputer.operator.controller.keys.ClusterIdentity;
import dev.opencomputer.operator.controller.keys.KeysUnavailableException;
import dev.opencomputer.operator.controller.keys.OperatorKeys;
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
import io.javaoperatorsdk.operator.monitoring.micrometer.MicrometerMetricsV2;
import io.javaoperatorsdk.operator.processing.event.source.informer.TransformingItemStore;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The controllers of all kinds, running in this process until closed. */
public final class Operator implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Operator.class);

    /** How long a reconcile that is under way may still take at stop: longer than a call to OpenComputer. */
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(20);

    /** How many objects a page of the first list holds, so that a large fleet is never in memory twice. */
    private static final long LIST_PAGE = 500L;

    private final Opened opened;
    private final Monitoring monitoring;

    private Operator(Opened opened, Monitoring monitoring) {
        this.opened = opened;
        this.monitoring = monitoring;
    }

    /**
     * Starts the controllers and returns when their caches are in sync.
     *
     * @param options how to run
     * @return the running operator
     * @throws CannotStartException when the cluster or the monitoring address is not as the operator needs it
     */
    public static Operator start(OperatorOptions options) {
        Opened opened = new Opened();
        try {
            return start(options, opened);
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    private static Operator start(OperatorOptions options, Opened opened) {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        UpstreamMetrics upstream = new UpstreamMetrics(registry);
        KubernetesClient client = KubernetesAccess.client(options.kubernetes());
        opened.add(client::close);
        Preflight.check(client);
        OperatorKeys keys = keys(client, options.operatorNamespace());
        Optional<String> cluster = ClusterIdentity.read(client);
        DefaultConnection connections = new DefaultConnection(
                options.connection(),
                settings -> new OpenComputerClient(settings, options.client(), upstream, cluster));
        opened.add(connections::close);
        EventRecorder events =
                new EventRecorder(client, ManagementFactory.getRuntimeMXBean().getName());
        AgentWrites writes = new AgentWrites(System::nanoTime);
        RetryDelays delays = new RetryDelays(
                options.resync(),
                options.firstRetry(),
                options.longestRetry(),
                () -> ThreadLocalRandom.current().nextDouble());
        AgentController agents = AgentController.of(client, events, connections, writes, delays);
        KubernetesClient metadataClient = KubernetesAccess.metadataClient(options.kubernetes());
        opened.add(metadataClient::close);
        AgentSecretReconciler secrets = SecretController.reconciler(
                client,
                metadataClient,
                options.operatorNamespace(),
                events,
                connections,
                agents.directory(),
                writes,
                delays,
                keys.sealing()::open,
                keys.digest()::digest);
        io.javaoperatorsdk.operator.Operator sdk = new io.javaoperatorsdk.operator.Operator(
                ConfigurationService.newOverriddenConfigurationService(overrider -> overrider
                        .withKubernetesClient(client)
                        .withCloseClientOnStop(false)
                        .withConcurrentReconciliationThreads(options.threads())
                        .withUseSSAToPatchPrimaryResource(false)
                        .checkingCRDAndValidateLocalModel(false)
                        .withReconciliationTerminationTimeout(STOP_TIMEOUT)
                        .withMetrics(MicrometerMetricsV2.newBuilder(registry).build())));
        register(sdk, agents.reconciler(), options);
        register(sdk, secrets, options);
        upstream.retries(Agent.class, agents.reconciler()::retrying, agents.reconciler()::secondsToNextRetry);
        upstream.retries(AgentSecret.class, secrets::retrying, secrets::secondsToNextRetry);
        Monitoring monitoring = Monitoring.start(options.monitoringHost(), options.monitoringPort(), registry, sdk);
        opened.add(monitoring::close);
        opened.add(sdk::stop);
        opened.add(agents.reconciler()::stopping);
        opened.add(secrets::stopping);
        try {
            sdk.start();
        } catch (OperatorException | KubernetesClientException e) {
            throw new CannotStartException(
                    "The operator could not start watching Agents, AgentSecrets and Secrets: " + e.getMessage()
                            + ". Check its rights in the namespaces that it watches.",
                    e);
        }
        connections.onNewSettings(agents.reconciler()::tryAgain);
        connections.onNewSettings(secrets::tryAgain);
        connections.keepLooking();
        LOG.info("The operator runs; metrics and health are at {}", monitoring.url());
        return new Operator(opened, monitoring);
    }

    private static OperatorKeys keys(KubernetesClient client, String namespace) {
        try {
            return OperatorKeys.prepare(client, namespace);
        } catch (KeysUnavailableException e) {
            throw new CannotStartException(e.getMessage(), e);
        }
    }

    /** Where metrics are scraped. */
    public URI metricsUrl() {
        return monitoring.url().resolve("/metrics");
    }

    /** Stops taking up work, waits for what is under way, and closes every connection. */
    @Override
    public void close() {
        opened.close();
        LOG.info("The operator has stopped");
    }

    private static <T extends HasMetadata> void register(
            io.javaoperatorsdk.operator.Operator sdk, Reconciler<T> reconciler, OperatorOptions options) {
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
