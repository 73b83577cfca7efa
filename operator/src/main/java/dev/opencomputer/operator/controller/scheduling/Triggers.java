/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.scheduling;

import dev.opencomputer.operator.api.Annotations;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import io.javaoperatorsdk.operator.processing.retry.Retry;
import java.util.Objects;

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
        return !Objects.equals(
                        now.getMetadata().getGeneration(), before.getMetadata().getGeneration())
                || now.isMarkedForDeletion() != before.isMarkedForDeletion()
                || Annotations.isPaused(now) != Annotations.isPaused(before)
                || !Annotations.reconcileAt(now).equals(Annotations.reconcileAt(before))
                || !Annotations.acceptedAt(now).equals(Annotations.acceptedAt(before));
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
