/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secret;

import dev.opencomputer.operator.api.AgentSecret;
import dev.opencomputer.operator.controller.scheduling.Returns;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import io.javaoperatorsdk.operator.processing.event.source.ResourceEventAware;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Has AgentSecrets reconciled when something that they depend on, beside their own object, has changed. */
final class SecretWatch extends AbstractEventSource<AgentSecret, AgentSecret>
        implements ResourceEventAware<AgentSecret> {

    private final KeyHolders holders;
    private final Returns returns = Returns.soon();
    private volatile BiConsumer<AgentSecret, Boolean> follower = (secret, gone) -> {};

    SecretWatch(KeyHolders holders) {
        super(AgentSecret.class, "agentsecret-watch");
        this.holders = holders;
    }

    /** Calls somebody whenever an AgentSecret comes, goes or is changed, and tells whether it is gone. */
    void follow(BiConsumer<AgentSecret, Boolean> changed) {
        this.follower = changed;
    }

    /** The end of one is being worked on: another one may be there under its name by now. */
    void ends(AgentSecret secret, Function<ResourceID, Optional<AgentSecret>> cache) {
        returns.look(ResourceID.fromResource(secret), cache, getEventHandler());
    }

    /** Has AgentSecrets reconciled. */
    void wake(List<? extends HasMetadata> secrets) {
        secrets.forEach(secret -> getEventHandler().handleEvent(new Event(ResourceID.fromResource(secret))));
    }

    /** Has AgentSecrets reconciled. */
    void wakeByName(List<ResourceID> secrets) {
        secrets.forEach(secret -> getEventHandler().handleEvent(new Event(secret)));
    }

    @Override
    public void onResourceCreated(AgentSecret secret) {
        follower.accept(secret, false);
    }

    /**
     * Who waited for the key of one that was let go of takes over; and of two that put the same key at the same time, the
     * one that does not keep it finds out.
     */
    @Override
    public void onResourceUpdated(AgentSecret now, AgentSecret before) {
        boolean letGo = KeyHolders.wasLetGo(now) && !KeyHolders.wasLetGo(before);
        boolean hasPut = SecretStatuses.hasPut(now) && !SecretStatuses.hasPut(before);
        if (letGo || hasPut) {
            wake(holders.rivals(now));
        }
        follower.accept(now, false);
    }

    /** Who waited for the key of one that is gone takes over. */
    @Override
    public void onResourceDeleted(AgentSecret secret) {
        wake(holders.rivals(secret));
        follower.accept(secret, true);
    }

    @Override
    public Set<AgentSecret> getSecondaryResources(AgentSecret primary) {
        return Set.of();
    }
}
