/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller;

import dev.opencomputer.operator.controller.policy.Policies;
import dev.opencomputer.operator.controller.policy.PolicyFile;
import dev.opencomputer.operator.controller.policy.WrongPolicyException;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An operator in this process until closed: its controllers, and what a cluster asks about them. */
public final class Operator implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Operator.class);

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
        try (KubernetesClient client = KubernetesAccess.client(options.kubernetes())) {
            Preflight.check(client);
        }
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        Controllers controllers = new Controllers(options, registry, policies(options, opened));
        Monitoring monitoring =
                Monitoring.start(options.monitoringHost(), options.monitoringPort(), registry, controllers);
        opened.add(monitoring::close);
        opened.add(controllers::close);
        controllers.start();
        LOG.info("The operator runs; metrics and health are at {}", monitoring.url());
        return new Operator(opened, monitoring);
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

    /** Stops taking up work, waits for what is under way, and closes every connection. */
    @Override
    public void close() {
        opened.close();
        LOG.info("The operator has stopped");
    }
}
