/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.cli.sealing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.cli.sealing.ResealDecision.InCluster;
import dev.opencomputer.operator.cli.sealing.ResealDecision.Left;
import dev.opencomputer.operator.cli.sealing.ResealDecision.Replace;
import dev.opencomputer.operator.cli.sealing.ResealDecision.UpToDate;
import dev.opencomputer.operator.seal.PrivateSealingKey;
import dev.opencomputer.operator.seal.PublicSealingKey;
import dev.opencomputer.operator.seal.SealingPlace;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ResealDecisionTest {

    private static final PublicSealingKey KEY = PrivateSealingKey.generate().publicKey();
    private static final String RESEALED = KEY.seal(
                    new SealingPlace("team-a", "agent", "A"), "value".getBytes(StandardCharsets.UTF_8))
            .text();

    @Test
    void replacesTheValueThatTheClusterHasToo() {
        assertThat(decide(Optional.of(RESEALED), true)).isEqualTo(new Replace(RESEALED, KEY.id()));
    }

    @Test
    void leavesWhatUsesTheCurrentKey() {
        assertThat(decide(Optional.empty(), true)).isEqualTo(new UpToDate());
    }

    @Test
    void leavesAValueThatIsNotTheClusters() {
        assertLeft(
                ResealDecision.of("newer", Optional.of(new InCluster(Optional.of("old"), Optional.of(RESEALED), true))),
                "apply the file first");
        assertLeft(
                ResealDecision.of("newer", Optional.of(new InCluster(Optional.empty(), Optional.of(RESEALED), true))),
                "apply the file first");
        assertLeft(ResealDecision.of("newer", Optional.empty()), "no AgentSecret of that name");
    }

    @Test
    void leavesAValueWhoseStatusIsAboutAnEarlierOne() {
        assertLeft(decide(Optional.of(RESEALED), false), "has not looked at it");
    }

    @Test
    void leavesAValueThatWouldBecomeNone() {
        assertLeft(decide(Optional.of("oc1.cut"), true), "is no sealed value: ");
    }

    private static ResealDecision decide(Optional<String> resealed, boolean isObserved) {
        return ResealDecision.of("old", Optional.of(new InCluster(Optional.of("old"), resealed, isObserved)));
    }

    private static void assertLeft(ResealDecision decision, String why) {
        assertThat(decision)
                .isInstanceOfSatisfying(
                        Left.class, left -> assertThat(left.why()).contains(why));
    }
}
