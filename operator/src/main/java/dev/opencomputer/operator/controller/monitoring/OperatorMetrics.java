/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.monitoring;

import dev.opencomputer.operator.api.Agent;
import dev.opencomputer.operator.api.AgentSecret;
import dev.opencomputer.operator.controller.reporting.ReconcileObserver;
import dev.opencomputer.operator.opencomputer.CallObserver;
import dev.opencomputer.operator.seal.SealingKeyId;
import dev.opencomputer.operator.tracing.Tracing;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.processing.Controller;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.ManagedInformerEventSource;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * All metrics of an operator. It lives as long as the process; the controllers may be made anew meanwhile, and what only
 * they can tell is absent while there are none.
 */
public final class OperatorMetrics {

    private static final List<Class<? extends HasMetadata>> KINDS = List.of(Agent.class, AgentSecret.class);

    private static final String KIND = "kind";
    private static final double MILLIS_A_SECOND = 1000;

    private final PrometheusMeterRegistry registry;
    private final ReconcileMetrics reconciles;
    private final UpstreamMetrics upstream;
    private final ValueGauges values;
    private final KeyMetrics keys;
    private final Map<String, Retries> retries = new ConcurrentHashMap<>();
    private volatile Supplier<Map<String, Boolean>> connections = Map::of;
    private volatile Supplier<Map<String, Integer>> waiting = Map::of;
    private volatile BooleanSupplier leads = () -> true;
    private volatile IntSupplier overlaps = () -> 0;

    private record Retries(LongSupplier waiting, DoubleSupplier secondsToNext) {}

    /**
     * Registers what there is to tell.
     *
     * @param registry gets the metrics
     * @param tracing shows reconciles and calls in traces
     * @param threads how many objects are reconciled at once
     * @param untilNextCall how long it takes at most until an object that is there has been looked at again; what the
     *     last calls over a connection said is believed for twice as long
     */
    public OperatorMetrics(PrometheusMeterRegistry registry, Tracing tracing, int threads, Duration untilNextCall) {
        this.registry = registry;
        this.reconciles = new ReconcileMetrics(
                registry, tracing, KINDS.stream().map(HasMetadata::getKind).toList());
        this.upstream = new UpstreamMetrics(registry, tracing, untilNextCall.multipliedBy(2), System::nanoTime);
        this.values = new ValueGauges(registry.getPrometheusRegistry(), this::secrets);
        this.keys = new KeyMetrics(registry);
        Gauge.builder("opencomputer.reconcile.threads", () -> threads)
                .description("How many objects are reconciled at once, at most")
                .register(registry);
        gauge(
                "opencomputer_operator_leader",
                "1 while this replica leads and its caches are in sync; 0 while it stands by, or starts to lead",
                this::leader);
        gauge(
                "opencomputer_operator_overlapping_releases",
                "Other releases of the cluster that reconcile a namespace of this one's",
                callback -> callback.call(overlaps.getAsInt()));
        gauge(
                "opencomputer_objects",
                "Objects as their statuses stand, by kind, state and the reason of Ready",
                this::objects,
                KIND,
                "state",
                "reason");
        gauge("opencomputer_objects_deleting", "Objects whose deletion waits for the operator", this::deleting, KIND);
        gauge(
                "opencomputer_oldest_deletion_seconds",
                "For how long the deletion has waited that has waited longest; 0 without any",
                this::oldestDeletion,
                KIND);
        gauge(
                "opencomputer_objects_retrying",
                "Objects whose last reconcile did not work and that are tried again by themselves",
                callback -> retries.forEach(
                        (kind, of) -> callback.call((double) of.waiting().getAsLong(), kind)),
                KIND);
        gauge(
                "opencomputer_next_retry_seconds",
                "Time until the next of them is tried again; NaN without any",
                callback -> retries.forEach(
                        (kind, of) -> callback.call(of.secondsToNext().getAsDouble(), kind)),
                KIND);
        gauge(
                "opencomputer_informer_in_sync",
                "1 while the informers of a kind follow the API server in every watched namespace",
                this::informers,
                KIND);
        gauge(
                "opencomputer_connection_healthy",
                "1 while a connection has settings and its last calls say nothing against it",
                callback -> connections
                        .get()
                        .forEach((name, usable) -> callback.call(usable && upstream.isHealthy(name) ? 1 : 0, name)),
                "connection");
        gauge(
                "opencomputer_connection_queue_length",
                "Objects that wait because a connection has as many reconciles under way as it may have",
                this::queues,
                "connection");
    }

    /** What the SDK tells. */
    public Metrics ofSdk() {
        return reconciles;
    }

    /** What the reconcilers tell. */
    public ReconcileObserver ofReconciles() {
        return reconciles;
    }

    /**
     * What a client of OpenComputer tells.
     *
     * @param connection the name of the connection that the client is for, one of few
     * @return hears of its calls
     */
    public CallObserver ofCalls(String connection) {
        return upstream.over(connection);
    }

    /**
     * Shows how many objects of a kind wait for a retry, and for how long still.
     *
     * @param kind the objects' kind
     * @param waiting counts them
     * @param secondsToNext the time until the first is tried again, not a number when none waits
     */
    public void retries(Class<? extends HasMetadata> kind, LongSupplier waiting, DoubleSupplier secondsToNext) {
        retries.put(HasMetadata.getKind(kind), new Retries(waiting, secondsToNext));
    }

    /**
     * Shows which connections there are.
     *
     * @param usable by the name of each: whether it has settings that can be used
     */
    public void connections(Supplier<Map<String, Boolean>> usable) {
        connections = usable;
    }

    /**
     * Shows how many objects wait for their turn over a connection.
     *
     * @param queues by the connection's name; one for which nothing waits may be absent
     */
    public void waiting(Supplier<Map<String, Integer>> queues) {
        waiting = queues;
    }

    /**
     * Shows whether this replica reconciles; without it, it always does.
     *
     * @param leading tells so
     */
    public void leads(BooleanSupplier leading) {
        leads = leading;
    }

    /**
     * Shows how many other releases reconcile the same namespaces.
     *
     * @param count counts them
     */
    public void overlaps(IntSupplier count) {
        overlaps = count;
    }

    /**
     * Shows which sealing key seals how many values.
     *
     * @param known those that open
     * @param current the one to seal with; absent while none is known
     */
    public void sealedValues(Supplier<Set<SealingKeyId>> known, Supplier<Optional<SealingKeyId>> current) {
        values.keys(known, current);
    }

    /**
     * Shows how many sealing keys there are, and how old the current one is.
     *
     * @param count counts them
     * @param age tells the age; absent before there is one
     * @param overdue for how long it has been older than it may become; zero while it is not
     */
    public void sealingKeys(IntSupplier count, Supplier<Optional<Duration>> age, Supplier<Duration> overdue) {
        keys.sealing(count, age, overdue);
    }

    /** Counts that something was in the way of a renewal, or of what else the operator's own keys need. */
    public void keyUpkeepFailed() {
        keys.failed();
    }

    /** The controllers have stopped: nothing that only they know is shown any more. */
    public void stopped() {
        reconciles.stopped();
        retries.clear();
        connections = Map::of;
        waiting = Map::of;
        overlaps = () -> 0;
        values.stopped();
        keys.stopped();
        upstream.forget();
    }

    private void leader(GaugeWithCallback.Callback callback) {
        callback.call(leads.getAsBoolean() ? 1 : 0);
    }

    private void queues(GaugeWithCallback.Callback callback) {
        Map<String, Integer> queues = new TreeMap<>(waiting.get());
        // A queue that is gone while it is empty would look as if it had never been so.
        connections.get().keySet().forEach(name -> queues.putIfAbsent(name, 0));
        queues.forEach((name, length) -> callback.call(length, name));
    }

    private void objects(GaugeWithCallback.Callback callback) {
        eachFleet((kind, fleet) ->
                fleet.states().forEach((state, count) -> callback.call(count, kind, state.state(), state.reason())));
    }

    private void deleting(GaugeWithCallback.Callback callback) {
        eachFleet((kind, fleet) -> callback.call(fleet.deleting(), kind));
    }

    private void oldestDeletion(GaugeWithCallback.Callback callback) {
        eachFleet((kind, fleet) -> callback.call(fleet.oldestDeletion().toMillis() / MILLIS_A_SECOND, kind));
    }

    private void eachFleet(BiConsumer<String, FleetMetrics.Fleet> told) {
        reconciles.controllers().forEach(controller -> {
            var informer = controller.getEventSourceManager().getControllerEventSource();
            if (informer.isRunning()) {
                told.accept(kind(controller), FleetMetrics.count(informer.list(), Instant.now()));
            }
        });
    }

    /** What the informer of AgentSecrets holds; absent while it does not run. */
    private Optional<Stream<AgentSecret>> secrets() {
        return reconciles
                .controllers()
                .map(controller -> controller.getEventSourceManager().getControllerEventSource())
                .filter(informer ->
                        informer.isRunning() && informer.resourceType().equals(AgentSecret.class))
                .findFirst()
                .map(informer -> informer.list().map(AgentSecret.class::cast));
    }

    private void informers(GaugeWithCallback.Callback callback) {
        Map<String, Boolean> inSync = new TreeMap<>();
        reconciles.controllers().flatMap(OperatorMetrics::eventSources).forEach(source -> {
            if (source instanceof ManagedInformerEventSource<?, ?, ?> informer) {
                // One that was not started yet has nobody whom it could ask.
                boolean good = informer.isRunning()
                        && informer.informerHealthIndicators().values().stream()
                                .allMatch(one -> one.isRunning() && one.hasSynced() && one.isWatching());
                inSync.merge(HasMetadata.getKind(kindOf(source)), good, Boolean::logicalAnd);
            }
        });
        inSync.forEach((kind, good) -> callback.call(good ? 1 : 0, kind));
    }

    private static Stream<EventSource<?, ?>> eventSources(Controller<?> controller) {
        // The kind's own informer is not among the sources that were added to it.
        return Stream.<EventSource<?, ?>>concat(
                Stream.of(controller.getEventSourceManager().getControllerEventSource()),
                controller.getEventSourceManager().getEventSourcesStream());
    }

    @SuppressWarnings("unchecked")
    private static Class<? extends HasMetadata> kindOf(EventSource<?, ?> source) {
        return (Class<? extends HasMetadata>) source.resourceType();
    }

    private static String kind(Controller<?> controller) {
        return controller.getAssociatedGroupVersionKind().getKind();
    }

    private void gauge(String name, String help, Consumer<GaugeWithCallback.Callback> values, String... labels) {
        PrometheusRegistry prometheus = registry.getPrometheusRegistry();
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .labelNames(labels)
                .callback(values)
                .register(prometheus);
    }
}
