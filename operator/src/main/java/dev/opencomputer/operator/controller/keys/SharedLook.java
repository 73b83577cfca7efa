/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.keys;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * One look for all who have the same question, at the same time or within a while. However many objects ask, it costs a
 * request each while. Safe for use by several threads.
 */
final class SharedLook {

    private final Runnable look;
    private final Duration goodFor;
    private final LongSupplier nanos;
    private Optional<Ended> last = Optional.empty();

    /** When a look ended, and what was in its way. */
    private record Ended(long nanos, Optional<KubernetesClientException> trouble) {}

    /**
     * Does not look yet.
     *
     * @param look what is done
     * @param goodFor for how long what came of it holds for others
     * @param nanos tells how much time goes by
     */
    SharedLook(Runnable look, Duration goodFor, LongSupplier nanos) {
        this.look = look;
        this.goodFor = goodFor;
        this.nanos = nanos;
    }

    /**
     * Looks, unless somebody just has or does so now: that one's look counts.
     *
     * @throws KubernetesClientException when the API server was in trouble, also at somebody else's look
     */
    synchronized void look() {
        long now = nanos.getAsLong();
        if (last.filter(ended -> now - ended.nanos() < goodFor.toNanos()).isEmpty()) {
            Optional<KubernetesClientException> trouble = Optional.empty();
            try {
                look.run();
            } catch (KubernetesClientException failure) {
                trouble = Optional.of(failure);
            }
            last = Optional.of(new Ended(nanos.getAsLong(), trouble));
        }
        Optional<KubernetesClientException> trouble = last.flatMap(Ended::trouble);
        if (trouble.isPresent()) {
            throw trouble.get();
        }
    }
}
