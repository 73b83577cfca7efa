/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secret;

import static dev.opencomputer.operator.api.ConditionReason.AGENT_NOT_FOUND;
import static dev.opencomputer.operator.api.ConditionReason.AGENT_NOT_READY;
import static dev.opencomputer.operator.controller.secret.SecretFixture.secret;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SecretMemoryTest {

    /** A clock of nanoseconds may begin anywhere, and may well pass its largest value. */
    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 10);

    private final SecretMemory memory = new SecretMemory(clock::get);
    private final SecretMemory.Entry entry = memory.of(secret().get());

    private void pass(Duration time) {
        clock.addAndGet(time.toNanos());
    }

    @Test
    void hasNotWaitedAtFirst() {
        pass(Duration.ofHours(1));

        assertThat(entry.waited(AGENT_NOT_FOUND)).isZero();
    }

    @Test
    void countsTheWholeWaitForTheSameThing() {
        entry.waited(AGENT_NOT_FOUND);
        pass(Duration.ofSeconds(2));
        entry.waited(AGENT_NOT_FOUND);
        pass(Duration.ofSeconds(1));

        assertThat(entry.waited(AGENT_NOT_FOUND)).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void beginsAnewForAnotherThing() {
        entry.waited(AGENT_NOT_FOUND);
        pass(Duration.ofSeconds(2));

        assertThat(entry.waited(AGENT_NOT_READY)).isZero();
    }

    @Test
    void beginsAnewOnceTheObjectWentOn() {
        entry.waited(AGENT_NOT_FOUND);
        pass(Duration.ofSeconds(2));
        entry.goesOn();

        assertThat(entry.waited(AGENT_NOT_FOUND)).isZero();
    }

    @Test
    void keepsObjectsApart() {
        entry.waited(AGENT_NOT_FOUND);
        pass(Duration.ofSeconds(2));

        assertThat(memory.of(secret("another").get()).waited(AGENT_NOT_FOUND)).isZero();
    }
}
