/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.leadership;

import dev.opencomputer.operator.api.Names;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks, while this release's leader leads, for other releases of this cluster that reconcile the same namespaces. Of two
 * releases that name a namespace, the one whose Lease is older keeps it, and the other leaves its objects alone until
 * the lists are put right.
 */
public final class Neighbours implements AutoCloseable {

    /** Hears when another release begins or ends to overlap. */
    public interface Listener {

        /**
         * Another release names a namespace of this one's.
         *
         * @param own this release's Lease
         * @param note who keeps what, and what to do
         */
        void overlap(Lease own, String note);

        /**
         * No other release does any more.
         *
         * @param own this release's Lease
         */
        void overlapEnded(Lease own);
    }

    private static final Logger LOG = LoggerFactory.getLogger(Neighbours.class);

    /** How often it looks, each time with one read; what another release keeps is looked at again as often. */
    public static final Duration LOOK_EVERY = Duration.ofSeconds(15);

    /** How long one that was there before may go on in what this release keeps: until its next look, and its call's end. */
    private static final Duration WARNING = LOOK_EVERY.plusSeconds(30);

    private final Supplier<List<Lease>> leases;
    private final String own;
    private final Listener listener;
    private final LeaseTimes times;
    private final Supplier<Moment> clock;
    private final Moment begun;
    private final Map<String, Sighting> sightings = new HashMap<>();
    private final ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "neighbours");
        thread.setDaemon(true);
        return thread;
    });
    private final Map<String, String> told = new HashMap<>();
    private volatile Optional<Border> border = Optional.empty();
    private boolean failing;

    Neighbours(Supplier<List<Lease>> leases, String own, Listener listener, LeaseTimes times, Supplier<Moment> clock) {
        this.leases = leases;
        this.own = own;
        this.listener = listener;
        this.times = times;
        this.clock = clock;
        this.begun = clock.get();
    }

    /**
     * Looks once, and then from time to time.
     *
     * @param client may list Leases in the operator's namespace
     * @param namespace the operator's namespace
     * @param own the name of this release's Lease
     * @param listener hears of overlaps
     * @return what was found so far
     */
    public static Neighbours watch(KubernetesClient client, String namespace, String own, Listener listener) {
        Neighbours neighbours = new Neighbours(
                () -> client.leases()
                        .inNamespace(namespace)
                        .withLabel(Names.LEASE, Names.OPERATOR_LEASE)
                        .list()
                        .getItems(),
                own,
                listener,
                LeaseTimes.DEFAULT,
                Moment::now);
        neighbours.look();
        // It ends with its executor, and fails never: look() sees to that.
        Future<?> unused = neighbours.looking.scheduleWithFixedDelay(
                neighbours::look, LOOK_EVERY.toMillis(), LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
        return neighbours;
    }

    /**
     * Whether objects of a namespace are this release's to reconcile now.
     *
     * @param namespace a namespace that it watches
     * @return false while another release keeps it, and before a first look has told which do
     */
    public boolean keeps(String namespace) {
        return border.filter(drawn -> drawn.contains(namespace)).isPresent();
    }

    /** Whether a look has worked so far; before that, nothing is this release's. */
    public boolean haveBeenSeen() {
        return border.isPresent();
    }

    /** How many other releases name a namespace of this one's. */
    public int overlapping() {
        return border.map(drawn -> drawn.overlaps().size()).orElse(0);
    }

    /** Looks now. */
    void look() {
        try {
            drawFrom(leases.get());
            failing = false;
        } catch (KubernetesClientException failure) {
            if (!failing) {
                LOG.warn(
                        "The Leases of other releases cannot be listed ({}), so {} until they can. The operator needs the"
                                + " right to list leases of coordination.k8s.io in its own namespace.",
                        failure.getCode() > 0
                                ? "the API server answered " + failure.getCode()
                                : "the API server did not answer",
                        border.isPresent() ? "nobody notices a namespace in two lists" : "nothing is reconciled");
            }
            failing = true;
        } catch (NoMandateException asleep) {
            LOG.debug("Not told, since this replica may not write now");
        } catch (RuntimeException failure) {
            LOG.error("Looking for other releases failed in a way that the operator does not know", failure);
        }
    }

    @Override
    public void close() {
        looking.shutdownNow();
    }

    private void drawFrom(List<Lease> present) {
        Moment now = clock.get();
        Map<String, Lease> byName = present.stream()
                .collect(Collectors.toMap(lease -> lease.getMetadata().getName(), Function.identity()));
        sightings.keySet().retainAll(byName.keySet());
        byName.forEach((name, lease) -> sightings.merge(
                name,
                new Sighting(Optional.of(LeaseView.of(lease)), now),
                (before, seen) -> before.followedBy(seen.lease(), now)));
        Optional<Neighbour> self = Optional.ofNullable(byName.get(own)).flatMap(Neighbour::of);
        if (self.isEmpty()) {
            // Deleted a moment ago: the election makes it anew, or this release leads no more.
            return;
        }
        List<Neighbour> living = byName.values().stream()
                .filter(lease -> !lease.getMetadata().getName().equals(own))
                .filter(lease -> !sightings.get(lease.getMetadata().getName()).isFree(times, now))
                .flatMap(lease -> Neighbour.of(lease).stream())
                .toList();
        Border drawn =
                Border.between(self.get(), living, now.sinceAtLeast(begun).compareTo(WARNING) < 0);
        border = Optional.of(drawn);
        tell(byName.get(own), drawn.overlaps());
    }

    /** Each thing counts as told once its Event was written, for which the mandate may be missing at the moment. */
    private void tell(Lease self, Map<String, String> overlaps) {
        overlaps.forEach((lease, note) -> {
            if (!note.equals(told.get(lease))) {
                listener.overlap(self, note);
                LOG.warn("{}", note);
                told.put(lease, note);
            }
        });
        if (overlaps.isEmpty() && !told.isEmpty()) {
            listener.overlapEnded(self);
            LOG.info("No other release reconciles the same namespaces any more");
        }
        told.keySet().retainAll(overlaps.keySet());
    }
}
