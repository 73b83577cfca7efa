/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.agent;

import static dev.opencomputer.operator.controller.agent.Situation.ID;
import static dev.opencomputer.operator.controller.agent.Situation.OTHER;
import static dev.opencomputer.operator.controller.agent.Situation.STORE;
import static dev.opencomputer.operator.controller.agent.Situation.WANTED;
import static dev.opencomputer.operator.controller.agent.Situation.adopting;
import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.controller.reporting.Drift;
import dev.opencomputer.operator.opencomputer.SecretStore;
import dev.opencomputer.operator.opencomputer.StoreId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is told of that which somebody else did to an agent. */
class AgentDriftTest {

    private static Situation inSync() {
        return adopting().inSync().owningTheStore();
    }

    private static Optional<Drift> drift(Situation situation) {
        return situation.plan() instanceof Plan.Write write
                ? AgentDrift.of(write, situation.observed())
                : Optional.empty();
    }

    @Test
    void tellsWhatIsPutBack() {
        assertThat(drift(inSync().noRecord().storeAllows())).contains(Drift.RECORD_GONE);
        assertThat(drift(inSync().record(OTHER).storeAllows())).contains(Drift.RECORD_CHANGED);
        assertThat(drift(inSync().askedForAStore().record(WANTED).noStore())).contains(Drift.STORE_GONE);
    }

    @Test
    void tellsAnAllowlistThatWasWidenedFromOneThatWasChanged() {
        assertThat(drift(inSync().allowing("a.example").record(WANTED).storeAllows()))
                .contains(Drift.EGRESS_WIDENED);
        assertThat(drift(inSync().allowing("a.example").record(WANTED).storeAllows("a.example", "b.example")))
                .contains(Drift.EGRESS_WIDENED);
        assertThat(drift(inSync().allowing("a.example", "b.example")
                        .record(WANTED)
                        .storeAllows("a.example")))
                .contains(Drift.EGRESS_CHANGED);
        assertThat(drift(inSync().allowing().record(WANTED).storeAllows("a.example")))
                .contains(Drift.EGRESS_CHANGED);
    }

    @Test
    void aChangeOfTheSpecIsNoDrift() {
        assertThat(drift(inSync().specChanged().record(OTHER).storeAllows())).isEmpty();
    }

    @Test
    void anotherStoreInThePlaceOfTheAgentsOwnMeansThatThatOneWasDeleted() {
        assertThat(AgentDrift.ofReplacedStore(
                        inSync().store(store("store-made-by-hand")).observed()))
                .contains(Drift.STORE_GONE);
    }

    @Test
    void theStoreThatIsRecordedIsNoDriftAndNeitherIsTheFirst() {
        assertThat(AgentDrift.ofReplacedStore(inSync().storeAllows().observed()))
                .isEmpty();
        assertThat(AgentDrift.ofReplacedStore(
                        adopting().inSync().store(store("store-that-was-there")).observed()))
                .isEmpty();
    }

    @Test
    void aStoreOfAnotherOrganisationIsNotInThePlaceOfTheAgentsOwn() {
        assertThat(AgentDrift.ofReplacedStore(inSync().leadingTo("org-of-somebody-else")
                        .store(store("their-store"))
                        .observed()))
                .isEmpty();
    }

    @Test
    void aQuarrelOverAnAllowlistThatIsWidenedIsAMatterOfSecurity() {
        assertThat(inSync().allowing("a.example")
                        .repairedBefore(3)
                        .record(WANTED)
                        .storeAllows()
                        .plan())
                .isInstanceOfSatisfying(
                        Plan.Settle.class,
                        settle -> assertThat(settle.verdict().message()).startsWith("Security"));
        assertThat(inSync().repairedBefore(3).record(OTHER).storeAllows().plan())
                .isInstanceOfSatisfying(
                        Plan.Settle.class,
                        settle -> assertThat(settle.verdict().message()).doesNotContain("Security"));
    }

    @Test
    void theKeysInAStoreThatIsLeftAloneAreNotCounted() {
        assertThat(Situation.refusing()
                        .inSync()
                        .record(WANTED)
                        .storeAllows()
                        .keys(new KeysView.NotLooked())
                        .plan())
                .isInstanceOf(Plan.Settle.class);
    }

    @Test
    void keysAreCountedWhenAllElseIsInOrder() {
        assertThat(inSync().record(WANTED)
                        .storeAllows()
                        .keys(new KeysView.NotLooked())
                        .plan())
                .isEqualTo(new Plan.ListKeys(STORE, Freshness.RECENT));
    }

    @Test
    void keysAreCountedAtOnceWhenSomebodyAsks() {
        assertThat(inSync().asked()
                        .record(WANTED)
                        .storeAllows()
                        .keys(new KeysView.NotLooked())
                        .plan())
                .isEqualTo(new Plan.ListKeys(STORE, Freshness.NOW));
    }

    @Test
    void keysAreNotCountedRightAfterAWriteOrWithoutAStore() {
        assertThat(inSync().record(WANTED)
                        .storeAllows()
                        .wrote()
                        .keys(new KeysView.NotLooked())
                        .plan())
                .isInstanceOf(Plan.Settle.class);
        assertThat(adopting()
                        .inSync()
                        .record(WANTED)
                        .noStore()
                        .keys(new KeysView.NotLooked())
                        .plan())
                .isInstanceOf(Plan.Settle.class);
    }

    @Test
    void keysThatCannotBeListedKeepNobodyFromBeingInSync() {
        assertThat(inSync().record(WANTED)
                        .storeAllows()
                        .keys(new KeysView.Unknown())
                        .plan())
                .isInstanceOf(Plan.Settle.class);
    }

    private static StoreView store(String id) {
        return new StoreView.Found(
                new SecretStore(new StoreId(id), ID.storeName(), List.of(), Optional.of(Situation.HOME)),
                StoreView.Origin.SEEN);
    }
}
