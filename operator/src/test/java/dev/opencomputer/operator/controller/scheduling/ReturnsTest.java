/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.api.AgentSecret;
import dev.opencomputer.operator.api.AgentSecretStatus;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.controller.ResourceEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReturnsTest {

    private static final ResourceID NAME = new ResourceID("api-key", "team-a");

    private final List<Runnable> waiting = new ArrayList<>();
    private final List<Event> told = new ArrayList<>();
    private final Returns returns = new Returns(waiting::add);
    private Optional<AgentSecret> cached = Optional.empty();

    private void look() {
        returns.look(NAME, name -> cached, told::add);
        assertThat(told).isEmpty();
        waiting.forEach(Runnable::run);
    }

    private static AgentSecret observed(long generation) {
        AgentSecret secret = new AgentSecret();
        secret.setMetadata(new ObjectMetaBuilder().withGeneration(1L).build());
        secret.setStatus(new AgentSecretStatus());
        secret.getStatus().setObservedGeneration(generation);
        return secret;
    }

    @Test
    void anObjectThatIsBackAndThatNobodyHasLookedAtIsToldAsAnEventOfItsOwn() {
        cached = Optional.of(observed(-1));

        look();

        // A mere event would be dropped: the SDK knows nothing of the name.
        assertThat(told).singleElement().isInstanceOf(ResourceEvent.class);
    }

    @Test
    void oneThatWasLookedAtIsLeftAlone() {
        cached = Optional.of(observed(1));

        look();

        assertThat(told).isEmpty();
    }

    @Test
    void nothingIsToldOfWhatStaysAway() {
        look();

        assertThat(told).isEmpty();
    }
}
