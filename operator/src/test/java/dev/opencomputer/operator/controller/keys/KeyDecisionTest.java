/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.keys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.api.Annotations;
import dev.opencomputer.operator.api.Names;
import dev.opencomputer.operator.seal.PrivateSealingKey;
import dev.opencomputer.operator.seal.SealingKeyId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class KeyDecisionTest {

    private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");
    private static final Duration NINETY_DAYS = Duration.ofDays(90);

    private static final StoredKey YOUNG = key("opencomputer-sealing-key", Duration.ofDays(89));
    private static final StoredKey OLD = key("opencomputer-sealing-key", Duration.ofDays(90));
    private static final StoredKey OLDER = key("from-a-back-up", Duration.ofDays(300));

    @Test
    void theFirstKeyIsMadeWhereNoneIsStored() {
        assertThat(decide(List.of(), Optional.empty(), NINETY_DAYS))
                .isEqualTo(new KeyPlan.Make("opencomputer-sealing-key", NOW));
    }

    @Test
    void whatIsStoredIsPublishedAndTheNewestIsCurrentWhereNoneIsNamed() {
        assertThat(decide(List.of(OLDER, YOUNG), Optional.empty(), NINETY_DAYS))
                .isEqualTo(new KeyPlan.Publish(published(YOUNG, OLDER, YOUNG)));
    }

    @Test
    void allIsSettledWhenTheCurrentKeyIsYoungAndEveryKeyPublished() {
        assertThat(decide(List.of(OLDER, YOUNG), Optional.of(published(YOUNG, YOUNG, OLDER)), NINETY_DAYS))
                .isEqualTo(new KeyPlan.Settled(YOUNG));
    }

    @Test
    void anOldKeyGetsASuccessorWhoseNameSaysOfWhich() {
        assertThat(decide(List.of(OLD), Optional.of(published(OLD, OLD)), NINETY_DAYS))
                .isEqualTo(new KeyPlan.Make(KeyDecision.successor(OLD.id()), NOW));
    }

    @Test
    void aKeyMayBecomeAnyAgeWhereItIsNotRenewedByAge() {
        assertThat(decide(List.of(OLDER), Optional.of(published(OLDER, OLDER)), Duration.ZERO))
                .isEqualTo(new KeyPlan.Settled(OLDER));
    }

    @Test
    void aFormerKeyIsOneThatDoesNotFollowTheCurrentOneOrIsNotThere() {
        StoredKey next = key(KeyDecision.successor(YOUNG.id()), Duration.ZERO);
        StoredKey copy = new StoredKey(next.key(), YOUNG.created(), NOW, "a-copy");
        StoredKey laterFromABackUp = key("laterFromABackUp", Duration.ZERO);
        List<StoredKey> stored = List.of(OLDER, YOUNG, copy, next, laterFromABackUp);

        assertThat(KeyDecision.isFormer(OLDER.id(), stored, YOUNG)).isTrue();
        assertThat(KeyDecision.isFormer(OLD.id(), stored, YOUNG)).isTrue();
        assertThat(KeyDecision.isFormer(laterFromABackUp.id(), stored, YOUNG))
                .as("it does not become the current one")
                .isTrue();
        assertThat(KeyDecision.isFormer(YOUNG.id(), stored, YOUNG)).isFalse();
        assertThat(KeyDecision.isFormer(next.id(), stored, YOUNG))
                .as("another operator may seal with it already")
                .isFalse();
        assertThat(KeyDecision.isFormer(YOUNG.id(), stored, next)).isTrue();
    }

    @Test
    void whereNoneIsNamedAKeyFromABackUpDoesNotTakeThePlaceOfOneThatWasMadeHere() {
        StoredKey laterFromABackUp = key("from-a-back-up", Duration.ZERO);
        StoredKey follower = key(KeyDecision.successor(YOUNG.id()), Duration.ofDays(80));
        Publication junk = with(
                published(YOUNG, YOUNG, laterFromABackUp), annotations -> annotations.put(Names.CURRENT_KEY, "junk"));

        assertThat(KeyDecision.current(List.of(YOUNG, laterFromABackUp), Optional.empty()))
                .isEqualTo(YOUNG);
        assertThat(KeyDecision.current(List.of(YOUNG, laterFromABackUp), Optional.of(junk)))
                .isEqualTo(YOUNG);
        assertThat(KeyDecision.current(List.of(YOUNG, follower, laterFromABackUp), Optional.empty()))
                .isEqualTo(follower);
        assertThat(KeyDecision.current(List.of(OLDER, laterFromABackUp), Optional.empty()))
                .isEqualTo(laterFromABackUp);
    }

    @Test
    void aSuccessorIsNewerThanAllThatAreThere() {
        Instant ahead = NOW.plus(Duration.ofDays(3650));
        StoredKey fromABackUp = key("from-a-back-up", ahead, NOW);

        assertThat(decide(List.of(OLD, fromABackUp), Optional.of(published(OLD, OLD, fromABackUp)), NINETY_DAYS))
                .as("so that it cannot be chosen by hand afterwards, and everybody takes it for a former one")
                .isEqualTo(new KeyPlan.Make(KeyDecision.successor(OLD.id()), ahead.plusSeconds(1)));
    }

    @Test
    void aSuccessorThatIsStoredBecomesCurrent() {
        StoredKey next = key(KeyDecision.successor(OLD.id()), Duration.ZERO);

        assertThat(decide(List.of(OLD, next), Optional.of(published(OLD, OLD)), NINETY_DAYS))
                .isEqualTo(new KeyPlan.Publish(published(next, OLD, next)));
    }

    @Test
    void aSuccessorThatIsStoredBecomesCurrentAlsoWhenNoneIsDueAnyMore() {
        StoredKey next = key(KeyDecision.successor(YOUNG.id()), Duration.ZERO);

        assertThat(decide(List.of(YOUNG, next), Optional.of(published(YOUNG, YOUNG)), NINETY_DAYS))
                .isEqualTo(new KeyPlan.Publish(published(next, YOUNG, next)));
    }

    @Test
    void aKeyThatWasRenewedIsNeverCurrentAgain() {
        StoredKey second = key(KeyDecision.successor(OLDER.id()), Duration.ofDays(80));
        StoredKey third = key(KeyDecision.successor(second.id()), Duration.ofDays(10));
        Publication right = published(third, OLDER, second, third);

        for (StoredKey switchedTo : List.of(OLDER, second)) {
            assertThat(decide(
                            List.of(OLDER, second, third),
                            Optional.of(published(switchedTo, OLDER, second, third)),
                            NINETY_DAYS))
                    .isEqualTo(new KeyPlan.Publish(right));
        }
    }

    @Test
    void noKeyFromBeforeAGapInTheChainIsCurrentAgain() {
        StoredKey retired = key(KeyDecision.successor(OLDER.id()), Duration.ofDays(80));
        StoredKey third = key(KeyDecision.successor(retired.id()), Duration.ofDays(10));

        assertThat(decide(List.of(OLDER, third), Optional.of(published(OLDER, OLDER, third)), NINETY_DAYS))
                .isEqualTo(new KeyPlan.Publish(published(third, OLDER, third)));
    }

    @Test
    void aKeyThatFollowsNoneIsCurrentWhenItIsNamedAndNewerThanAllThatWereRenewed() {
        StoredKey second = key(KeyDecision.successor(OLDER.id()), Duration.ofDays(80));
        StoredKey byHand = key("by-hand", Duration.ofDays(10));

        assertThat(decide(
                        List.of(OLDER, second, byHand),
                        Optional.of(published(byHand, OLDER, second, byHand)),
                        NINETY_DAYS))
                .isEqualTo(new KeyPlan.Settled(byHand));
    }

    @Test
    void aWrongPublicationIsPutRightBeforeANewKeyIsMade() {
        StoredKey strangers = key("elsewhere", Duration.ZERO);
        Publication right = published(OLD, OLD, OLDER);

        for (Optional<Publication> wrong : List.of(
                Optional.<Publication>empty(),
                Optional.of(published(OLD, OLD)),
                Optional.of(published(strangers, OLD, OLDER)),
                Optional.of(published(OLD, OLD, OLDER, strangers)))) {
            assertThat(decide(List.of(OLD, OLDER), wrong, NINETY_DAYS)).isEqualTo(new KeyPlan.Publish(right));
        }
    }

    @Test
    void aRequestStaysWhereThePublicationIsPutRightBeforeItIsFulfilled() {
        StoredKey strangers = key("elsewhere", Duration.ZERO);

        assertThat(decide(
                        List.of(YOUNG),
                        Optional.of(asked(published(YOUNG, YOUNG, strangers), YOUNG.id())),
                        Duration.ZERO))
                .isEqualTo(new KeyPlan.Publish(asked(published(YOUNG, YOUNG), YOUNG.id())));
    }

    @Test
    void aYoungKeyIsRenewedWhenSomebodyAsks() {
        assertThat(decide(List.of(YOUNG), Optional.of(asked(published(YOUNG, YOUNG), YOUNG.id())), Duration.ZERO))
                .isEqualTo(new KeyPlan.Make(KeyDecision.successor(YOUNG.id()), NOW));
    }

    @Test
    void theRequestGoesInTheSameWriteThatFulfilsIt() {
        StoredKey next = key(KeyDecision.successor(YOUNG.id()), Duration.ZERO);

        assertThat(decide(List.of(YOUNG, next), Optional.of(asked(published(YOUNG, YOUNG), YOUNG.id())), Duration.ZERO))
                .isEqualTo(new KeyPlan.Publish(published(next, YOUNG, next)));
    }

    @Test
    void aRequestForAKeyThatIsNotCurrentAnyMoreIsTakenOut() {
        assertThat(decide(
                        List.of(OLDER, YOUNG),
                        Optional.of(asked(published(YOUNG, YOUNG, OLDER), OLDER.id())),
                        Duration.ZERO))
                .isEqualTo(new KeyPlan.Publish(published(YOUNG, YOUNG, OLDER)));
    }

    @Test
    void whereTheCurrentKeyIsGoneTheNewestTakesItsPlaceUntilItHasASuccessor() {
        assertThat(decide(List.of(OLDER, YOUNG), Optional.of(published(OLD, OLD, OLDER, YOUNG)), Duration.ZERO))
                .as("what is left may be a key that was renewed")
                .isEqualTo(new KeyPlan.Publish(asked(published(YOUNG, YOUNG, OLDER), YOUNG.id())));
    }

    @Test
    void whereAKeyIsNamedThatNoOperatorPublishedNoneIsMade() {
        StoredKey strangers = key("elsewhere", Duration.ZERO);

        assertThat(decide(List.of(YOUNG), Optional.of(published(strangers, YOUNG)), NINETY_DAYS))
                .isEqualTo(new KeyPlan.Publish(published(YOUNG, YOUNG)));
    }

    @Test
    void whatIsPublishedAndNotStoredIsTakenOut() {
        assertThat(decide(List.of(YOUNG), Optional.of(published(YOUNG, YOUNG, OLDER)), NINETY_DAYS))
                .isEqualTo(new KeyPlan.Publish(published(YOUNG, YOUNG)));
    }

    @Test
    void whichClusterThisIsStaysPublishedWhileItIsNotKnown() {
        Publication withCluster =
                with(published(YOUNG, YOUNG), annotations -> annotations.put(Annotations.CLUSTER_ID, "c1"));

        assertThat(decide(List.of(YOUNG), Optional.of(withCluster), NINETY_DAYS))
                .isEqualTo(new KeyPlan.Settled(YOUNG));
    }

    @Test
    void aSuccessorIsNewerThanWhatItFollowsAlsoWhereThatWasMadeByAClockThatWasAhead() {
        Instant ahead = NOW.plus(Duration.ofDays(3650));
        StoredKey fromTheFuture = key("first", ahead, NOW.minus(NINETY_DAYS));

        assertThat(decide(List.of(fromTheFuture), Optional.of(published(fromTheFuture, fromTheFuture)), NINETY_DAYS))
                .as("its Secret is as old as it may become")
                .isEqualTo(new KeyPlan.Make(KeyDecision.successor(fromTheFuture.id()), ahead.plusSeconds(1)));
    }

    @Test
    void aKeyFromTheFutureIsAsOldAsItsSecret() {
        StoredKey fromTheFuture = key("first", NOW.plus(Duration.ofDays(3650)), NOW.minus(Duration.ofDays(89)));

        assertThat(decide(List.of(fromTheFuture), Optional.of(published(fromTheFuture, fromTheFuture)), NINETY_DAYS))
                .isEqualTo(new KeyPlan.Settled(fromTheFuture));
    }

    @Test
    void whereTheApiServersClockWasAheadTooTheKeyIsRenewedAtOnceWhenThatIsMoreThanItMayBecomeOld() {
        StoredKey little = key("little", NOW.plus(NINETY_DAYS), NOW.plus(NINETY_DAYS));
        Instant farAhead = NOW.plus(Duration.ofDays(91));
        StoredKey far = key("far", farAhead, farAhead);

        assertThat(decide(List.of(little), Optional.of(published(little, little)), NINETY_DAYS))
                .isEqualTo(new KeyPlan.Settled(little));
        assertThat(decide(List.of(far), Optional.of(published(far, far)), NINETY_DAYS))
                .isEqualTo(new KeyPlan.Make(KeyDecision.successor(far.id()), farAhead.plusSeconds(1)));
        assertThat(decide(List.of(far), Optional.of(published(far, far)), Duration.ZERO))
                .isEqualTo(new KeyPlan.Settled(far));
    }

    @Test
    void aClockThatIsBehindMakesOneKeyAndNotOneMoreAtEachStart() {
        StoredKey right = key("opencomputer-sealing-key", NOW.plus(Duration.ofDays(91)), NOW.plus(Duration.ofDays(91)));
        KeyPlan plan = decide(List.of(right), Optional.of(published(right, right)), NINETY_DAYS);
        KeyPlan.Make made = new KeyPlan.Make(
                KeyDecision.successor(right.id()), right.created().plusSeconds(1));
        assertThat(plan).isEqualTo(made);
        StoredKey next = key(made.secretName(), made.created(), NOW.plus(Duration.ofDays(92)));

        assertThat(decide(List.of(right, next), Optional.of(published(next, right, next)), NINETY_DAYS))
                .isEqualTo(new KeyPlan.Settled(next));
    }

    @Test
    void onlyTheKeyThatThisOperatorMadeItselfIsSpared() {
        AgeRule sparing = new AgeRule(NINETY_DAYS, Optional.of(OLD.id()));

        assertThat(KeyDecision.decide(List.of(OLD), Optional.of(published(OLD, OLD)), Optional.empty(), NOW, sparing))
                .isEqualTo(new KeyPlan.Settled(OLD));
        assertThat(KeyDecision.decide(
                        List.of(OLD, OLDER), Optional.of(published(OLDER, OLD, OLDER)), Optional.empty(), NOW, sparing))
                .as("one from a back-up that somebody named")
                .isEqualTo(new KeyPlan.Make(KeyDecision.successor(OLDER.id()), NOW));
    }

    @Test
    void operatorsWithOtherReasonsMakeTheSameSecret() {
        KeyPlan first = decide(List.of(OLD), Optional.of(published(OLD, OLD)), NINETY_DAYS);
        KeyPlan second = decide(List.of(OLD), Optional.of(asked(published(OLD, OLD), OLD.id())), Duration.ZERO);

        assertThat(first).isEqualTo(second);
    }

    private static KeyPlan decide(Collection<StoredKey> stored, Optional<Publication> published, Duration renewAfter) {
        return KeyDecision.decide(stored, published, Optional.empty(), NOW, new AgeRule(renewAfter, Optional.empty()));
    }

    private static StoredKey key(String secretName, Duration age) {
        return key(secretName, NOW.minus(age), NOW.minus(age));
    }

    private static StoredKey key(String secretName, Instant created, Instant stored) {
        return new StoredKey(PrivateSealingKey.generate(), created, stored, secretName);
    }

    private static Publication published(StoredKey current, StoredKey... keys) {
        return Publication.of(List.of(keys), current.id(), Optional.empty());
    }

    private static Publication asked(Publication published, SealingKeyId key) {
        return with(published, annotations -> annotations.put(Names.RENEW_KEY, key.value()));
    }

    private static Publication with(Publication published, Consumer<Map<String, String>> change) {
        Map<String, String> annotations = new HashMap<>(published.annotations());
        change.accept(annotations);
        return new Publication(published.keys(), annotations);
    }
}
