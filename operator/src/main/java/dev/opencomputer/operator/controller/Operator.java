/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller;

import dev.opencomputer.operator.controller.OperatorOptions.Election.ByLease;
import dev.opencomputer.operator.controller.leadership.Candidacy;
import dev.opencomputer.operator.controller.leadership.Election;
import dev.opencomputer.operator.controller.leadership.LeaseUnavailableException;
import dev.opencomputer.operator.controller.leadership.Mandate;
import dev.opencomputer.operator.controller.leadership.WatchedNamespaces;
import dev.opencomputer.operator.controller.monitoring.OperatorMetrics;
import dev.opencomputer.operator.controller.policy.Policies;
import dev.opencomputer.operator.controller.policy.PolicyFile;
import dev.opencomputer.operator.controller.policy.WrongPolicyException;
import dev.opencomputer.operator.monitoring.HealthAnswer;
import dev.opencomputer.operator.monitoring.MonitoringServer;
import dev.opencomputer.operator.monitoring.ProcessMetrics;
import dev.opencomputer.operator.tracing.Tracing;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An operator in this process until closed: its controllers, while it is their turn, and what a cluster asks. */
public final class Operator implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Operator.class);

    private final Opened opened;
    private final MonitoringServer monitoring;
    private final CompletableFuture<CannotStartException> failure;

    private Operator(Opened opened, MonitoringServer monitoring, CompletableFuture<CannotStartException> failure) {
        this.opened = opened;
        this.monitoring = monitoring;
        this.failure = failure;
    }

    /**
     * Starts an operator. Without an election it returns when the caches of its controllers are in sync; with one, when
     * it stands by.
     *
     * @param options how to run
     * @return the running operator
     * @throws CannotStartException when the cluster or the monitoring address is not as the operator needs it
     */
    public static Operator start(OperatorOptions options) {
        Opened opened = new Opened();
        try {
            try (KubernetesClient client = KubernetesAccess.client(options.kubernetes())) {
                Preflight.check(client);
            }
            Policies policies = policies(options, opened);
            return options.election() instanceof ByLease election
                    ? startReplica(options, election, policies, opened)
                    : startAlone(options, policies, opened);
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    private static Operator startAlone(OperatorOptions options, Policies policies, Opened opened) {
        PrometheusMeterRegistry registry = ProcessMetrics.registry();
        OperatorMetrics metrics = metrics(options, registry, opened);
        Controllers controllers = new Controllers(options, metrics, Mandate.unlimited(), policies);
        metrics.leads(controllers::areInSync);
        Health health = new Health(() -> Optional.of(controllers), () -> true, System::nanoTime);
        MonitoringServer monitoring = monitoring(options, registry, health, policies);
        opened.add(monitoring::close);
        opened.add(controllers::close);
        controllers.start();
        LOG.info("The operator runs; metrics and health are at {}", monitoring.url());
        return new Operator(opened, monitoring, new CompletableFuture<>());
    }

    private static Operator startReplica(OperatorOptions options, ByLease lease, Policies policies, Opened opened) {
        PrometheusMeterRegistry registry = ProcessMetrics.registry();
        OperatorMetrics metrics = metrics(options, registry, opened);
        KubernetesClient client = KubernetesAccess.electionClient(options.kubernetes());
        opened.add(client::close);
        Election election = new Election(
                client,
                Candidacy.ofThisProcess(
                        options.operatorNamespace(), lease.lease(), new WatchedNamespaces(options.namespaces())));
        Replica replica = new Replica(election, mandate -> new Controllers(options, metrics, mandate, policies));
        metrics.leads(() -> replica.running().filter(Health.Work::areInSync).isPresent());
        Health health = new Health(replica::running, () -> election.isAlive() && replica.isAlive(), System::nanoTime);
        MonitoringServer monitoring = monitoring(options, registry, health, policies);
        opened.add(monitoring::close);
        LOG.info("The operator stands by; metrics and health are at {}", monitoring.url());
        opened.add(replica::close);
        standBy(replica);
        return new Operator(opened, monitoring, replica.failure());
    }

    private static OperatorMetrics metrics(OperatorOptions options, PrometheusMeterRegistry registry, Opened opened) {
        Duration untilNextCall =
                options.resync().compareTo(options.longestRetry()) > 0 ? options.resync() : options.longestRetry();
        return new OperatorMetrics(registry, tracing(opened), options.threads(), untilNextCall);
    }

    private static Tracing tracing(Opened opened) {
        try {
            Tracing tracing = Tracing.from(System.getenv(), "opencomputer-operator");
            opened.add(tracing::close);
            return tracing;
        } catch (Tracing.ConfigurationException e) {
            throw new CannotStartException(e.getMessage(), e);
        }
    }

    private static MonitoringServer monitoring(
            OperatorOptions options, PrometheusMeterRegistry registry, Health health, Policies policies) {
        try {
            return MonitoringServer.start(
                    options.monitoringHost(),
                    options.monitoringPort(),
                    registry,
                    health::live,
                    () -> ready(health, policies));
        } catch (MonitoringServer.AddressException e) {
            throw new CannotStartException(e.getMessage(), e);
        }
    }

    private static void standBy(Replica replica) {
        try {
            replica.standBy();
        } catch (LeaseUnavailableException e) {
            throw new CannotStartException(e.getMessage(), e);
        }
    }

    /** A policy that became wrong is told here too; the operator does its work by the one from before. */
    private static HealthAnswer ready(Health health, Policies policies) {
        HealthAnswer answer = health.ready();
        return policies.problem()
                .filter(problem -> answer.good())
                .map(problem -> HealthAnswer.good(answer.text() + "; " + problem))
                .orElse(answer);
    }

    private static Policies policies(OperatorOptions options, Opened opened) {
        if (options.policyFile().isEmpty()) {
            return Policies.NONE;
        }
        try {
            PolicyFile file = PolicyFile.open(options.policyFile().get());
            opened.add(file::close);
            file.keepLooking();
            return file;
        } catch (WrongPolicyException e) {
            throw new CannotStartException(e.getMessage(), e);
        }
    }

    /** Where metrics are scraped. */
    public URI metricsUrl() {
        return monitoring.url().resolve("/metrics");
    }

    /**
     * Completes when this operator was elected and could not start its controllers; then it does nothing more, and is to
     * be closed, so that another replica has its turn.
     */
    public CompletableFuture<CannotStartException> failure() {
        return failure;
    }

    /** Stops taking up work, waits for what is under way, closes every connection, and lets another replica lead. */
    @Override
    public void close() {
        opened.close();
        LOG.info("The operator has stopped");
    }
}
