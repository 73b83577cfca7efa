/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.cli.sealing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.cli.sealing.ResealDecision.InCluster;
import dev.opencomputer.operator.cli.sealing.ResealDecision.InFile;
import dev.opencomputer.operator.cli.sealing.ResealDecision.Keys;
import dev.opencomputer.operator.cli.sealing.ResealDecision.Left;
import dev.opencomputer.operator.cli.sealing.ResealDecision.Replace;
import dev.opencomputer.operator.cli.sealing.ResealDecision.UpToDate;
import dev.opencomputer.operator.seal.PrivateSealingKey;
import dev.opencomputer.operator.seal.PublicSealingKey;
import dev.opencomputer.operator.seal.SealingPlace;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ResealDecisionTest {

    private static final PublicSealingKey OLD = PrivateSealingKey.generate().publicKey();
    private static final PublicSealingKey CURRENT = PrivateSealingKey.generate().publicKey();
    private static final String OF_OLD = sealed(OLD);
    private static final String OF_CURRENT = sealed(CURRENT);
    private static final InFile FILE = new InFile(Optional.of("agent"), Optional.of("A"), OF_OLD);

    private static final Keys KNOWN = new Keys(Optional.of(CURRENT.id()), Set.of());
    private static final Keys UNKNOWN = new Keys(Optional.empty(), Set.of());

    @Test
    void replacesTheValueThatTheClusterHasToo() {
        for (Keys keys : new Keys[] {KNOWN, UNKNOWN, new Keys(Optional.empty(), Set.of(OLD.id(), CURRENT.id()))}) {
            assertThat(decide(status(OF_CURRENT), keys)).isEqualTo(new Replace(OF_CURRENT, CURRENT.id()));
        }
    }

    @Test
    void replacesAValueWhoseKeyIsLost() {
        assertThat(decide(cluster(OF_OLD, Optional.of(OF_CURRENT), true, false), KNOWN))
                .isEqualTo(new Replace(OF_CURRENT, CURRENT.id()));
    }

    @Test
    void leavesWhatUsesTheCurrentKeyWhateverTheClusterHas() {
        InFile current = new InFile(Optional.of("agent"), Optional.of("A"), OF_CURRENT);

        assertThat(ResealDecision.of(current, Optional.empty(), KNOWN)).isEqualTo(new UpToDate());
        assertThat(ResealDecision.of(current, Optional.of(status(OF_OLD)), KNOWN))
                .isEqualTo(new UpToDate());
    }

    @Test
    void saysThatThereIsNothingToDoOnlyWhereNothingSaysOtherwise() {
        assertThat(decide(cluster(OF_OLD, Optional.empty(), true, true), UNKNOWN))
                .isEqualTo(new UpToDate());
        assertLeft(decide(cluster(OF_OLD, Optional.empty(), true, false), UNKNOWN), "it is not Ready");
        assertLeft(decide(cluster(OF_OLD, Optional.empty(), true, false), KNOWN), "it is not Ready");
        assertLeft(
                decide(cluster(OF_OLD, Optional.empty(), true, true), KNOWN),
                "has not sealed it for " + CURRENT.id() + ", the current one, yet");
    }

    @Test
    void leavesAValueThatIsNotTheClusters() {
        assertLeft(decide(cluster("newer", Optional.of(OF_CURRENT), true, true), KNOWN), "apply the file first");
        assertLeft(ResealDecision.of(FILE, Optional.empty(), KNOWN), "no AgentSecret of that name");
    }

    @Test
    void leavesAValueForAnotherAgentOrKeyThanTheClusters() {
        for (InFile other : new InFile[] {
            new InFile(Optional.of("other"), Optional.of("A"), OF_OLD),
            new InFile(Optional.of("agent"), Optional.of("B"), OF_OLD),
            new InFile(Optional.empty(), Optional.empty(), OF_OLD)
        }) {
            assertLeft(ResealDecision.of(other, Optional.of(status(OF_CURRENT)), KNOWN), "is for another Agent or key");
        }
    }

    @Test
    void leavesAValueWhoseStatusIsAboutAnEarlierOne() {
        assertLeft(decide(cluster(OF_OLD, Optional.of(OF_CURRENT), false, true), KNOWN), "has not looked at it");
    }

    @Test
    void leavesAValueThatIsNoneOrWouldBecomeNone() {
        InFile cut = new InFile(Optional.of("agent"), Optional.of("A"), "oc1.cut");

        assertLeft(ResealDecision.of(cut, Optional.of(status(OF_CURRENT)), KNOWN), "it is no sealed value: ");
        assertLeft(decide(status("oc1.cut"), KNOWN), "resealedValue is no sealed value: ");
    }

    @Test
    void leavesAValueWhoseReplacementIsForAKeyThatIsNotTheOperatorsCurrentOne() {
        PublicSealingKey strange = PrivateSealingKey.generate().publicKey();

        assertLeft(decide(status(sealed(strange)), KNOWN), "and the current one is " + CURRENT.id());
        assertLeft(
                decide(status(OF_CURRENT), new Keys(Optional.empty(), Set.of(OLD.id()))),
                "which --trusted-sealing-keys does not name");
        assertLeft(decide(status(sealed(OLD)), UNKNOWN), "uses the same key");
    }

    private static ResealDecision decide(InCluster object, Keys keys) {
        return ResealDecision.of(FILE, Optional.of(object), keys);
    }

    private static InCluster status(String resealed) {
        return cluster(OF_OLD, Optional.of(resealed), true, true);
    }

    private static InCluster cluster(String sealed, Optional<String> resealed, boolean isObserved, boolean isReady) {
        return new InCluster(
                Optional.of("agent"), Optional.of("A"), Optional.of(sealed), resealed, isObserved, isReady);
    }

    private static String sealed(PublicSealingKey key) {
        return key.seal(new SealingPlace("team-a", "agent", "A"), "value".getBytes(StandardCharsets.UTF_8))
                .text();
    }

    private static void assertLeft(ResealDecision decision, String why) {
        assertThat(decision)
                .isInstanceOfSatisfying(
                        Left.class, left -> assertThat(left.why()).contains(why));
    }
}
