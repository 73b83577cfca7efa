/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.agent;

import static dev.opencomputer.operator.controller.agent.AgentFixture.NOW;
import static dev.opencomputer.operator.controller.agent.AgentFixture.agent;
import static dev.opencomputer.operator.controller.agent.Situation.ELSEWHERE;
import static dev.opencomputer.operator.controller.agent.Situation.HOME;
import static dev.opencomputer.operator.controller.agent.Situation.ID;
import static dev.opencomputer.operator.controller.agent.Situation.OTHER;
import static dev.opencomputer.operator.controller.agent.Situation.STORE;
import static dev.opencomputer.operator.controller.agent.Situation.WANTED;
import static dev.opencomputer.operator.controller.agent.Situation.adopting;
import static dev.opencomputer.operator.controller.agent.Situation.refusing;
import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.api.AgentStatus;
import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.controller.agent.Verdict.ClaimFate;
import dev.opencomputer.operator.controller.reporting.Conditions;
import dev.opencomputer.operator.opencomputer.RecordContent;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AgentStatusesTest {

    private static final Verdict IN_SYNC = new Verdict(ConditionReason.IN_SYNC, "fine", ClaimFate.RECORD);
    private static final Verdict UNREACHABLE = Verdict.of(ConditionReason.UNREACHABLE, "no answer");

    /** An Agent in sync with record and store. */
    private static AgentFixture settled() {
        return agent().claiming("resolver", HOME, "default")
                .withStore(ID.storeName(), STORE.value())
                .applied(WANTED.digest())
                .judged(ConditionReason.IN_SYNC, 1);
    }

    private static AgentStatus after(AgentFixture agent, Situation situation, Verdict verdict) {
        return AgentStatuses.after(agent.get(), verdict, situation.desired(), situation.observed(), NOW);
    }

    @Test
    void holdsNothingWithoutAStatus() {
        assertThat(AgentStatuses.holding(agent().get(), true)).isEqualTo(Holding.NOTHING);
    }

    @Test
    void readsBackWhatItRecorded() {
        Holding holding = AgentStatuses.holding(settled().get(), false);

        assertThat(holding)
                .isEqualTo(new Holding(
                        Optional.of(new Claim(ID, Optional.of(HOME), "default")),
                        false,
                        true,
                        Optional.of(STORE),
                        Optional.of(WANTED.digest())));
    }

    @Test
    void recordsTheClaimWithTheFirstGoodVerdict() {
        AgentStatus status = after(agent(), adopting().noStore().answered(WANTED, RecordContent.empty()), IN_SYNC);

        assertThat(status.getId()).isEqualTo("resolver");
        assertThat(status.getOrganisation()).isEqualTo(HOME);
        assertThat(status.getConnection()).isEqualTo("default");
        assertThat(status.getAppliedDigest()).isEqualTo(WANTED.digest());
        assertThat(status.getSecretStore()).isNull();
        assertThat(status.getSecretStoreId()).isNull();
    }

    @Test
    void recordsTheClaimWhenAWriteWasMadeBeforeAFailure() {
        AgentStatus status = after(agent(), adopting().noStore().answered(WANTED, RecordContent.empty()), UNREACHABLE);

        assertThat(status.getId()).isEqualTo("resolver");
        assertThat(status.getAppliedDigest()).isEqualTo(WANTED.digest());
    }

    @Test
    void leavesTheWordsOfAnOutageAsTheyAreWhileItGoesOn() {
        AgentFixture away = agent().judged(ConditionReason.SERVER_TROUBLE, 1);

        AgentStatus status = after(
                away, adopting().standing(ConditionReason.SERVER_TROUBLE, "message of ServerTrouble"), UNREACHABLE);

        assertThat(status.getConditions()).isEqualTo(away.get().getStatus().getConditions());
    }

    @Test
    void findsNewWordsForAnOutageWhenTheSpecChanges() {
        AgentStatus status = after(
                agent().judged(ConditionReason.SERVER_TROUBLE, 1).generation(2),
                adopting().standing(ConditionReason.SERVER_TROUBLE, "message of ServerTrouble"),
                UNREACHABLE);

        assertThat(Conditions.readyReason(status.getConditions())).contains(ConditionReason.UNREACHABLE);
    }

    @Test
    void claimsNothingWhenNothingWasWrittenBeforeAFailure() {
        AgentStatus status = after(agent(), adopting().noStore(), UNREACHABLE);

        assertThat(status.getId()).isNull();
    }

    @Test
    void announcesTheClaimBeforeAnythingIsMade() {
        AgentStatus status = AgentStatuses.announcing(agent().get(), new Claim(ID, Optional.of(HOME), "default"), true);

        assertThat(status.getId()).isEqualTo("resolver");
        assertThat(status.getSecretStore()).isEqualTo(ID.storeName());
        assertThat(status.getSecretStoreId()).isNull();
        assertThat(status.getConditions()).isNull();
    }

    @Test
    void withdrawsTheWholeClaimWhenSomebodyElseWasFirst() {
        AgentStatus status = after(
                settled(),
                refusing().freshlyClaimed().record(new RecordView.Taken()),
                new Verdict(ConditionReason.ADOPTION_REFUSED, "taken", ClaimFate.WITHDRAW));

        assertThat(status.getId()).isNull();
        assertThat(status.getOrganisation()).isNull();
        assertThat(status.getConnection()).isNull();
        assertThat(status.getSecretStore()).isNull();
        assertThat(status.getSecretStoreId()).isNull();
        assertThat(status.getAppliedDigest()).isNull();
    }

    @Test
    void withdrawsTheStoreAloneWhenSomebodyElseMadeThatFirst() {
        AgentStatus status = after(
                agent().claiming("resolver", HOME, "default").withStore(ID.storeName(), null),
                refusing().freshlyClaimed().announcingTheStore().record(WANTED).store(new StoreView.Taken()),
                new Verdict(ConditionReason.ADOPTION_REFUSED, "taken", ClaimFate.WITHDRAW_STORE));

        assertThat(status.getId()).isEqualTo("resolver");
        assertThat(status.getSecretStore()).isNull();
    }

    @Test
    void namesAStoreOfItsOwnOnceItIsThere() {
        AgentStatus status = after(agent(), adopting().record(WANTED).storeAllows(), IN_SYNC);

        assertThat(status.getSecretStore()).isEqualTo(ID.storeName());
        assertThat(status.getSecretStoreId()).isEqualTo(STORE.value());
    }

    @Test
    void namesNoStoreOfSomebodyElseUnderRefuse() {
        AgentStatus status = after(
                agent().claiming("resolver", HOME, "default"),
                refusing().claimed().record(WANTED).storeAllows(),
                IN_SYNC);

        assertThat(status.getSecretStore()).isNull();
        assertThat(status.getSecretStoreId()).isNull();
    }

    @Test
    void dropsAStoreThatNobodyManagesAndThatIsGone() {
        AgentStatus status = after(
                settled(), adopting().inSync().owningTheStore().record(WANTED).noStore(), IN_SYNC);

        assertThat(status.getSecretStore()).isNull();
        assertThat(status.getSecretStoreId()).isNull();
    }

    @Test
    void remembersALostStoreUntilItIsMadeAgain() {
        AgentStatus status = after(
                settled(), refusing().inSync().owningTheStore().record(WANTED).noStore(), UNREACHABLE);

        assertThat(status.getSecretStore()).isEqualTo(ID.storeName());
        assertThat(status.getSecretStoreId()).isEqualTo(STORE.value());
    }

    @Test
    void believesNothingGoneInAnotherOrganisation() {
        AgentStatus before = settled().get().getStatus();

        AgentStatus status = after(
                settled(),
                refusing().inSync().owningTheStore().leadingTo(ELSEWHERE).noStore(),
                Verdict.of(ConditionReason.ORGANISATION_CHANGED, "elsewhere"));

        assertThat(status.getSecretStore()).isEqualTo(before.getSecretStore());
        assertThat(status.getSecretStoreId()).isEqualTo(before.getSecretStoreId());
        assertThat(status.getAppliedDigest()).isEqualTo(before.getAppliedDigest());
        assertThat(status.getOrganisation()).isEqualTo(HOME);
    }

    @Test
    void holdsNothingThatWasMadeInAnotherOrganisation() {
        AgentStatus status = after(
                agent(),
                adopting().claimsRecord(HOME).leadingTo(ELSEWHERE).storeAllows().wrote(),
                Verdict.of(ConditionReason.UNREACHABLE, "the store could not be removed again"));

        assertThat(status.getId()).isNull();
        assertThat(status.getSecretStoreId()).isNull();
    }

    @Test
    void keepsTheDigestOfTheLastAnswerWhenTheRecordHasDrifted() {
        AgentStatus status = after(
                settled(),
                adopting().inSync().noStore().record(OTHER),
                Verdict.of(ConditionReason.CONTENDED, "somebody else"));

        assertThat(status.getAppliedDigest()).isEqualTo(WANTED.digest());
    }

    @Test
    void setsTheObservedGenerationWithEveryVerdict() {
        AgentStatus status = after(settled().generation(7), adopting().inSync(), UNREACHABLE);

        assertThat(status.getObservedGeneration()).isEqualTo(7);
        assertThat(status.getConditions())
                .allSatisfy(condition ->
                        assertThat(condition.getObservedGeneration()).isEqualTo(7));
    }

    @Test
    void repeatsWhatAskedForTheReconcile() {
        AgentStatus status = after(settled().asking("monday"), adopting().inSync(), UNREACHABLE);

        assertThat(status.getLastHandledReconcileAt()).isEqualTo("monday");
    }

    @Test
    void changesNothingOfTheObjectsOwnStatus() {
        AgentFixture agent = settled();

        AgentStatus status = after(agent, adopting().inSync(), UNREACHABLE);

        assertThat(status).isNotSameAs(agent.get().getStatus());
        assertThat(agent.get().getStatus().getConditions())
                .singleElement()
                .satisfies(condition -> assertThat(condition.getReason()).isEqualTo("InSync"));
    }

    @Test
    void countsForeignKeys() {
        AgentStatus status = after(
                settled(), adopting().inSync().owningTheStore().storeAllows().keys(new KeysView.Listed(2)), IN_SYNC);

        assertThat(status.getForeignKeys()).isEqualTo(2);
    }

    @Test
    void saysNothingOfForeignKeysWhereThereIsNone() {
        AgentFixture agent = settled();
        agent.get().getStatus().setForeignKeys(2);

        AgentStatus status =
                after(agent, adopting().inSync().owningTheStore().storeAllows().keys(new KeysView.Listed(0)), IN_SYNC);

        assertThat(status.getForeignKeys()).isNull();
    }

    @Test
    void keepsTheNumberOfForeignKeysWhileTheyAreNotCounted() {
        AgentFixture agent = settled();
        agent.get().getStatus().setForeignKeys(2);

        AgentStatus status =
                after(agent, adopting().inSync().owningTheStore().storeAllows().keys(new KeysView.Unknown()), IN_SYNC);

        assertThat(status.getForeignKeys()).isEqualTo(2);
    }

    @Test
    void forgetsTheNumberOfForeignKeysInAStoreThatIsNoMore() {
        AgentFixture agent = settled();
        agent.get().getStatus().setSecretStoreId("a-former-store");
        agent.get().getStatus().setForeignKeys(2);

        AgentStatus status =
                after(agent, adopting().inSync().owningTheStore().storeAllows().keys(new KeysView.Unknown()), IN_SYNC);

        assertThat(status.getForeignKeys()).isNull();
    }

    @Test
    void countsNoForeignKeysWithoutAStore() {
        AgentFixture agent = settled();
        agent.get().getStatus().setForeignKeys(2);

        AgentStatus status =
                after(agent, adopting().inSync().owningTheStore().noStore().keys(new KeysView.NotLooked()), IN_SYNC);

        assertThat(status.getForeignKeys()).isNull();
    }
}
