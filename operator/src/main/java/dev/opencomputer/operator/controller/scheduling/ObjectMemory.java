/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.scheduling;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What the process remembers of each object of a kind between reconciles. None of it has to survive a restart: it only
 * saves calls, spreads retries, and bridges the moment until an own write is back from the watch.
 *
 * @param <E> what is remembered of one object
 */
public class ObjectMemory<E extends Remembered<?>> {

    private final Map<String, Known<E>> entries = new ConcurrentHashMap<>();
    private final Supplier<E> newEntry;

    /** Which object is remembered. */
    private record Known<E>(ResourceID object, E entry) {}

    /**
     * Remembers nothing yet.
     *
     * @param newEntry makes what is remembered of an object that is seen for the first time
     */
    public ObjectMemory(Supplier<E> newEntry) {
        this.newEntry = newEntry;
    }

    /**
     * What is remembered of an object, by its UID.
     *
     * @param object the object
     * @return the same entry until it is forgotten
     */
    public final E of(HasMetadata object) {
        return entries.computeIfAbsent(
                        object.getMetadata().getUid(),
                        uid -> new Known<>(ResourceID.fromResource(object), newEntry.get()))
                .entry();
    }

    /**
     * Forgets an object that is gone.
     *
     * @param object the object
     */
    public final void forget(HasMetadata object) {
        entries.remove(object.getMetadata().getUid());
    }

    /** How many objects wait for a retry. */
    public final long retrying() {
        return known().count();
    }

    /** The seconds until the first object that waits for a retry has its turn; not a number when none waits. */
    public final double secondsToNextRetry() {
        return known().mapToDouble(known -> known.entry().secondsToRetry())
                .min()
                .orElse(Double.NaN);
    }

    /**
     * The objects that wait for a retry.
     *
     * @return their names
     */
    public final List<ResourceID> inBackOff() {
        return known().map(Known::object).toList();
    }

    /** What is remembered of the objects that wait for a retry. */
    protected final Stream<E> waiting() {
        return known().map(Known::entry);
    }

    private Stream<Known<E>> known() {
        return entries.values().stream().filter(known -> known.entry().isRetried());
    }
}
