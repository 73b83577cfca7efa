/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secret;

import static dev.opencomputer.operator.api.ConditionReason.AGENT_NOT_FOUND;
import static dev.opencomputer.operator.api.ConditionReason.AGENT_NOT_READY;
import static dev.opencomputer.operator.api.ConditionReason.REJECTED;
import static dev.opencomputer.operator.controller.secret.SecretFixture.secret;
import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.controller.reporting.Drift;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SecretMemoryTest {

    private static final Instant WRITTEN = Instant.parse("2026-05-01T10:00:00.123456Z");
    private static final KeyView LISTED_AFTER_PUT_BACK =
            new KeyView.PutBackAndFound(List.of(), Optional.of(WRITTEN), Optional.empty());
    private static final Verdict IN_SYNC = new Verdict(ConditionReason.IN_SYNC, "fine");
    private static final Verdict THROTTLED = new Verdict(ConditionReason.THROTTLED, "later");
    private static final Verdict TOO_LONG = new Verdict(REJECTED, "too long");

    /** A clock of nanoseconds may begin anywhere, and may well pass its largest value. */
    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 10);

    private final SecretMemory memory = new SecretMemory(clock::get, Duration.ofMinutes(10));
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
    void learnsFromAGoodVerdictWhenTheKeyWasWritten() {
        entry.recorded(IN_SYNC, Situation.secret().read().keyWrittenAt(WRITTEN).observed());

        assertThat(mark().listed()).contains(WRITTEN);
    }

    @Test
    void learnsFromTheListingAfterARepairWhenTheKeyWasWritten() {
        entry.recorded(
                IN_SYNC, Situation.secret().read().key(LISTED_AFTER_PUT_BACK).observed());

        assertThat(mark().listed()).contains(WRITTEN);
    }

    private void settles(ConditionReason reason) {
        entry.recorded(
                new Verdict(reason, "words"),
                Situation.secret().read().key(LISTED_AFTER_PUT_BACK).observed());
    }

    @Test
    void hostsThatTheServerTakesWereSomebodyElses() {
        entry.repaired(Drift.HOSTS_WIDENED, false);

        settles(ConditionReason.IN_SYNC);

        assertThat(entry.recentRepairs()).isOne();
        assertThat(entry.untold().take(ConditionReason.IN_SYNC)).containsExactly(Drift.HOSTS_WIDENED);
    }

    @Test
    void hostsThatTheServerWritesInItsOwnWayAreNoQuarrelButWhatWasPutBackBeforeIs() {
        entry.repaired(Drift.KEY_MISSING, true);
        entry.repaired(Drift.HOSTS_WIDENED, false);
        entry.repaired(Drift.HOSTS_WIDENED, false);

        settles(ConditionReason.NOT_ACCEPTED);

        assertThat(entry.recentRepairs()).isOne();
        assertThat(entry.untold().take(ConditionReason.NOT_ACCEPTED)).containsExactly(Drift.KEY_MISSING);
    }

    @ParameterizedTest
    @EnumSource(
            value = ConditionReason.class,
            names = {"CONTENDED", "PAUSED", "UNREACHABLE"})
    void learnsNothingFromWhatIsNotOurs(ConditionReason reason) {
        entry.recorded(
                new Verdict(reason, "words"),
                Situation.secret().read().keyWrittenAt(WRITTEN).observed());

        assertThat(mark().listed()).isEmpty();
    }

    @Test
    void knowsNoMoreWhenTheKeyWasWrittenOnceItIsPutAgain() {
        entry.recorded(IN_SYNC, Situation.secret().read().keyWrittenAt(WRITTEN).observed());

        entry.puts(Situation.STORE);
        assertThat(mark()).isEqualTo(WriteMark.UNKNOWN);

        entry.recorded(
                IN_SYNC,
                Situation.secret().read().key(new KeyView.Put(Optional.empty())).observed());
        assertThat(mark().listed()).isEmpty();
    }

    @Test
    void knowsNoMoreWhenTheKeyWasWrittenOnceAPutWasNotAnswered() {
        entry.recorded(IN_SYNC, Situation.secret().read().keyWrittenAt(WRITTEN).observed());
        entry.puts(Situation.STORE);

        entry.recorded(
                THROTTLED,
                Situation.secret().read().key(new KeyView.Unanswered()).observed());

        assertThat(mark().listed()).isEmpty();
    }

    @Test
    void stillKnowsWhenTheKeyWasWrittenAfterAPutThatWasHeldBack() {
        entry.recorded(IN_SYNC, Situation.secret().read().keyWrittenAt(WRITTEN).observed());
        entry.puts(Situation.STORE);

        entry.recorded(
                THROTTLED,
                Situation.secret().read().keyWrittenAt(WRITTEN.plusSeconds(1)).observed());

        assertThat(mark().listed()).contains(WRITTEN);
    }

    @Test
    void stillKnowsWhenTheKeyWasWrittenAfterAPutThatWasRefused() {
        entry.recorded(IN_SYNC, Situation.secret().read().keyWrittenAt(WRITTEN).observed());
        entry.puts(Situation.STORE);

        refuse();

        assertThat(mark().listed()).contains(WRITTEN);
    }

    @Test
    void remembersWhatTheServerRefused() {
        refuse();

        assertThat(entry.refusal()).contains(new Observed.Refusal(Situation.DIGEST, Situation.STORE, TOO_LONG));
    }

    @Test
    void forgetsARefusalAfterSixPeriodsSinceAQuotaMayHaveBeenRaised() {
        refuse();
        pass(Duration.ofHours(1).minusNanos(1));
        assertThat(entry.refusal()).isPresent();

        pass(Duration.ofNanos(1));

        assertThat(entry.refusal()).isEmpty();
    }

    @Test
    void forgetsARefusalOnceAPutSucceeds() {
        refuse();

        entry.recorded(
                IN_SYNC,
                Situation.secret().read().key(new KeyView.Put(Optional.empty())).observed());

        assertThat(entry.refusal()).isEmpty();
    }

    private void refuse() {
        entry.recorded(
                TOO_LONG, Situation.secret().read().key(new KeyView.Refused()).observed());
    }

    private WriteMark mark() {
        return entry.holding(secret().put().get()).mark();
    }

    @Test
    void keepsObjectsApart() {
        entry.waited(AGENT_NOT_FOUND);
        pass(Duration.ofSeconds(2));

        assertThat(memory.of(secret("another").get()).waited(AGENT_NOT_FOUND)).isZero();
    }
}
