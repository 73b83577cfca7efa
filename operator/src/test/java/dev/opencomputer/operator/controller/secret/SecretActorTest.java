/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secret;

import static dev.opencomputer.operator.controller.secret.Situation.CANARY;
import static dev.opencomputer.operator.controller.secret.Situation.ID;
import static dev.opencomputer.operator.controller.secret.Situation.KEY;
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
import dev.opencomputer.operator.opencomputer.OpenComputerClient;
import dev.opencomputer.operator.opencomputer.OpenComputerException;
import dev.opencomputer.operator.opencomputer.SecretKey;
import dev.opencomputer.operator.opencomputer.StoreId;
import dev.opencomputer.operator.testing.RunningOperator;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each step against a real server, in good times and bad. */
class SecretActorTest {

    private static final AgentKey AGENT = new AgentKey("default", ID);
    private static final StoreId UNKNOWN_STORE = new StoreId("00000000-0000-4000-8000-000000000000");
    private static final Observed BEFORE = Situation.secret().read().observed();

    @TempDir
    private Path data;

    private LocalOpenComputer server;
    private OpenComputerClient client;
    private Connection connection;
    private final AgentWrites writes = new AgentWrites(System::nanoTime);
    private AgentWrites.Turn turn;
    private StoreId store;
    private final SecretMemory.Entry memory = new SecretMemory(System::nanoTime, Duration.ofMinutes(10))
            .of(SecretFixture.secret().get());
    private SecretActor actor;

    @BeforeEach
    void start() throws OpenComputerException {
        server = LocalOpenComputer.start(LocalOptions.in(data).withDialect(Dialect.SELF_HOSTED));
        client = new OpenComputerClient(
                RunningOperator.settings(server, Dialect.SELF_HOSTED), ClientOptions.defaults(), CallObserver.NONE);
        connection = new Connection("default", client);
        turn = writes.tryTurn(AGENT, "someone", () -> {}).orElseThrow();
        store = client.secretStores().create(ID.storeName(), Optional.empty()).id();
        actor = actor(KEY, "a.example");
    }

    @AfterEach
    void stop() {
        connection.close();
        server.close();
    }

    private SecretActor actor(SecretKey key, String... hosts) {
        Desired desired = new Desired(Situation.AGENT, key, List.of(hosts), false, false, false);
        return new SecretActor(connection, AGENT, desired, memory, writes, Duration.ofMinutes(5), System::nanoTime);
    }

    private Plan.PutKey missing() {
        return new Plan.PutKey(store, Optional.of(Drift.KEY_MISSING));
    }

    private KeyView put() throws OpenComputerException {
        return actor.put(new Plan.PutKey(store, Optional.empty()), BEFORE, turn);
    }

    @Test
    void putsTheKeyWithItsHosts() throws OpenComputerException {
        assertThat(put()).isInstanceOf(KeyView.Put.class);

        assertThat(client.secretStores().keys(store)).singleElement().satisfies(key -> {
            assertThat(key.name()).isEqualTo(KEY.value());
            assertThat(key.allowedHosts()).containsExactly("a.example");
        });
    }

    @Test
    void tellsAKeyThatWasPutBackFromOneThatIsNew() throws OpenComputerException {
        assertThat(actor.put(missing(), BEFORE, turn)).isInstanceOf(KeyView.PutBack.class);
    }

    @Test
    void aRepairCountsAndIsToldAlsoWhenItWasNotAnswered() {
        server.faults().next(Operation.PUT_SECRET, Fault.closed().afterCarryingOut());

        assertThatThrownBy(() -> actor.put(missing(), BEFORE, turn)).isInstanceOf(OpenComputerException.class);

        assertThat(memory.recentRepairs()).isOne();
        assertThat(memory.untold().take(ConditionReason.IN_SYNC)).containsExactly(Drift.KEY_MISSING);
    }

    @Test
    void aRepairThatWasHeldBackDoesNotCount() {
        server.faults().next(Operation.PUT_SECRET, Fault.throttled(Duration.ofSeconds(1)));

        assertThatThrownBy(() -> actor.put(missing(), BEFORE, turn)).isInstanceOf(OpenComputerException.class);

        assertThat(memory.recentRepairs()).isZero();
        assertThat(memory.untold().take(ConditionReason.IN_SYNC)).isEmpty();
    }

    @Test
    void seesTheKeyInAListing() throws OpenComputerException {
        assertThat(actor.list(new Plan.ListKeys(store, true))).isEqualTo(new KeyView.Absent());

        put();

        assertThat(actor.list(new Plan.ListKeys(store, true)))
                .isInstanceOfSatisfying(
                        KeyView.Found.class,
                        found -> assertThat(found.allowedHosts()).containsExactly("a.example"));
    }

    @Test
    void theTimeOfTheAnswerFitsTheTimeThatIsListed() throws OpenComputerException {
        Optional<Instant> answered = put().writtenAt();
        KeyView.Found listed = (KeyView.Found) actor.list(new Plan.ListKeys(store, true));

        assertThat(answered).isPresent();
        assertThat(listed.updatedAt()).isPresent();
        assertThat(new WriteMark(Optional.empty(), answered).isAnothers(listed.updatedAt()))
                .isFalse();
    }

    @Test
    void removesTheKey() throws OpenComputerException {
        put();

        assertThat(actor.delete(store, turn)).isEqualTo(new KeyView.Deleted());
        assertThat(client.secretStores().keys(store)).isEmpty();
    }

    @Test
    void a404ProvesNothingWhateverTheStep() throws OpenComputerException {
        assertThat(actor.put(new Plan.PutKey(UNKNOWN_STORE, Optional.empty()), BEFORE, turn))
                .isEqualTo(new KeyView.StoreUnproven());
        assertThat(actor.list(new Plan.ListKeys(UNKNOWN_STORE, true))).isEqualTo(new KeyView.StoreUnproven());
        assertThat(actor.delete(UNKNOWN_STORE, turn)).isEqualTo(new KeyView.Unproven());
        assertThat(actor.delete(store, turn)).isEqualTo(new KeyView.Unproven());
    }

    @Test
    void aListingOfTheStoresTellsWhetherTheStoreIsGone() throws OpenComputerException {
        assertThat(actor.list(new Plan.ListStores(store))).isEqualTo(new KeyView.Contradicted());
        assertThat(actor.list(new Plan.ListStores(UNKNOWN_STORE))).isEqualTo(new KeyView.StoreGone());

        client.secretStores().delete(store);

        assertThat(actor.list(new Plan.ListStores(store))).isEqualTo(new KeyView.StoreGone());
    }

    @Test
    void theKeysOfAStoreAreListedOnceForAllOfThem() throws OpenComputerException {
        for (int key = 0; key < 20; key++) {
            actor(new SecretKey("KEY_" + key)).list(new Plan.ListKeys(store, false));
        }

        assertThat(server.counters().calls(Operation.LIST_SECRETS)).isOne();
    }

    @Test
    void aListingOfThisMomentIsNotOneFromBefore() throws OpenComputerException {
        actor.list(new Plan.ListKeys(store, false));
        actor.list(new Plan.ListKeys(store, true));

        assertThat(server.counters().calls(Operation.LIST_SECRETS)).isEqualTo(2);
    }

    @Test
    void aListingFromBeforeAWriteForTheSameAgentIsNotUsedAgain() throws OpenComputerException {
        actor.list(new Plan.ListKeys(store, false));

        put();

        assertThat(actor.list(new Plan.ListKeys(store, false))).isInstanceOf(KeyView.Found.class);
        assertThat(actor(new SecretKey("ANOTHER")).list(new Plan.ListKeys(store, false)))
                .isEqualTo(new KeyView.Absent());
        assertThat(server.counters().calls(Operation.LIST_SECRETS)).isEqualTo(2);
    }

    @Test
    void aPutThatFailedCountsAsAWriteToo() throws OpenComputerException {
        actor.list(new Plan.ListKeys(store, false));
        server.faults().next(Operation.PUT_SECRET, Fault.closed().afterCarryingOut());
        assertThatThrownBy(this::put).isInstanceOf(OpenComputerException.Unreachable.class);

        assertThat(actor.list(new Plan.ListKeys(store, false))).isInstanceOf(KeyView.Found.class);
    }

    @Test
    void aPutWithoutAnAnswerMayHaveBeenCarriedOut() {
        server.faults().next(Operation.PUT_SECRET, Fault.closed().afterCarryingOut());

        assertThat(afterFailedPut().key()).isEqualTo(new KeyView.Unanswered());
    }

    @Test
    void aPutThatWasHeldBackWasNot() {
        server.faults().next(Operation.PUT_SECRET, Fault.throttled(Duration.ofSeconds(1)));
        assertThat(afterFailedPut().key()).isEqualTo(new KeyView.NotLooked());
    }

    @Test
    void whatFailedSaysNothingOfTheValue() {
        server.faults().next(Operation.PUT_SECRET, Fault.answer(400, "{\"error\":\"" + CANARY + "\"}"));

        assertThatThrownBy(this::put).hasMessageNotContaining(CANARY);
    }

    @Test
    void aRefusedPutIsKeptInMind() {
        server.faults().next(Operation.PUT_SECRET, Fault.answer(400, "{\"error\":\"no\"}"));

        assertThat(afterFailedPut().key()).isEqualTo(new KeyView.Refused());
    }

    private Observed afterFailedPut() {
        try {
            put();
        } catch (OpenComputerException e) {
            return SecretActor.afterFailure(new Plan.PutKey(store, Optional.empty()), BEFORE, e);
        }
        throw new AssertionError("the PUT did not fail");
    }
}
