/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.opencomputer.operator.api.Agent;
import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.controller.leadership.NoMandateException;
import dev.opencomputer.operator.logging.LogFields;
import dev.opencomputer.operator.testing.SpanReceiver;
import dev.opencomputer.operator.tracing.Tracing;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.monitoring.Metrics.ControllerExecution;
import io.javaoperatorsdk.operator.api.reconciler.Constants;
import io.javaoperatorsdk.operator.processing.GroupVersionKind;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

class ReconcileMetricsTest {

    private static final String NOTHING = "nothing";

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final ReconcileMetrics metrics = new ReconcileMetrics(registry, Tracing.OFF, List.of("Agent"));

    @Test
    void countsAReconcileByWhatItCameToLast() throws Exception {
        reconcile(metrics, () -> {
            metrics.concluded(ConditionReason.UNREACHABLE);
            metrics.concluded(ConditionReason.IN_SYNC);
            return NOTHING;
        });

        assertThat(ended("ready")).isOne();
        assertThat(ended("retrying")).isZero();
        assertThat(registry.get("opencomputer.reconcile.duration").timer().count())
                .isOne();
    }

    @Test
    void countsOneThatDecidedNothing() throws Exception {
        reconcile(metrics, () -> NOTHING);

        assertThat(ended("passed")).isOne();
    }

    @Test
    void countsWhatTheApiServerRefusedAsFailedAndWhatSomebodyElseChangedAsAConflict() {
        assertThatThrownBy(() -> reconcile(metrics, () -> {
                    metrics.concluded(ConditionReason.IN_SYNC);
                    throw new KubernetesClientException("no", 500, null);
                }))
                .isInstanceOf(KubernetesClientException.class);
        assertThatThrownBy(() -> reconcile(metrics, () -> {
                    throw new KubernetesClientException("changed", 409, null);
                }))
                .isInstanceOf(KubernetesClientException.class);

        assertThat(ended("ready")).isZero();
        assertThat(ended("failed")).isOne();
        assertThat(ended("conflict")).isOne();
    }

    @Test
    void takesItForNobodysFailureWhenAReplicaMayNotWriteAnyMore() throws Exception {
        RuntimeException refused = new KubernetesClientException("not sent", new IOException(new NoMandateException()));
        try (SpanReceiver receiver = SpanReceiver.start()) {
            try (Tracing tracing = Tracing.from(receiver.environment(), "test")) {
                ReconcileMetrics traced = new ReconcileMetrics(registry, tracing, List.of("Agent"));
                assertThatThrownBy(() -> reconcile(traced, () -> {
                            throw refused;
                        }))
                        .isSameAs(refused);
            }

            assertThat(receiver.received()).contains("withheld").doesNotContain("error.type");
        }
        assertThat(ended("withheld")).isOne();
        assertThat(ended("failed")).isZero();
    }

    @Test
    void endsInNoWayThatThePageDoesNotExplain() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "metrics.md"));

        for (Outcome outcome : Outcome.values()) {
            assertThat(page).contains("| `" + outcome.label() + "` |");
        }
    }

    @Test
    void leavesNothingOfAnObjectInTheLogOfTheNext() throws Exception {
        reconcile(metrics, () -> {
            MDC.put(LogFields.CONNECTION, "team-a");
            MDC.put(LogFields.REQUEST_ID, "17");
            return NOTHING;
        });

        assertThat(MDC.get(LogFields.CONNECTION)).isNull();
        assertThat(MDC.get(LogFields.REQUEST_ID)).isNull();
    }

    @Test
    void showsAReconcileInATraceWithWhatItCameTo() throws Exception {
        try (SpanReceiver receiver = SpanReceiver.start()) {
            try (Tracing tracing = Tracing.from(receiver.environment(), "test")) {
                ReconcileMetrics traced = new ReconcileMetrics(registry, tracing, List.of("Agent"));
                reconcile(traced, () -> {
                    traced.concluded(ConditionReason.ID_CONFLICT);
                    return NOTHING;
                });
            }

            assertThat(receiver.received())
                    .contains("reconcile Agent", "k8s.namespace.name", "team-a", "opencomputer.object", "resolver")
                    .contains("opencomputer.outcome", "stalled");
        }
    }

    private double ended(String outcome) {
        return registry.get("opencomputer.reconciles")
                .tag("outcome", outcome)
                .counter()
                .count();
    }

    private static void reconcile(ReconcileMetrics metrics, Callable<String> work) throws Exception {
        assertThat(metrics.timeControllerExecution(new ControllerExecution<String>() {

                    @Override
                    public String name() {
                        return "reconcile";
                    }

                    @Override
                    public String controllerName() {
                        return "agent";
                    }

                    @Override
                    public String successTypeName(String result) {
                        return result;
                    }

                    @Override
                    public ResourceID resourceID() {
                        return new ResourceID("resolver", "team-a");
                    }

                    @Override
                    public Map<String, Object> metadata() {
                        return Map.of(Constants.RESOURCE_GVK_KEY, GroupVersionKind.gvkFor(Agent.class));
                    }

                    @Override
                    public String execute() throws Exception {
                        return work.call();
                    }
                }))
                .isEqualTo(NOTHING);
    }
}
