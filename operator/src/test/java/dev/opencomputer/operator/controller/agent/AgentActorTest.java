/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.agent;

import static dev.opencomputer.operator.controller.agent.Situation.ID;
import static dev.opencomputer.operator.controller.agent.Situation.OTHER;
import static dev.opencomputer.operator.controller.agent.Situation.WANTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.controller.connection.Connection;
import dev.opencomputer.operator.controller.reporting.Drift;
import dev.opencomputer.operator.controller.scheduling.AgentKey;
import dev.opencomputer.operator.controller.scheduling.AgentWrites;
import dev.opencomputer.operator.local.Dialect;
import dev.opencomputer.operator.local.Fault;
import dev.opencomputer.operator.local.LocalOpenComputer;
import dev.opencomputer.operator.local.LocalOptions;
import dev.opencomputer.operator.local.Operation;
import dev.opencomputer.operator.opencomputer.CallObserver;
import dev.opencomputer.operator.opencomputer.ClientOptions;
import dev.opencomputer.operator.opencomputer.Hosts;
import dev.opencomputer.operator.opencomputer.OpenComputerClient;
import dev.opencomputer.operator.opencomputer.OpenComputerException;
import dev.opencomputer.operator.opencomputer.RecordContent;
import dev.opencomputer.operator.opencomputer.SecretKey;
import dev.opencomputer.operator.opencomputer.SecretStore;
import dev.opencomputer.operator.opencomputer.SecretValue;
import dev.opencomputer.operator.opencomputer.StoreId;
import dev.opencomputer.operator.testing.RunningOperator;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each step against a real server, in good times and bad. */
class AgentActorTest {

    private static final StoreId UNKNOWN_STORE = new StoreId("00000000-0000-4000-8000-000000000000");

    @TempDir
    private Path data;

    private LocalOpenComputer server;
    private OpenComputerClient client;
    private Connection connection;
    private AgentMemory.Entry memory;
    private AgentActor actor;

    @BeforeEach
    void start() {
        server = LocalOpenComputer.start(LocalOptions.in(data).withDialect(Dialect.LOCAL));
        client = new OpenComputerClient(
                RunningOperator.settings(server, Dialect.LOCAL), ClientOptions.defaults(), CallObserver.NONE);
        connection = new Connection("default", client);
        memory = new AgentMemory(System::nanoTime, Duration.ofMinutes(10))
                .of(AgentFixture.agent().get());
        actor = actor(Set.of("ASKED"));
    }

    private AgentActor actor(Set<String> asked) {
        AgentWrites.Turn turn = new AgentWrites(System::nanoTime)
                .tryTurn(new AgentKey("default", ID), "someone", () -> {})
                .orElseThrow();
        return new AgentActor(connection, ID, turn, memory, () -> asked, Duration.ofMinutes(5), System::nanoTime);
    }

    @AfterEach
    void stop() {
        connection.close();
        server.close();
    }

    @Test
    void theAnswerToAWriteIsWhatCounts() throws OpenComputerException {
        Observed after = actor.write(new Plan.CreateRecord(WANTED, false), nothing());

        assertThat(after.wrote()).isTrue();
        assertThat(after.record()).isInstanceOfSatisfying(RecordView.Found.class, found -> {
            assertThat(WANTED.isSaidBy(found.content(), ID)).isTrue();
            assertThat(found.before()).contains(RecordContent.empty());
            assertThat(after.holding().appliedDigest()).contains(found.content().digest());
        });
    }

    @Test
    void aTakenIdAndATakenNameAreSeenAndNotFailures() throws OpenComputerException {
        client.agents().orElseThrow().create(ID, OTHER);
        client.secretStores().create(ID.storeName(), Optional.empty());

        assertThat(actor.write(new Plan.CreateRecord(WANTED, false), nothing()).record())
                .isEqualTo(new RecordView.Taken());
        assertThat(actor.write(new Plan.CreateStore(Optional.empty(), false), nothing())
                        .store())
                .isEqualTo(new StoreView.Taken());
    }

    @Test
    void a404ProvesNothingWhateverTheStep() throws OpenComputerException {
        assertThat(actor.look(new Plan.GetRecord(), nothing()).record()).isInstanceOf(RecordView.Unproven.class);
        assertThat(actor.look(new Plan.GetStore(UNKNOWN_STORE), nothing()).store())
                .isInstanceOf(StoreView.Unproven.class);
        assertThat(actor.write(new Plan.DeleteRecord(), nothing()).record()).isInstanceOf(RecordView.Unproven.class);
        assertThat(actor.write(new Plan.PatchRecord(WANTED.toJson(), OTHER, false), nothing())
                        .record())
                .isInstanceOf(RecordView.Unproven.class);
        assertThat(actor.write(new Plan.DeleteStore(UNKNOWN_STORE), nothing()).store())
                .isInstanceOf(StoreView.Unproven.class);
        assertThat(actor.write(new Plan.UpdateAllowlist(UNKNOWN_STORE, List.of(), false), nothing())
                        .store())
                .isInstanceOf(StoreView.Unproven.class);
    }

    @Test
    void a404KnowsWhetherItIsTheSecondOfItsKind() throws OpenComputerException {
        actor.look(new Plan.GetRecord(), nothing());

        assertThat(actor.look(new Plan.GetRecord(), nothing()).record()).isEqualTo(new RecordView.Unproven(true));
        assertThat(actor.look(new Plan.GetStore(UNKNOWN_STORE), nothing()).store())
                .isEqualTo(new StoreView.Unproven(false));
    }

    @Test
    void aStoreThatSomebodyRenamedIsNoLongerTheAgents() throws OpenComputerException {
        SecretStore renamed = client.secretStores().create("agent:renamed", Optional.empty());

        assertThat(actor.look(new Plan.GetStore(renamed.id()), nothing()).store())
                .isEqualTo(new StoreView.Unproven(false));
    }

    @Test
    void aListingWithoutItProvesThatItIsNotThere() throws OpenComputerException {
        assertThat(actor.look(new Plan.ListRecords(Freshness.NOW), nothing()).record())
                .isEqualTo(new RecordView.Absent());
        assertThat(actor.look(new Plan.ListStores(Freshness.NOW), nothing()).store())
                .isEqualTo(new StoreView.Absent());
    }

    @Test
    void aListingFromBeforeAnOwnWriteIsNotUsedAgain() throws OpenComputerException {
        actor.look(new Plan.ListRecords(Freshness.RECENT), nothing());
        actor.look(new Plan.ListRecords(Freshness.RECENT), nothing());
        assertThat(server.counters().calls(Operation.LIST_AGENTS)).isOne();

        actor.write(new Plan.CreateRecord(WANTED, false), nothing());

        assertThat(actor.look(new Plan.ListRecords(Freshness.RECENT), nothing()).record())
                .isInstanceOf(RecordView.Listed.class);
        assertThat(server.counters().calls(Operation.LIST_AGENTS)).isEqualTo(2);
    }

    @Test
    void aPatchThatIsRefusedForItsNestedNullsIsSentWithoutThem() throws OpenComputerException {
        RecordContent before = RecordContent.builder()
                .snapshot("v2")
                .env(Map.of("KEPT", "1", "GONE", "2"))
                .build();
        RecordContent wanted =
                RecordContent.builder().snapshot("v2").env(Map.of("KEPT", "1")).build();
        client.agents().orElseThrow().create(ID, before);
        server.faults()
                .next(
                        Operation.UPDATE_AGENT,
                        Fault.answer(400, "{\"error\":{\"type\":\"invalid_request\",\"message\":\"no nulls\"}}"));

        Observed after = actor.write(new Plan.PatchRecord(wanted.mergePatchFrom(before), before, false), nothing());

        assertThat(after.wrote()).isTrue();
        assertThat(server.counters().calls(Operation.UPDATE_AGENT)).isEqualTo(2);
    }

    @Test
    void aPatchThatIsRefusedWithoutAnyNestedNullIsNotSentAgain() throws OpenComputerException {
        client.agents().orElseThrow().create(ID, OTHER);
        server.faults()
                .next(
                        Operation.UPDATE_AGENT,
                        Fault.answer(400, "{\"error\":{\"type\":\"invalid_request\",\"message\":\"no\"}}"));

        assertThatThrownBy(() -> actor.write(new Plan.PatchRecord(WANTED.toJson(), OTHER, false), nothing()))
                .isInstanceOf(OpenComputerException.Refused.class);
        assertThat(server.counters().calls(Operation.UPDATE_AGENT)).isOne();
    }

    @Test
    void aPostThatWasNotAnsweredEndsTheClaimsFreshness() {
        memory.claimIsFresh(true);
        server.faults().next(Operation.CREATE_AGENT, Fault.closed().afterCarryingOut());

        assertThatThrownBy(() -> actor.write(new Plan.CreateRecord(WANTED, false), nothing()))
                .isInstanceOf(OpenComputerException.Unreachable.class);

        assertThat(memory.claimIsFresh()).isFalse();
    }

    @Test
    void aPostThatWasHeldBackKeepsTheClaimFresh() {
        memory.claimIsFresh(true);
        server.faults().next(Operation.CREATE_AGENT, Fault.throttled(Duration.ofSeconds(1)));

        assertThatThrownBy(() -> actor.write(new Plan.CreateRecord(WANTED, false), nothing()))
                .isInstanceOf(OpenComputerException.Throttled.class);

        assertThat(memory.claimIsFresh()).isTrue();
    }

    @Test
    void aClaimIsNotFreshWhileTheStatusDoesNotTellOfWhatWasMade() throws OpenComputerException {
        memory.claimIsFresh(true);

        actor.write(new Plan.CreateRecord(WANTED, false), nothing());
        assertThat(memory.claimIsFresh()).isFalse();

        memory.recorded();
        assertThat(memory.claimIsFresh()).isTrue();
    }

    @Test
    void anIdThatIsTakenLeavesTheClaimFresh() throws OpenComputerException {
        client.agents().orElseThrow().create(ID, OTHER);
        memory.claimIsFresh(true);

        actor.write(new Plan.CreateRecord(WANTED, false), nothing());

        assertThat(memory.claimIsFresh()).isTrue();
    }

    @Test
    void aListingFromBeforeADeletionIsNotUsedForAnAgentThatIsAppliedAnew() {
        AtomicLong clock = new AtomicLong();
        AgentWrites writes = new AgentWrites(clock::get);
        AgentKey key = new AgentKey("default", ID);
        AgentWrites.Turn former = writes.tryTurn(key, "someone", () -> {}).orElseThrow();
        clock.set(100);
        former.wrote();
        former.close();
        writes.forget(key);

        assertThat(writes.tryTurn(key, "someone", () -> {}).orElseThrow().notBefore(10))
                .isEqualTo(100);
    }

    @Test
    void theKeysOfAStoreAreCountedBeforeItGoes() throws OpenComputerException {
        SecretStore store = client.secretStores().create(ID.storeName(), Optional.empty());
        for (String key : List.of("ONE", "TWO")) {
            client.secretStores().putKey(store.id(), new SecretKey(key), SecretValue.of("any"), List.of());
        }

        Observed after = actor.write(new Plan.DeleteStore(store.id()), nothing());

        assertThat(after.store()).isEqualTo(new StoreView.Absent());
        assertThat(after.holding().storeClaimed()).isFalse();
        assertThat(actor.deleted()).containsExactly("its secret store agent:resolver with 2 keys");
    }

    @Test
    void keysThatNobodyAskedForAreCounted() throws OpenComputerException {
        SecretStore store = client.secretStores().create(ID.storeName(), Optional.empty());
        for (String key : List.of("ASKED", "FOREIGN", "ANOTHER")) {
            client.secretStores().putKey(store.id(), new SecretKey(key), SecretValue.of("any"), List.of());
        }

        assertThat(actor.look(new Plan.ListKeys(store.id(), Freshness.NOW), nothing())
                        .keys())
                .isEqualTo(new KeysView.Listed(2));
    }

    @Test
    void noListingIsKeptWhereNobodyAskedForAKey() throws OpenComputerException {
        SecretStore store = client.secretStores().create(ID.storeName(), Optional.empty());
        client.secretStores().putKey(store.id(), new SecretKey("FOREIGN"), SecretValue.of("any"), List.of());
        AgentActor alone = actor(Set.of());
        Plan.ListKeys recent = new Plan.ListKeys(store.id(), Freshness.RECENT);

        assertThat(alone.look(recent, nothing()).keys()).isEqualTo(new KeysView.Listed(1));
        alone.look(recent, nothing());

        assertThat(server.counters().calls(Operation.LIST_SECRETS)).isEqualTo(2);
    }

    @Test
    void keysThatCannotBeListedAreNoFailure() throws OpenComputerException {
        assertThat(actor.look(new Plan.ListKeys(UNKNOWN_STORE, Freshness.NOW), nothing())
                        .keys())
                .isEqualTo(new KeysView.Unknown());
    }

    @Test
    void aRepairIsRemembered() throws OpenComputerException {
        actor.write(new Plan.CreateRecord(WANTED, true), nothing());

        assertThat(memory.recentRepairs()).isOne();
        assertThat(memory.untold().take(ConditionReason.IN_SYNC)).containsExactly(Drift.RECORD_GONE);
    }

    @Test
    void aRepairIsRememberedAlsoWhenItWasNotAnswered() throws OpenComputerException {
        SecretStore widened = client.secretStores().create(ID.storeName(), Optional.of(List.of()));
        server.faults().next(Operation.UPDATE_STORE, Fault.closed().afterCarryingOut());
        Observed seen = nothing().with(new StoreView.Found(widened, StoreView.Origin.SEEN));

        assertThatThrownBy(() -> actor.write(new Plan.UpdateAllowlist(widened.id(), List.of("a.example"), true), seen))
                .isInstanceOf(OpenComputerException.class);

        assertThat(memory.recentRepairs()).isOne();
        assertThat(memory.untold().take(ConditionReason.IN_SYNC)).containsExactly(Drift.EGRESS_WIDENED);
    }

    @Test
    void theAllowlistThatWasAnsweredIsRemembered() throws OpenComputerException {
        assertThat(memory.answeredAllowlist()).isEmpty();
        actor.write(new Plan.CreateStore(Optional.of(List.of("a.example")), false), nothing());
        assertThat(memory.answeredAllowlist()).contains(Hosts.of(List.of("a.example")));

        SecretStore made = client.secretStores().list().get(0);
        actor.write(new Plan.UpdateAllowlist(made.id(), List.of("b.example"), false), nothing());
        assertThat(memory.answeredAllowlist()).contains(Hosts.of(List.of("b.example")));
    }

    @Test
    void whatWasNotFoundWasNotRepaired() throws OpenComputerException {
        actor.write(new Plan.PatchRecord(WANTED.toJson(), OTHER, true), nothing());

        assertThat(memory.recentRepairs()).isZero();
        assertThat(memory.untold().take(ConditionReason.IN_SYNC)).isEmpty();
    }

    private static Observed nothing() {
        return Situation.adopting().observed();
    }
}
