/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.monitoring;

import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.controller.leadership.NoMandateException;
import dev.opencomputer.operator.controller.reporting.ApiServerRefusals;
import dev.opencomputer.operator.controller.reporting.Drift;
import dev.opencomputer.operator.controller.reporting.ReconcileObserver;
import dev.opencomputer.operator.logging.LogFields;
import dev.opencomputer.operator.tracing.Activity;
import dev.opencomputer.operator.tracing.Tracing;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.api.reconciler.Constants;
import io.javaoperatorsdk.operator.api.reconciler.RetryInfo;
import io.javaoperatorsdk.operator.processing.Controller;
import io.javaoperatorsdk.operator.processing.GroupVersionKind;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.MDC;

/**
 * Counts and times reconciles: the SDK tells when they begin and end, the reconcilers what they came to. Of an object
 * nothing but its kind is kept.
 */
final class ReconcileMetrics implements Metrics, ReconcileObserver {

    private final Map<String, KindMetrics> kinds;
    private final Tracing tracing;
    private final Map<String, Controller<?>> controllers = new ConcurrentHashMap<>();

    /** What the reconcile on this thread came to so far. */
    private final ThreadLocal<Outcome> outcome = ThreadLocal.withInitial(() -> Outcome.PASSED);

    ReconcileMetrics(MeterRegistry registry, Tracing tracing, Collection<String> kinds) {
        this.tracing = tracing;
        this.kinds = kinds.stream()
                .collect(Collectors.toUnmodifiableMap(Function.identity(), kind -> new KindMetrics(kind, registry)));
    }

    /** The controllers that run. */
    Stream<Controller<?>> controllers() {
        return controllers.values().stream();
    }

    /** No controller runs any more. */
    void stopped() {
        controllers.clear();
        kinds.values().forEach(KindMetrics::anew);
    }

    @Override
    public void controllerRegistered(Controller<? extends HasMetadata> controller) {
        String kind = controller.getAssociatedGroupVersionKind().getKind();
        kinds.get(kind).anew();
        controllers.put(kind, controller);
    }

    @Override
    public void reconciliationSubmitted(HasMetadata resource, RetryInfo retry, Map<String, Object> metadata) {
        of(metadata).submitted();
    }

    @Override
    public void reconciliationStarted(HasMetadata resource, Map<String, Object> metadata) {
        of(metadata).started();
    }

    @Override
    public void reconciliationFinished(HasMetadata resource, RetryInfo retry, Map<String, Object> metadata) {
        of(metadata).finished();
    }

    @Override
    public <T> T timeControllerExecution(ControllerExecution<T> execution) throws Exception {
        long begun = System.nanoTime();
        outcome.remove();
        Activity activity = begin(execution);
        try {
            return execution.execute();
        } catch (Exception e) {
            outcome.set(endedBy(e));
            throw e;
        } finally {
            of(execution.metadata()).ended(outcome.get(), Duration.ofNanos(System.nanoTime() - begun));
            end(activity);
            outcome.remove();
            // The thread's next line may be about another object, and the SDK knows only of its own fields.
            MDC.remove(LogFields.CONNECTION);
            MDC.remove(LogFields.REQUEST_ID);
        }
    }

    private static Outcome endedBy(Exception failure) {
        if (NoMandateException.isCauseOf(failure)) {
            return Outcome.WITHHELD;
        }
        return ApiServerRefusals.isConflict(failure) ? Outcome.CONFLICT : Outcome.FAILED;
    }

    @Override
    public void concluded(ConditionReason reason) {
        outcome.set(Outcome.of(reason));
    }

    @Override
    public void letGo() {
        outcome.set(Outcome.LET_GO);
    }

    @Override
    public void repaired(Drift drift) {
        kinds.get(HasMetadata.getKind(drift.kind())).repaired(drift);
    }

    private Activity begin(ControllerExecution<?> execution) {
        Activity activity = tracing.begin("reconcile " + kind(execution.metadata()));
        execution.resourceID().getNamespace().ifPresent(namespace -> activity.note("k8s.namespace.name", namespace));
        activity.note("opencomputer.object", execution.resourceID().getName());
        return activity;
    }

    private void end(Activity activity) {
        Outcome ended = outcome.get();
        activity.note("opencomputer.outcome", ended.label());
        Optional.ofNullable(MDC.get(LogFields.CONNECTION))
                .ifPresent(name -> activity.note("opencomputer.connection", name));
        if (ended == Outcome.FAILED || ended == Outcome.RETRYING) {
            activity.failed(ended.label());
        }
        activity.close();
    }

    private KindMetrics of(Map<String, Object> metadata) {
        return kinds.get(kind(metadata));
    }

    private static String kind(Map<String, Object> metadata) {
        return ((GroupVersionKind) metadata.get(Constants.RESOURCE_GVK_KEY)).getKind();
    }
}
