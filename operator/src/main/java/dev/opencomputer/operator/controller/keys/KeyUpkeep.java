/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.keys;

import dev.opencomputer.operator.api.Names;
import dev.opencomputer.operator.controller.leadership.NoMandateException;
import dev.opencomputer.operator.seal.SealingKeyId;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the operator's keys as they should be while this replica leads: whenever one of their Secrets or the ConfigMap with
 * the public ones changes, when the current key has become too old, and from time to time. What changed is not taken from
 * the watch, which only wakes: all is read anew. What is in the way, of a renewal for one, stops nothing else: it is told,
 * counted, and tried again after pauses that grow.
 */
public final class KeyUpkeep implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(KeyUpkeep.class);

    private static final Duration LOOK_EVERY = Duration.ofMinutes(10);

    private final OperatorKeys keys;
    private final Runnable onFailure;
    private final List<SharedIndexInformer<?>> informers = new ArrayList<>();
    private final AtomicBoolean woken = new AtomicBoolean();
    /** What comes after the end is nobody's work any more. */
    private final ScheduledExecutorService thread = new ScheduledThreadPoolExecutor(
            1,
            work -> {
                Thread made = new Thread(work, "key-upkeep");
                made.setDaemon(true);
                return made;
            },
            new ThreadPoolExecutor.DiscardPolicy());

    private final Pauses pauses = new Pauses(LOOK_EVERY);
    private Future<?> next;
    private String told = "";

    private KeyUpkeep(OperatorKeys keys, Runnable onFailure) {
        this.keys = keys;
        this.onFailure = onFailure;
        this.next = tendIn(LOOK_EVERY);
    }

    /**
     * Begins. It does not wait for the watches: without them, keys are looked after from time to time.
     *
     * @param keys what is kept
     * @param client may list and watch Secrets and the ConfigMap with the public keys
     * @param namespace the operator's own namespace
     * @param onChange hears which sealing keys came or went, and which were and are current; it must not wait
     * @param onFailure hears each time that something was in the way of what is due; what that was is logged
     * @return until closed
     */
    public static KeyUpkeep start(
            OperatorKeys keys,
            KubernetesClient client,
            String namespace,
            Consumer<Set<SealingKeyId>> onChange,
            Runnable onFailure) {
        KeyUpkeep upkeep = new KeyUpkeep(keys, onFailure);
        keys.sealing().onChange(onChange);
        upkeep.watch(client.secrets().inNamespace(namespace).withLabel(Names.KEY_PURPOSE));
        upkeep.watch(client.configMaps().inNamespace(namespace).withName(Names.PUBLIC_SEALING_KEYS));
        return upkeep;
    }

    private <T> void watch(Informable<T> objects) {
        SharedIndexInformer<T> informer = objects.runnableInformer(0);
        informers.add(informer);
        informer.addEventHandler(new Waking<>());
        // A right that is missing, or an API server that is away, may come back.
        informer.exceptionHandler((started, failure) -> true);
        var unused = informer.start();
    }

    /** Tends once for all that happened until it begins. */
    private void wake() {
        if (woken.compareAndSet(false, true)) {
            var unused = thread.submit(() -> tend(false));
        }
    }

    private Future<?> tendIn(Duration delay) {
        return thread.schedule(() -> tend(true), delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void tend(boolean inTurn) {
        woken.set(false);
        next.cancel(false);
        Duration delay = Pauses.SHORTEST;
        try {
            keys.tend();
            told = "";
            pauses.over();
            delay = keys.sealing()
                    .untilRenewal()
                    .filter(due -> due.compareTo(LOOK_EVERY) < 0)
                    .orElse(LOOK_EVERY);
        } catch (KeysUnavailableException failure) {
            delay = failed(failure.getMessage(), inTurn);
        } catch (NoMandateException asleep) {
            LOG.debug("The keys are looked after by the replica that leads");
        } catch (RuntimeException failure) {
            // Others' messages may begin with the request, and that with a Secret.
            delay = failed(
                    "The operator's keys could not be looked after: "
                            + failure.getClass().getName(),
                    inTurn);
        } finally {
            next = tendIn(delay);
        }
    }

    /** Tells each trouble once, however long it lasts, and how long to wait until the next try. */
    private Duration failed(String trouble, boolean inTurn) {
        if (!thread.isShutdown()) {
            onFailure.run();
            if (!trouble.equals(told)) {
                LOG.warn("{} It is tried again, within {} minutes at most.", trouble, LOOK_EVERY.toMinutes());
                told = trouble;
            }
        }
        return pauses.afterFailure(inTurn);
    }

    @Override
    public void close() {
        informers.forEach(SharedIndexInformer::stop);
        thread.shutdownNow();
        keys.sealing().onChange(ids -> {});
    }

    private final class Waking<T> implements ResourceEventHandler<T> {

        @Override
        public void onAdd(T object) {
            wake();
        }

        @Override
        public void onUpdate(T before, T now) {
            wake();
        }

        @Override
        public void onDelete(T object, boolean unknownState) {
            wake();
        }
    }
}
