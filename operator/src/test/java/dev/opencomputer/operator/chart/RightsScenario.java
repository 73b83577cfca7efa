/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.opencomputer.operator.api.Annotations;
import dev.opencomputer.operator.api.Names;
import dev.opencomputer.operator.api.SecretReference;
import dev.opencomputer.operator.api.SecretsSource;
import dev.opencomputer.operator.controller.Operator;
import dev.opencomputer.operator.controller.OperatorOptions;
import dev.opencomputer.operator.controller.connection.ConnectionSource;
import dev.opencomputer.operator.dev.AccountLogin;
import dev.opencomputer.operator.facade.Facade;
import dev.opencomputer.operator.facade.FacadeOptions;
import dev.opencomputer.operator.local.Dialect;
import dev.opencomputer.operator.testing.ChartRights;
import dev.opencomputer.operator.testing.PolicyOf;
import dev.opencomputer.operator.testing.ProgramProcess;
import dev.opencomputer.operator.testing.RunningFacade;
import dev.opencomputer.operator.testing.Scene;
import dev.opencomputer.operator.testing.Team;
import dev.opencomputer.operator.testing.TestCluster;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Everything that operator, facade and uninstall check ever ask of the API server, once: what has a right of its own in
 * the chart has a step here.
 */
final class RightsScenario {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final TestCluster cluster;
    private final KubernetesClient administrator;
    private final ChartRights rights;
    private final String operatorNamespace;
    private final String lease;
    private final Set<String> watched;
    private final Optional<Team> owner;
    private final Path data;
    private final PolicyOf policy;

    /**
     * Plays nothing yet.
     *
     * @param owner a namespace that is to have a connection of its own, if any is
     */
    RightsScenario(
            TestCluster cluster,
            ChartRights rights,
            String operatorNamespace,
            String lease,
            Set<String> watched,
            Optional<Team> owner,
            Path data) {
        this.cluster = cluster;
        this.administrator = cluster.client();
        this.rights = rights;
        this.operatorNamespace = operatorNamespace;
        this.lease = lease;
        this.watched = watched;
        this.owner = owner;
        this.data = data;
        this.policy = new PolicyOf(data);
    }

    void play() throws Exception {
        try (Scene scene = Scene.withoutOperator(cluster, data.resolve("local"), Dialect.LOCAL)) {
            owner.ifPresent(team -> policy.connections(PolicyOf.host(scene), team));
            try (Operator operator = operator(scene)) {
                assertThat(operator.metricsUrl()).isNotNull();
                secretsFollowTheirSources(scene);
                anAgentTakesAWholeSecret(scene);
                callersWriteThroughTheFacade(scene);
                owner.ifPresent(team -> aNamespaceHasAConnectionOfItsOwn(scene, team));
            }
            anotherReleaseNamesTheNamespace();
            operatorPutsBackWhatItPublishes(scene);
        }
        uninstallCheckCounts();
    }

    private void secretsFollowTheirSources(Scene scene) {
        scene.agents().create("resolver");
        scene.secrets().source("anthropic", "value");
        scene.secrets().create("api-key", "resolver", "API_KEY", "anthropic");
        scene.secrets().awaitReady("api-key");
        scene.secrets().source("anthropic", "another value");
        await().atMost(SOON)
                .until(() -> scene.value("resolver", "API_KEY")
                        .filter("another value"::equals)
                        .isPresent());
        scene.secrets().delete("api-key");
        scene.secrets().awaitGone("api-key");
        scene.agents().delete("resolver");
        scene.agents().awaitGone("resolver");
    }

    /** Its AgentSecrets are made, put back, and deleted with the keys that leave the Secret. */
    private void anAgentTakesAWholeSecret(Scene scene) {
        SecretReference reference = new SecretReference();
        reference.setName("env");
        SecretsSource source = new SecretsSource();
        source.setSecretRef(reference);
        scene.secrets().sourceOf("env", Map.of("STAYS", "value", "LEAVES", "value"));
        scene.agents().create("whole", agent -> agent.getSpec().setSecretsFrom(List.of(source)));
        scene.agents().awaitReady("whole");
        scene.secrets().sourceOf("env", Map.of("STAYS", "value"));
        await().atMost(SOON).until(() -> scene.value("whole", "LEAVES").isEmpty());
        scene.agents().delete("whole");
        scene.agents().awaitGone("whole");
    }

    /** Its copy is made, follows a change, and goes. */
    private void aNamespaceHasAConnectionOfItsOwn(Scene scene, Team team) {
        Map<String, String> entries = new HashMap<>(Team.entries(scene));
        team.connect(entries);
        team.agents().create("own");
        team.agents().awaitReady("own");
        Optional<Secret> copy = copy(team);
        assertThat(copy).isPresent();
        entries.put("url", entries.get("url") + "/");
        team.connect(entries);
        await("the copy to follow").atMost(SOON).until(() -> !copy(team).equals(copy));
        team.agents().delete("own");
        team.agents().awaitGone("own");
        await("the copy to be dropped").atMost(SOON).until(() -> copy(team).isEmpty());
    }

    private Optional<Secret> copy(Team team) {
        return Optional.ofNullable(administrator
                .secrets()
                .inNamespace(operatorNamespace)
                .withName(Names.CONNECTION_SECRET + "-" + team.namespace())
                .get());
    }

    private void callersWriteThroughTheFacade(Scene scene) throws Exception {
        Path keys = Files.writeString(data.resolve("keys.yaml"), RunningFacade.keysFile(cluster, RunningFacade.KEY));
        Config config = AccountLogin.config(administrator, operatorNamespace, rights.facadeAccount());
        try (Facade facade =
                Facade.start(FacadeOptions.of(config, operatorNamespace, keys).withLimits(RunningFacade.LIMITS))) {
            URI agents = facade.url().resolve("/v1/agents");
            send("POST", agents, "{\"id\": \"triage\"}", 201);
            send("GET", agents, "", 200);
            URI agent = URI.create(agents + "/triage");
            send("GET", agent, "", 200);
            send("PATCH", agent, "{\"display_name\": \"Triage\"}", 200);
            URI secret = URI.create(agent + "/secrets/API_KEY");
            send("PUT", secret, "{\"value\": \"x\"}", 200);
            send("PUT", secret, "{\"value\": \"y\"}", 200);
            send("GET", URI.create(agent + "/secrets"), "", 200);
            waitsForWhatIsBeingDeleted(scene, secret);
            send("DELETE", agent, "", 200);
            scene.agents().awaitGone("triage");
        }
    }

    /** While its Agent is paused, a deleted AgentSecret stays, and whoever puts it again waits for its end, by a watch. */
    private void waitsForWhatIsBeingDeleted(Scene scene, URI secret) throws Exception {
        await().atMost(SOON)
                .until(() ->
                        scene.value("triage", "API_KEY").filter("y"::equals).isPresent());
        scene.agents().annotate("triage", Annotations.PAUSED, "true");
        send("DELETE", secret, "", 200);
        send("PUT", secret, "{\"value\": \"z\"}", 503);
        scene.agents().removeAnnotation("triage", Annotations.PAUSED);
    }

    /** An Event on the release's own Lease tells of it, as soon as the operator runs again. */
    private void anotherReleaseNamesTheNamespace() {
        administrator
                .resource(new LeaseBuilder()
                        .withNewMetadata()
                        .withNamespace(operatorNamespace)
                        .withName("another-release")
                        .addToLabels(Names.LEASE, Names.OPERATOR_LEASE)
                        .addToAnnotations(Names.NAMESPACES, cluster.namespace())
                        .endMetadata()
                        .withNewSpec()
                        .withHolderIdentity("another-pod")
                        .withLeaseDurationSeconds(15)
                        .withRenewTime(ZonedDateTime.now(ZoneOffset.UTC))
                        .endSpec()
                        .build())
                .create();
    }

    private void operatorPutsBackWhatItPublishes(Scene scene) {
        administrator
                .configMaps()
                .inNamespace(operatorNamespace)
                .withName(Names.PUBLIC_SEALING_KEYS)
                .edit(published -> {
                    published.setData(Map.of());
                    return published;
                });
        try (Operator operator = operator(scene)) {
            assertThat(operator.metricsUrl()).isNotNull();
            await().atMost(SOON)
                    .until(() -> !administrator
                            .configMaps()
                            .inNamespace(operatorNamespace)
                            .withName(Names.PUBLIC_SEALING_KEYS)
                            .get()
                            .getData()
                            .isEmpty());
            await("the Event about the other release")
                    .atMost(SOON)
                    .until(() -> !administrator
                            .events()
                            .v1()
                            .events()
                            .inNamespace(operatorNamespace)
                            .list()
                            .getItems()
                            .isEmpty());
        }
    }

    private void uninstallCheckCounts() throws Exception {
        try (ProgramProcess check = ProgramProcess.start(
                data.resolve("remaining.txt"),
                Map.of(),
                "remaining",
                "--kubeconfig",
                cluster.kubeconfigOf(operatorNamespace, rights.uninstallAccount())
                        .toString())) {
            assertThat(check.awaitEnd()).as(check.output()).isZero();
        }
    }

    private Operator operator(Scene scene) {
        Config config = AccountLogin.config(administrator, operatorNamespace, rights.operatorAccount());
        config.setUserAgent(Names.OPERATOR_USER_AGENT);
        OperatorOptions options = OperatorOptions.defaults(config, ConnectionSource.fixed(scene.settings()))
                .withOperatorNamespace(operatorNamespace)
                .withNamespaces(watched)
                .withElection(new OperatorOptions.Election.ByLease(lease));
        return Operator.start(owner.isPresent() ? options.withPolicyFile(Optional.of(policy.file())) : options);
    }

    private static void send(String method, URI uri, String body, int expected)
            throws IOException, InterruptedException {
        HttpResponse<String> answer = HTTP.send(
                HttpRequest.newBuilder(uri)
                        .header("X-API-Key", RunningFacade.KEY)
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode())
                .as(method + " " + uri + ": " + answer.body())
                .isEqualTo(expected);
    }
}
