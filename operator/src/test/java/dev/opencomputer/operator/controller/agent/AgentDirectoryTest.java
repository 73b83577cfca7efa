/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.agent;

import static dev.opencomputer.operator.controller.agent.AgentFixture.agent;
import static dev.opencomputer.operator.controller.agent.Situation.HOME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.opencomputer.operator.api.Agent;
import dev.opencomputer.operator.api.AgentSecret;
import dev.opencomputer.operator.api.AgentSecretSpec;
import dev.opencomputer.operator.controller.scheduling.AgentKey;
import dev.opencomputer.operator.opencomputer.AgentId;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AgentDirectoryTest {

    private final FakeCache cache = new FakeCache();
    private final List<ResourceID> reconciled = new ArrayList<>();
    private final List<Agent> told = new ArrayList<>();
    private final Organisations organisations = new Organisations();
    private final AgentWatch watch = new AgentWatch(
            new AgentMemory(System::nanoTime, Duration.ofMinutes(10)),
            new IdHolders(id -> List.of(), agent -> "default"),
            organisations,
            agent -> new AgentKey("default", new AgentId(agent.effectiveId())));
    private final AgentDirectory directory = new AgentDirectory();

    @BeforeEach
    void open() {
        watch.setEventHandler(event -> reconciled.add(event.getRelatedCustomResourceID()));
        watch.follow(directory::changed);
        directory.follow(told::add);
        AgentDirectory.index(cache);
        directory.open(cache, watch, organisations);
    }

    private static AgentSecret secret() {
        AgentSecret secret = new AgentSecret();
        secret.setMetadata(new ObjectMetaBuilder().withUid("uid-of-a-secret").build());
        return secret;
    }

    private Agent there(AgentFixture fixture) {
        Agent agent = fixture.get();
        cache.agents.put(ResourceID.fromResource(agent), agent);
        return agent;
    }

    @Test
    void knowsNothingBeforeTheControllerOfAgentsBegins() {
        AgentDirectory early = new AgentDirectory();

        assertThat(early.isOpen()).isFalse();
        assertThatThrownBy(() -> early.find("team-a", "resolver")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void callsThoseWhoWaitOnceItCanAnswer() {
        AgentDirectory early = new AgentDirectory();
        List<String> called = new ArrayList<>();
        early.whenOpen(() -> called.add("waited"));
        assertThat(called).isEmpty();

        early.open(cache, watch, organisations);
        early.whenOpen(() -> called.add("came later"));

        assertThat(called).containsExactly("waited", "came later");
    }

    @Test
    void knowsWhichKeysAreAskedForOnceSomebodyTells() {
        Agent agent = agent("team-a", "resolver").get();
        assertThat(directory.askedKeys(agent)).isEmpty();

        directory.agentSecrets((namespace, name) -> List.of(setting("OF_" + namespace + "_" + name)));

        assertThat(directory.askedKeys(agent)).containsExactly("OF_team-a_resolver");
    }

    @Test
    void findsAnAgentByItsNameAndNamespace() {
        Agent agent = there(agent("team-a", "resolver").withId("another-id"));

        assertThat(directory.find("team-a", "resolver")).contains(AgentState.of(agent));
        assertThat(directory.find("team-a", "another-id")).isEmpty();
        assertThat(directory.find("team-b", "resolver")).isEmpty();
    }

    @Test
    void knowsTheOrganisationThatAClaimWasMadeIn() {
        Agent agent = agent().claiming("resolver", HOME, "default").get();

        assertThat(directory.organisation(AgentState.of(agent))).contains(HOME);
        assertThat(directory.organisation(AgentState.of(agent().get()))).isEmpty();
    }

    @Test
    void knowsTheOrganisationOfOtherClaimsOverTheSameConnection() {
        watch.onResourceCreated(
                agent("team-b", "elder").claiming("elder", HOME, "default").get());

        assertThat(directory.organisation(AgentState.of(
                        agent().claiming("resolver", null, "default").get())))
                .contains(HOME);
    }

    @Test
    void knowsWhetherSomethingMayHaveBeenMadeOverAConnectionForAnAgentOfTheNamespace() {
        there(agent("team-a", "resolver").claiming("resolver", HOME, "default"));
        there(agent("team-b", "newcomer"));

        assertThat(directory.mayHaveUsed("team-a", "default")).isTrue();
        assertThat(directory.mayHaveUsed("team-a", "namespace team-a")).isFalse();
        assertThat(directory.mayHaveUsed("team-b", "namespace team-b")).isTrue();
        assertThat(directory.mayHaveUsed("team-c", "namespace team-c")).isFalse();
    }

    @Test
    void tellsOfAgentsThatComeAndGo() {
        Agent agent = agent().get();
        watch.onResourceCreated(agent);
        watch.onResourceDeleted(agent);

        assertThat(told).containsExactly(agent, agent);
    }

    @Test
    void tellsOfAnotherStateAndNotOfWhatConcernsTheRecordAlone() {
        watch.onResourceUpdated(
                agent().applied("new").generation(2).get(),
                agent().applied("old").get());
        assertThat(told).isEmpty();

        Agent claiming = agent().claiming("resolver", HOME, "default").get();
        watch.onResourceUpdated(claiming, agent().get());

        assertThat(told).containsExactly(claiming);
    }

    @Test
    void hasTheAgentReconciledThatIsToMakeItsStore() {
        Agent agent = there(agent());

        directory.requestStore("team-a", "resolver", secret());

        assertThat(directory.requests().isRequested(agent)).isTrue();
        assertThat(reconciled).containsExactly(ResourceID.fromResource(agent));
    }

    @Test
    void takesTheRequestBackWithoutAReconcile() {
        Agent agent = there(agent());
        directory.requestStore("team-a", "resolver", secret());
        reconciled.clear();

        directory.withdrawRequest("team-a", "resolver", secret());

        assertThat(directory.requests().isRequested(agent)).isFalse();
        assertThat(reconciled).isEmpty();
    }

    @Test
    void asksNobodyForTheStoreOfAnAgentThatIsNotThere() {
        directory.requestStore("team-a", "resolver", secret());
        directory.withdrawRequest("team-a", "resolver", secret());

        assertThat(reconciled).isEmpty();
    }

    @Test
    void needsAStoreForWhoAsksForItAndForWhoHasAKeyInTheOneThatIsThere() {
        Agent agent = there(agent().claiming("resolver", null, "default"));
        directory.agentSecrets((namespace, name) -> List.of(setting("API_KEY")));
        assertThat(directory.needsStore(agent)).isFalse();

        agent.getStatus().setSecretStoreId("store-1");
        assertThat(directory.needsStore(agent)).isTrue();

        directory.agentSecrets((namespace, name) -> List.of());
        assertThat(directory.needsStore(agent)).isFalse();
        directory.requestStore("team-a", "resolver", secret());
        assertThat(directory.needsStore(agent)).isTrue();
    }

    private static AgentSecret setting(String key) {
        AgentSecret secret = new AgentSecret();
        AgentSecretSpec spec = new AgentSecretSpec();
        spec.setKey(key);
        secret.setSpec(spec);
        return secret;
    }

    /** The Agents that a test puts there. */
    private static final class FakeCache implements IndexerResourceCache<Agent> {

        private final Map<ResourceID, Agent> agents = new HashMap<>();
        private final Map<String, Function<Agent, List<String>>> indexers = new HashMap<>();

        @Override
        public Optional<Agent> get(ResourceID id) {
            return Optional.ofNullable(agents.get(id));
        }

        @Override
        public Stream<ResourceID> keys() {
            return agents.keySet().stream();
        }

        @Override
        public Stream<Agent> list(Predicate<Agent> predicate) {
            return agents.values().stream().filter(predicate);
        }

        @Override
        public Stream<Agent> list(String namespace, Predicate<Agent> predicate) {
            return list(predicate);
        }

        @Override
        public List<Agent> byIndex(String index, String key) {
            return agents.values().stream()
                    .filter(agent -> indexers.get(index).apply(agent).contains(key))
                    .toList();
        }

        @Override
        public void addIndexers(Map<String, Function<Agent, List<String>>> added) {
            indexers.putAll(added);
        }
    }
}
