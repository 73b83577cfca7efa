/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.scheduling;

import dev.opencomputer.operator.api.Annotations;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import io.javaoperatorsdk.operator.processing.retry.Retry;
import java.util.Optional;

/** What makes the SDK reconcile an object, the same for every kind. */
public final class Triggers {

    private Triggers() {}

    /**
     * Whether a change of an object calls for a reconcile.
     *
     * @param now the object after the change
     * @param before the object before it
     * @return false for the operator's own writes and for what it does not read
     */
    public static boolean concernsUs(HasMetadata now, HasMetadata before) {
        return !Asked.of(now).equals(Asked.of(before));
    }

    /**
     * What people ask of an object, by which a later state of it is told from one that asks the same.
     *
     * @param generation of its spec
     * @param goes whether it is being deleted
     * @param paused whether it is paused
     * @param reconcileAt the look that was asked for last
     * @param acceptedAt when the facade took it last
     */
    public record Asked(
            Long generation, boolean goes, boolean paused, Optional<String> reconcileAt, Optional<String> acceptedAt) {

        /**
         * Reads it off.
         *
         * @param object the object
         * @return what it asks for
         */
        public static Asked of(HasMetadata object) {
            return new Asked(
                    object.getMetadata().getGeneration(),
                    object.isMarkedForDeletion(),
                    Annotations.isPaused(object),
                    Annotations.reconcileAt(object),
                    Annotations.acceptedAt(object));
        }
    }

    /** How failures of the API server are retried: without end, since nobody else would. */
    public static Retry retry() {
        return new GenericRetry()
                .setInitialInterval(200)
                .setIntervalMultiplier(2)
                .setMaxInterval(60_000)
                .setMaxAttempts(-1);
    }
}
