/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.monitoring;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.instrumentation.jvm.JvmGarbageCollectorMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmMemoryMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmThreadsMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Objects;

/** The metrics that every process of this program has: which build it is, and how its JVM does. */
public final class ProcessMetrics {

    private ProcessMetrics() {}

    /**
     * Makes the registry of a process.
     *
     * @return a registry that already holds what is the same in every process
     */
    public static PrometheusMeterRegistry registry() {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        PrometheusRegistry prometheus = registry.getPrometheusRegistry();
        io.prometheus.metrics.instrumentation.jvm.ProcessMetrics.builder().register(prometheus);
        JvmMemoryMetrics.builder().register(prometheus);
        JvmGarbageCollectorMetrics.builder().register(prometheus);
        JvmThreadsMetrics.builder().register(prometheus);
        Info.builder()
                .name("opencomputer_build_info")
                .help("Always 1; its labels say which version runs on which Java")
                .labelNames("version", "java")
                .register(prometheus)
                .addLabelValues(version(), Runtime.version().toString());
        return registry;
    }

    private static String version() {
        return Objects.requireNonNullElse(
                ProcessMetrics.class.getPackage().getImplementationVersion(), "(not from a jar)");
    }
}
