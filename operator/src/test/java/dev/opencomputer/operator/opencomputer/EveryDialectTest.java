/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.opencomputer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.opencomputer.operator.local.Dialect;
import dev.opencomputer.operator.local.Fault;
import dev.opencomputer.operator.local.LocalOpenComputer;
import dev.opencomputer.operator.local.LocalOptions;
import dev.opencomputer.operator.local.Operation;
import dev.opencomputer.operator.opencomputer.OpenComputerException.AgentsApiNotFound;
import dev.opencomputer.operator.opencomputer.OpenComputerException.Conflict;
import dev.opencomputer.operator.opencomputer.OpenComputerException.NotFound;
import dev.opencomputer.operator.opencomputer.OpenComputerException.Unauthorised;
import dev.opencomputer.operator.opencomputer.OpenComputerException.Unreachable;
import dev.opencomputer.operator.wire.AgentJson;
import dev.opencomputer.operator.wire.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The client against a server that speaks each of the three dialects. */
@ParameterizedClass
@EnumSource(Dialect.class)
class EveryDialectTest {

    private static final StoreId UNKNOWN = new StoreId("00000000-0000-4000-8000-000000000000");
    private static final SecretKey KEY = new SecretKey("ANTHROPIC_API_KEY");
    private static final AgentId AGENT = new AgentId("issue-resolver");

    @Parameter
    Dialect dialect;

    @TempDir
    Path dataDir;

    private LocalOpenComputer server;
    private OpenComputer client;

    @BeforeEach
    void start() {
        server = LocalOpenComputer.start(LocalOptions.in(dataDir).withDialect(dialect));
        client = clientWith(server.apiKey());
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    @Test
    void takesAStoreThroughItsWholeLife() throws Exception {
        SecretStores stores = client.secretStores();
        assertThat(stores.list()).isEmpty();

        SecretStore made = stores.create(AGENT.storeName(), Optional.of(List.of("a.example")));
        assertThat(made.organisation()).isPresent();
        assertThat(stores.list()).containsExactly(made);
        assertThat(stores.get(made.id())).isEqualTo(made);

        assertThat(stores.updateEgressAllowlist(made.id(), List.of()).egressAllowlist())
                .isEmpty();

        stores.delete(made.id());
        assertThat(stores.list()).isEmpty();
    }

    @Test
    void takesAKeyThroughItsWholeLife() throws Exception {
        SecretStores stores = client.secretStores();
        StoreId store = stores.create(AGENT.storeName(), Optional.empty()).id();
        assertThat(stores.keys(store)).isEmpty();

        stores.putKey(store, KEY, SecretValue.of("one"), List.of("a.example"));
        assertThat(stores.keys(store)).singleElement().satisfies(key -> {
            assertThat(key.name()).isEqualTo(KEY.value());
            assertThat(key.allowedHosts()).containsExactly("a.example");
            assertThat(key.updatedAt()).isPresent();
        });

        stores.putKey(store, KEY, SecretValue.of("two"), List.of());
        assertThat(server.secretValue(AGENT.storeName(), KEY.value())).contains("two");
        assertThat(stores.keys(store))
                .singleElement()
                .satisfies(key -> assertThat(key.allowedHosts()).isEmpty());

        stores.deleteKey(store, KEY);
        assertThat(stores.keys(store)).isEmpty();
    }

    @Test
    void tellsATakenNameFromEveryOtherFailure() throws Exception {
        client.secretStores().create(AGENT.storeName(), Optional.empty());

        assertThatThrownBy(() -> client.secretStores().create(AGENT.storeName(), Optional.empty()))
                .isInstanceOf(Conflict.class);
    }

    @Test
    void doesNotFindWhatIsNotThere() {
        SecretStores stores = client.secretStores();

        assertThatThrownBy(() -> stores.get(UNKNOWN)).isInstanceOf(NotFound.class);
        assertThatThrownBy(() -> stores.updateEgressAllowlist(UNKNOWN, List.of()))
                .isInstanceOf(NotFound.class);
        assertThatThrownBy(() -> stores.delete(UNKNOWN)).isInstanceOf(NotFound.class);
        assertThatThrownBy(() -> stores.keys(UNKNOWN)).isInstanceOf(NotFound.class);
        assertThatThrownBy(() -> stores.putKey(UNKNOWN, KEY, SecretValue.of("v"), List.of()))
                .isInstanceOf(NotFound.class);
        assertThatThrownBy(() -> stores.deleteKey(UNKNOWN, KEY)).isInstanceOf(NotFound.class);
    }

    @Test
    void doesNotFindAKeyThatIsNotThere() throws Exception {
        StoreId store = client.secretStores().create("any", Optional.empty()).id();

        assertThatThrownBy(() -> client.secretStores().deleteKey(store, KEY)).isInstanceOf(NotFound.class);
    }

    @Test
    void takesAWrongKeyForOneThatMayBecomeRight() {
        try (OpenComputer other = clientWith("osb_wrong")) {
            assertThatThrownBy(() -> other.secretStores().list()).isInstanceOf(Unauthorised.class);
        }
    }

    @Test
    void findsAStoreWhoseCreationWasNotAnswered() throws Exception {
        server.faults().next(Operation.CREATE_STORE, Fault.closed().afterCarryingOut());

        assertThatThrownBy(() -> client.secretStores().create("any", Optional.empty()))
                .isInstanceOfSatisfying(
                        Unreachable.class,
                        failure -> assertThat(failure.mayHaveBeenCarriedOut()).isTrue());
        assertThat(client.secretStores().list()).extracting(SecretStore::name).containsExactly("any");
        assertThat(server.counters().calls(Operation.CREATE_STORE)).isEqualTo(1);
    }

    @Test
    void takesAnAgentThroughItsWholeLifeOrSaysThatThereIsNoApiForIt() throws Exception {
        Agents agents = client.agents().orElseThrow();
        RecordContent wanted =
                content("{\"display_name\":\"Issues\",\"config\":{\"snapshot\":\"s1\",\"env\":{\"A\":\"1\"}}}");
        if (!dialect.hasAgentsApi()) {
            assertThatThrownBy(agents::list).isInstanceOf(AgentsApiNotFound.class);
            assertThatThrownBy(() -> agents.create(AGENT, wanted)).isInstanceOf(AgentsApiNotFound.class);
            return;
        }
        assertThat(agents.list()).isEmpty();
        assertThatThrownBy(() -> agents.get(AGENT)).isInstanceOf(NotFound.class);

        assertThat(agents.create(AGENT, wanted).content()).isEqualTo(wanted);
        assertThatThrownBy(() -> agents.create(AGENT, wanted)).isInstanceOf(Conflict.class);

        RecordContent changed =
                content("{\"display_name\":\"Issues\",\"config\":{\"entrypoint\":\"run\",\"env\":{\"B\":\"2\"}}}");
        AgentRecord answer = agents.patch(AGENT, changed.mergePatchFrom(wanted));
        assertThat(answer.content()).isEqualTo(changed);
        assertThat(agents.list()).containsExactly(ListedAgent.of(answer));

        agents.delete(AGENT);
        assertThat(agents.list()).isEmpty();
        assertThatThrownBy(() -> agents.delete(AGENT)).isInstanceOf(NotFound.class);
    }

    private OpenComputer clientWith(String key) {
        return new OpenComputerClient(
                new ConnectionSettings(server.url(), Optional.of(server.url()), new ApiKey(key)),
                StubbedServer.quick(),
                CallObserver.NONE);
    }

    private static RecordContent content(String json) throws Exception {
        return RecordContent.of(Json.MAPPER.readValue(json, AgentJson.class));
    }
}
