/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.opencomputer.operator.api.Agent;
import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.api.DeletionPolicy;
import dev.opencomputer.operator.api.SecretReference;
import dev.opencomputer.operator.api.SecretsSource;
import dev.opencomputer.operator.controller.agent.ModelOpenComputer.Trouble;
import dev.opencomputer.operator.controller.connection.Connection;
import dev.opencomputer.operator.controller.connection.Connections;
import dev.opencomputer.operator.controller.policy.Policies;
import dev.opencomputer.operator.controller.reporting.EventRecorder;
import dev.opencomputer.operator.controller.reporting.ObjectPatches;
import dev.opencomputer.operator.controller.reporting.ReconcileObserver;
import dev.opencomputer.operator.controller.scheduling.AgentWrites;
import dev.opencomputer.operator.controller.scheduling.RetryDelays;
import dev.opencomputer.operator.controller.scheduling.Seats;
import dev.opencomputer.operator.controller.secretsfrom.SecretKeys;
import dev.opencomputer.operator.controller.secretsfrom.WholeSecrets;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the reconciler does about failures around its steps, with an API server that answers as told. */
@EnableKubernetesMockClient
class AgentReconcilerTest {

    private static final String AGENT = "/apis/opencomputer.dev/v1alpha1/namespaces/team-a/agents/resolver";
    private static final String AGENT_SECRETS = "/apis/opencomputer.dev/v1alpha1/namespaces/team-a/agentsecrets";
    private static final String EVENTS = "/apis/events.k8s.io/v1/namespaces/team-a/events";

    private final ModelOpenComputer openComputer = new ModelOpenComputer(true, false);
    private final AgentFixture fixture = AgentFixture.agent();
    private KubernetesMockServer server;
    private KubernetesClient client;
    private AgentReconciler reconciler;
    private List<EventSource<?, Agent>> sources;
    private String nameNow = "default";
    private boolean ours = true;

    @BeforeEach
    void begin() {
        reconciler = reconciler();
        sources = sources(reconciler);
        sources.forEach(source -> source.setEventHandler(event -> {}));
        reconciler.begin();
    }

    private AgentReconciler reconciler() {
        return new AgentReconciler(
                new OneConnection(new Connection("default", openComputer), () -> nameNow),
                Policies.NONE,
                new AgentReporter(
                        new ObjectPatches<>(client, Agent.class),
                        new EventRecorder(client, "test"),
                        ReconcileObserver.NONE,
                        Clock.fixed(AgentFixture.NOW, ZoneOffset.UTC)),
                new RetryDelays(Duration.ofMinutes(10), Duration.ofSeconds(1), Duration.ofMinutes(5), () -> 0.5),
                new AgentWrites(System::nanoTime),
                new Seats(4, "default", () -> false),
                new AgentDirectory(),
                new WholeSecrets(client, (namespace, secret) -> new SecretKeys.Present(Set.of("TOKEN"))),
                namespace -> ours,
                System::nanoTime);
    }

    @SuppressWarnings("unchecked")
    private List<EventSource<?, Agent>> sources(AgentReconciler of) {
        IndexerResourceCache<Agent> cache = fake(IndexerResourceCache.class, List.of(fixture.get()));
        return of.prepareEventSources(new EventSourceContext<>(cache, null, client, Agent.class));
    }

    private record OneConnection(Connection connection, Supplier<String> nameNow) implements Connections {

        @Override
        public String nameFor(String namespace) {
            return nameNow.get();
        }

        @Override
        public Resolution forObject(String namespace, Optional<String> claimed, boolean deleting) {
            return new Resolution.Connected(connection);
        }

        @Override
        public Map<String, Health> health() {
            return Map.of();
        }

        @Override
        public void close() {
            connection.close();
        }
    }

    /** Answers every question of the SDK's large interfaces that the reconciler asks. */
    @SuppressWarnings("unchecked")
    private static <T> T fake(Class<T> type, List<Agent> cached) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> switch (method.getName()) {
                    case "byIndex" -> cached;
                    case "list" -> cached.stream().filter((Predicate<Agent>) arguments[0]);
                    case "isPrimaryResourceDeleted" -> false;
                    default -> null;
                }));
    }

    @SuppressWarnings("unchecked")
    private static Context<Agent> context() {
        return fake(Context.class, List.of());
    }

    private void patchAnswers(String path, int status, Object body) {
        server.expect().patch().withPath(path).andReturn(status, body).once();
    }

    /** The requests so far, as method and path. */
    private List<String> requests() throws InterruptedException {
        List<String> requests = new ArrayList<>();
        for (int count = server.getRequestCount(); count > 0; count--) {
            var request = server.takeRequest();
            requests.add(request.getMethod() + " " + request.getPath());
        }
        return requests;
    }

    @Test
    void tellsOnceWhatWasKeptAlthoughTheFinalizerGoesOnlyAtTheSecondTry() throws InterruptedException {
        Agent agent =
                fixture.claiming("resolver", null, "default").beingDeleted().get();
        agent.getSpec().setDeletionPolicy(DeletionPolicy.RETAIN);
        server.expect().post().withPath(EVENTS).andReturn(201, "{}").always();
        patchAnswers(AGENT, 409, "{}");
        patchAnswers(AGENT, 200, agent);

        assertThatThrownBy(() -> reconciler.reconcile(agent, context())).isInstanceOf(KubernetesClientException.class);
        reconciler.reconcile(agent, context());

        assertThat(requests()).containsExactly("POST " + EVENTS, "PATCH " + AGENT, "PATCH " + AGENT);
    }

    @Test
    void doesNothingWithATurnOfAnotherConnectionAndComesAgain() {
        List<Event> events = new ArrayList<>();
        sources.forEach(source -> source.setEventHandler(events::add));
        nameNow = "namespace team-a";

        reconciler.reconcile(fixture.get(), context());

        assertThat(server.getRequestCount()).isZero();
        assertThat(events).hasSize(1);
    }

    @Test
    void doesNothingBeforeAllAreKnownAndLooksAtEachThen() {
        List<Event> events = new ArrayList<>();
        AgentReconciler early = reconciler();
        sources(early).forEach(source -> source.setEventHandler(events::add));

        early.reconcile(fixture.get(), context());
        early.lookAgain("team-a"::equals);
        assertThat(events).isEmpty();
        assertThat(server.getRequestCount()).isZero();
        early.begin();

        assertThat(events).hasSize(1);
    }

    @Test
    void looksAgainAtThoseThatItIsAskedFor() {
        List<Event> events = new ArrayList<>();
        sources.forEach(source -> source.setEventHandler(events::add));

        reconciler.lookAgain("team-b"::equals);
        assertThat(events).isEmpty();
        reconciler.lookAgain("team-a"::equals);

        assertThat(events).hasSize(1);
    }

    @Test
    void remembersNothingOfWhatIsAnotherReleasesMeanwhile() {
        openComputer.goesWrong(Trouble.LOST);
        patchAnswers(AGENT, 200, fixture.get());
        patchAnswers(AGENT + "/status", 200, fixture.get());
        patchAnswers(AGENT + "/status", 200, fixture.get());
        server.expect().post().withPath(EVENTS).andReturn(201, "{}").always();
        reconciler.reconcile(fixture.get(), context());
        assertThat(reconciler.retrying()).isOne();

        ours = false;
        reconciler.reconcile(fixture.get(), context());

        assertThat(reconciler.retrying()).isZero();
    }

    @Test
    void whatWasFoundBeforeANamespaceWasGivenUpIsOfNoWorthOnceItIsTakenBack() throws InterruptedException {
        Agent agent = fixture.get();
        server.expect()
                .patch()
                .withPath(AGENT + "/status")
                .andReturn(200, agent)
                .always();
        server.expect().post().withPath(EVENTS).andReturn(201, "{}").always();
        reconciler.reconcile(agent, context());

        ours = false;
        reconciler.reconcile(agent, context());
        int before = server.getRequestCount();
        ours = true;
        openComputer.goesWrong(Trouble.LOST);
        reconciler.reconcile(agent, context());

        for (int request = 0; request < before; request++) {
            server.takeRequest();
        }
        assertThat(server.takeRequest().getBody().readUtf8()).contains(ConditionReason.UNREACHABLE.value());
    }

    @Test
    void aWholeReconcileLeavesTheKeysToOneThatHoldsNobodyUp() throws InterruptedException {
        SecretReference reference = new SecretReference();
        reference.setName("env");
        SecretsSource source = new SecretsSource();
        source.setSecretRef(reference);
        Agent agent = fixture.get();
        agent.getSpec().setSecretsFrom(List.of(source));
        server.expect()
                .patch()
                .withPath(AGENT + "/status")
                .andReturn(200, agent)
                .always();
        server.expect().post().withPath(AGENT_SECRETS).andReturn(403, "{}").once();

        UpdateControl<Agent> next = reconciler.reconcile(agent, context());
        int first = server.getRequestCount();
        reconciler.reconcile(agent, context());

        assertThat(next.getScheduleDelay()).contains(0L);
        List<String> requests = requests();
        assertThat(requests.subList(0, first)).doesNotContain("POST " + AGENT_SECRETS);
        assertThat(requests.subList(first, requests.size())).contains("POST " + AGENT_SECRETS);
    }

    @Test
    void reportsNoFailureWhileTheOperatorIsBeingStopped() {
        openComputer.goesWrong(Trouble.LOST);
        reconciler.stopping();

        reconciler.reconcile(fixture.get(), context());
        reconciler.updateErrorStatus(fixture.get(), context(), new IllegalStateException("interrupted"));

        assertThat(server.getRequestCount()).isZero();
    }

    @Test
    void tellsOfAnErrorThatItDoesNotKnowAlsoInDeletion() throws InterruptedException {
        Agent agent =
                fixture.claiming("resolver", null, "default").beingDeleted().get();
        patchAnswers(AGENT + "/status", 200, agent);
        server.expect().post().withPath(EVENTS).andReturn(201, "{}").always();

        reconciler.updateErrorStatus(agent, context(), new IllegalStateException("unknown"));

        String patch = server.takeRequest().getBody().readUtf8();
        assertThat(patch).contains(ConditionReason.INTERNAL_ERROR.value());
    }

    @Test
    void doesNotFailAnewWhereAnErrorHasNobodyLeftToBeToldTo() {
        Agent agent =
                fixture.claiming("resolver", null, "default").beingDeleted().get();
        patchAnswers(AGENT + "/status", 404, "{}");

        reconciler.updateErrorStatus(agent, context(), new IllegalStateException("unknown"));

        assertThat(server.getRequestCount()).isOne();
    }
}
