/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FacadeHealthTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private Optional<String> obstacle = Optional.empty();
    private Optional<String> unusableKey = Optional.empty();
    private final FacadeHealth health = new FacadeHealth(registry, () -> obstacle, () -> unusableKey, () -> true);

    @AfterEach
    void close() {
        health.close();
    }

    @Test
    void isNotReadyBeforeTheApiServerWasAsked() {
        assertThat(health.ready().good()).isFalse();
    }

    @Test
    void isNotReadyAsLongAsTheApiServerRefusesIt() {
        obstacle = Optional.of("it answered 403");
        health.lookNow();

        assertThat(health.ready().good()).isFalse();
        assertThat(health.ready().text()).contains("it answered 403");
        assertThat(up()).isZero();
    }

    @Test
    void isReadyOnceTheApiServerHasAnswered() {
        health.lookNow();

        assertThat(health.ready().good()).isTrue();
        assertThat(health.ready().text()).isEqualTo("ok");
        assertThat(up()).isOne();
    }

    @Test
    void goesOnTellingCallersThatTheApiServerIsAwayInsteadOfLeavingThemToNobody() {
        health.lookNow();
        obstacle = Optional.of("it did not answer");
        health.lookNow();

        assertThat(health.ready().good()).isTrue();
        assertThat(health.ready().text()).contains("it did not answer");
        assertThat(up()).isZero();
    }

    @Test
    void saysThatNoValueCanBeSealedAndStaysReadyForTheRest() {
        unusableKey = Optional.of("the published sealing key is none of the trusted ones");
        health.lookNow();

        assertThat(health.ready().good()).isTrue();
        assertThat(health.ready().text()).isEqualTo("ok, but no value can be sealed: " + unusableKey.get());
        assertThat(registry.get("opencomputer.facade.sealing.key.usable")
                        .gauge()
                        .value())
                .isZero();
    }

    private double up() {
        return registry.get("opencomputer.facade.api.server.up").gauge().value();
    }
}
