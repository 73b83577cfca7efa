/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.caller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.facade.caller.KnownTokens.Known;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KnownTokensTest {

    private final FakeTime time = new FakeTime();
    private final KnownTokens tokens = new KnownTokens(time);

    @Test
    void areThoseThatTheApiServerTook() {
        tokens.taken("token", Optional.of("jane"));

        assertThat(tokens.find("token")).contains(new Known(Optional.of("jane")));
        assertThat(tokens.find("another")).isEmpty();
    }

    @Test
    void areForgottenAfterAWhile() {
        tokens.taken("token", Optional.empty());

        time.passes(KnownTokens.LATELY.minusNanos(1));
        assertThat(tokens.find("token")).isPresent();
        time.passes(KnownTokens.LATELY);
        assertThat(tokens.find("token")).isEmpty();
    }

    @Test
    void areForgottenWhenTheyAreNotTakenAnyMore() {
        tokens.taken("token", Optional.of("jane"));

        tokens.forget("token");

        assertThat(tokens.find("token")).isEmpty();
    }
}
