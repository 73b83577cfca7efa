/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.resealing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.seal.KeyRing;
import dev.opencomputer.operator.seal.Opening;
import dev.opencomputer.operator.seal.PrivateSealingKey;
import dev.opencomputer.operator.seal.SealingKeyId;
import dev.opencomputer.operator.seal.SealingPlace;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ResealDecisionTest {

    private static final SealingPlace PLACE = new SealingPlace("team-a", "resolver", "API_KEY");
    private static final PrivateSealingKey OLDEST = PrivateSealingKey.generate();
    private static final PrivateSealingKey OLD = PrivateSealingKey.generate();
    private static final PrivateSealingKey CURRENT = PrivateSealingKey.generate();
    private static final PrivateSealingKey NEXT = PrivateSealingKey.generate();
    private static final KeyRing KEYS = KeyRing.of(List.of(OLDEST, OLD, CURRENT, NEXT));
    private static final Opening LOST =
            new Opening.UnknownKey(PrivateSealingKey.generate().publicKey().id());

    private static Opening opening(PrivateSealingKey key, String value) {
        return KEYS.open(key.publicKey().seal(PLACE, value.getBytes(StandardCharsets.UTF_8)), PLACE);
    }

    private static ResealPlan decide(Opening inSpec, Optional<Opening> inStatus) {
        return ResealDecision.decide(inSpec, inStatus, true, ResealDecisionTest::isFormer);
    }

    private static boolean isFormer(SealingKeyId id) {
        return !List.of(current(), NEXT.publicKey().id()).contains(id);
    }

    private static SealingKeyId current() {
        return CURRENT.publicKey().id();
    }

    private static void isSealedAnew(ResealPlan plan, String value) {
        assertThat(plan)
                .isInstanceOfSatisfying(
                        ResealPlan.Anew.class,
                        anew -> assertThat(new String(anew.value().plaintext(), StandardCharsets.UTF_8))
                                .isEqualTo(value));
    }

    @Test
    void hasNothingBesideAValueThatUsesTheCurrentKey() {
        assertThat(decide(opening(CURRENT, "value"), Optional.empty())).isInstanceOf(ResealPlan.None.class);
        assertThat(decide(opening(CURRENT, "value"), Optional.of(opening(CURRENT, "value"))))
                .isInstanceOf(ResealPlan.None.class);
    }

    @Test
    void sealsAnewWhatUsesAnOldKey() {
        isSealedAnew(decide(opening(OLD, "value"), Optional.empty()), "value");
    }

    @Test
    void keepsWhatHoldsTheSameValueForTheCurrentKey() {
        assertThat(decide(opening(OLD, "value"), Optional.of(opening(CURRENT, "value"))))
                .isInstanceOf(ResealPlan.Keep.class);
    }

    @Test
    void sealsAnewWhenTheSpecHoldsAnotherValue() {
        isSealedAnew(decide(opening(OLD, "new"), Optional.of(opening(CURRENT, "former"))), "new");
    }

    @Test
    void sealsAnewWhenWhatItHasUsesAnOldKeyByNow() {
        isSealedAnew(decide(opening(OLDEST, "value"), Optional.of(opening(OLD, "value"))), "value");
    }

    @Test
    void sealsAnewWhenWhatItHasDoesNotOpen() {
        isSealedAnew(decide(opening(OLD, "value"), Optional.of(new Opening.WrongPlaceOrDamaged(current()))), "value");
    }

    @Test
    void sealsNothingBackWhoseKeyComesAfterTheCurrentOne() {
        assertThat(decide(opening(NEXT, "value"), Optional.empty())).isInstanceOf(ResealPlan.None.class);
        assertThat(decide(opening(OLD, "value"), Optional.of(opening(NEXT, "value"))))
                .isInstanceOf(ResealPlan.Keep.class);
    }

    @Test
    void tellsWhetherWhatStandsThereMayStayForTheWhile() {
        assertThat(decide(opening(OLDEST, "value"), Optional.of(opening(OLD, "value"))))
                .isInstanceOfSatisfying(
                        ResealPlan.Anew.class,
                        anew -> assertThat(anew.standing()).isTrue());
        assertThat(decide(opening(OLDEST, "new"), Optional.of(opening(OLD, "former"))))
                .isInstanceOfSatisfying(
                        ResealPlan.Anew.class,
                        anew -> assertThat(anew.standing()).isFalse());
    }

    @Test
    void keepsTheLastThatOpensWhenTheOldKeyIsLost() {
        assertThat(decide(LOST, Optional.of(opening(CURRENT, "value")))).isInstanceOf(ResealPlan.Keep.class);
        isSealedAnew(decide(LOST, Optional.of(opening(OLD, "value"))), "value");
    }

    @Test
    void keepsNothingOfAFormerSpecWhenThePresentOneDoesNotOpen() {
        assertThat(ResealDecision.decide(
                        LOST, Optional.of(opening(CURRENT, "former")), false, ResealDecisionTest::isFormer))
                .isInstanceOf(ResealPlan.None.class);
    }

    @Test
    void hasNothingBesideWhatIsNoSealedValueOfThisPlace() {
        assertThat(decide(new Opening.Malformed("it is cut short"), Optional.of(opening(CURRENT, "value"))))
                .isInstanceOf(ResealPlan.None.class);
        assertThat(decide(new Opening.WrongPlaceOrDamaged(current()), Optional.of(opening(CURRENT, "value"))))
                .isInstanceOf(ResealPlan.None.class);
        assertThat(decide(LOST, Optional.empty())).isInstanceOf(ResealPlan.None.class);
    }

    @Test
    void showsNothingOfTheValue() {
        assertThat(decide(opening(OLD, "canary"), Optional.empty()).toString()).doesNotContain("canary");
    }
}
