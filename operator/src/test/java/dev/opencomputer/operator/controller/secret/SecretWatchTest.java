/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secret;

import static dev.opencomputer.operator.controller.secret.SecretFixture.secret;
import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.api.AgentSecret;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SecretWatchTest {

    private final AgentSecret rival = secret("rival").put().get();
    private final SecretWatch watch = new SecretWatch(new KeyHolders(any -> List.of(rival, any)));
    private final List<String> woken = new ArrayList<>();

    @BeforeEach
    void listens() {
        watch.setEventHandler(
                event -> woken.add(event.getRelatedCustomResourceID().getName()));
    }

    @Test
    void ofTwoThatPutTheSameKeyAtOnceTheOtherFindsOutAsSoonAsOneSaysSo() {
        watch.onResourceUpdated(secret().put().get(), secret().get());

        assertThat(woken).containsExactly("rival");
    }

    @Test
    void whoWaitsForTheKeyTakesOverWhenOnlySomebodyElsesFinalizerKeepsTheHolder() {
        watch.onResourceUpdated(
                secret().put().beingDeleted().withoutFinalizers().get(),
                secret().put().beingDeleted().get());

        assertThat(woken).containsExactly("rival");
    }

    @Test
    void aPutThatIsToldAgainWakesNobody() {
        watch.onResourceUpdated(secret().put().get(), secret().put().get());

        assertThat(woken).isEmpty();
    }
}
