/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.scheduling;

import dev.opencomputer.operator.api.ObservedStatus;
import io.fabric8.kubernetes.client.CustomResource;
import io.javaoperatorsdk.operator.processing.event.EventHandler;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.ResourceAction;
import io.javaoperatorsdk.operator.processing.event.source.controller.ResourceEvent;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Looks after objects that come again under the name of one that has just gone. The SDK drops all that it has heard of a
 * name once it is through with the end of an object, the creation of the next one too; and of a name that it does not know
 * it takes no mere events.
 *
 * @param later runs what it is given when the SDK is through
 */
public record Returns(Executor later) {

    private static final long MILLIS = 1000;

    /** Looks a second later. */
    public static Returns soon() {
        return new Returns(CompletableFuture.delayedExecutor(MILLIS, TimeUnit.MILLISECONDS));
    }

    /**
     * Has the next object of a name reconciled, if there is one that nobody has looked at.
     *
     * @param name the name of an object whose end is being worked on
     * @param cache what the watch knows by then
     * @param events where to tell it
     */
    public <T extends CustomResource<?, ? extends ObservedStatus>> void look(
            ResourceID name, Function<ResourceID, Optional<T>> cache, EventHandler events) {
        later.execute(() -> cache.apply(name)
                .filter(back -> !isObserved(back))
                .ifPresent(back -> events.handleEvent(new ResourceEvent(ResourceAction.UPDATED, name, back))));
    }

    private static boolean isObserved(CustomResource<?, ? extends ObservedStatus> object) {
        return object.getStatus() != null
                && Objects.equals(
                        object.getMetadata().getGeneration(), object.getStatus().getObservedGeneration());
    }
}
