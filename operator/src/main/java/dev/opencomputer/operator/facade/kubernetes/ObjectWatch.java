/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows one object from the version that was read, so that no change in between is missed.
 *
 * @param <T> the kind
 */
final class ObjectWatch<T extends HasMetadata> {

    private static final Logger LOG = LoggerFactory.getLogger(ObjectWatch.class);

    private final Resource<T> resource;
    private final T read;

    ObjectWatch(Resource<T> resource, T read) {
        this.resource = resource;
        this.read = read;
    }

    /** Waits for a state; absent when it does not come in time, the object goes, or it cannot be watched. */
    Optional<T> state(Predicate<T> wanted, Duration limit) {
        return first(event -> event.gone() || wanted.test(event.object()), limit)
                .filter(event -> !event.gone())
                .map(Event::object);
    }

    /** Waits for the end; false when it does not come in time, or the object cannot be watched. */
    boolean gone(Duration limit) {
        return first(Event::gone, limit).isPresent();
    }

    private record Event<T>(boolean gone, T object) {}

    private Optional<Event<T>> first(Predicate<Event<T>> wanted, Duration limit) {
        CompletableFuture<Optional<Event<T>>> answer = new CompletableFuture<>();
        Watcher<T> watcher = new Watcher<>() {
            @Override
            public void eventReceived(Action action, T object) {
                if (read.getMetadata().getUid().equals(object.getMetadata().getUid())) {
                    Event<T> event = new Event<>(action == Action.DELETED, object);
                    if (wanted.test(event)) {
                        answer.complete(Optional.of(event));
                    }
                }
            }

            @Override
            public void onClose(WatcherException cause) {
                // Somebody without the right to watch learns what he may from the next read.
                LOG.debug("A watch ended", cause);
                answer.complete(Optional.empty());
            }
        };
        try (Watch watch = resource.watch(
                new ListOptionsBuilder()
                        .withResourceVersion(read.getMetadata().getResourceVersion())
                        .build(),
                watcher)) {
            return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
