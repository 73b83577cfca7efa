/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.opencomputer.operator.api.Agent;
import dev.opencomputer.operator.api.AgentSecret;
import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.dev.CrdInstallation;
import dev.opencomputer.operator.local.Counters;
import dev.opencomputer.operator.local.Dialect;
import dev.opencomputer.operator.testing.ControlPlaneExtension;
import dev.opencomputer.operator.testing.Helm;
import dev.opencomputer.operator.testing.RunningFacade;
import dev.opencomputer.operator.testing.Scene;
import dev.opencomputer.operator.testing.TestCluster;
import dev.opencomputer.operator.testing.node.Node;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a release: the real helm on a real API server, with the chart's pods run as processes. */
class ReleaseIT {

    private static final Duration SOON = Duration.ofMinutes(2);
    private static final String RELEASE = "oc";
    private static final String NAME = RELEASE + "-opencomputer-operator";

    @RegisterExtension
    static final ControlPlaneExtension CONTROL_PLANE = ControlPlaneExtension.ownWithWorkloads();

    @TempDir
    private Path folder;

    private TestCluster cluster;
    private KubernetesClient client;
    private Helm helm;
    private Node node;
    private Scene scene;

    @BeforeEach
    void start(TestCluster given) {
        cluster = given;
        client = cluster.client();
        helm = Helm.of(cluster, folder);
        node = Node.start(cluster, folder);
        scene = Scene.withoutOperator(cluster, folder.resolve("local"), Dialect.LOCAL);
    }

    @AfterEach
    void stop() {
        try {
            helm.run("uninstall", RELEASE, "--namespace", cluster.namespace(), "--no-hooks");
            if (!crds().isEmpty()) {
                letGo(Agent.class);
                letGo(AgentSecret.class);
            }
            crds().forEach(crd -> client.resource(crd).delete());
            await().atMost(SOON).until(() -> crds().isEmpty());
        } finally {
            scene.close();
            node.close();
        }
    }

    @Test
    void anInstallReturnsWhenOperatorAndFacadeWorkAndCanBeTested() throws Exception {
        assertWorks(install(Helm.CHART));

        scene.agents().create("resolver");
        scene.agents().awaitReady("resolver");
        assertThat(facade("/v1/agents/resolver")).contains("\"status\":\"ready\"");
        assertWorks(helm.run("test", RELEASE, "--namespace", cluster.namespace(), "--timeout", "3m"));
    }

    @Test
    void anInstallFailsWhenThePodsDoNotWork() {
        Helm.Result result = install(Helm.CHART, "--timeout", "5s", "--set", "operator.extraArgs={--no-such-option}");

        assertThat(result.exitCode()).as(result.out() + result.err()).isNotZero();
        assertThat(result.err()).contains("INSTALLATION FAILED", "deadline");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(node.words(NAME)).contains("Unknown option: '--no-such-option'"));
    }

    @Test
    void anUpgradeBringsTheNewCrdsAndLosesAndWritesNothing() throws Exception {
        assertWorks(install(OlderChart.write(folder)));
        assertThat(agentHas(OlderChart.FIELD)).isFalse();
        scene.agents().create("resolver");
        scene.secrets().source("anthropic", "value");
        scene.secrets().create("api-key", "resolver", "API_KEY", "anthropic");
        scene.secrets().awaitReady("api-key");
        Agent before = scene.agents().awaitReady("resolver");
        Counters.Snapshot calls = scene.server().counters().snapshot();

        assertWorks(upgrade());

        assertThat(agentHas(OlderChart.FIELD)).isTrue();
        Agent after = scene.agents().awaitReady("resolver");
        assertThat(after.getMetadata().getUid()).isEqualTo(before.getMetadata().getUid());
        assertThat(after.getMetadata().getGeneration())
                .isEqualTo(before.getMetadata().getGeneration());
        scene.agents().edit("resolver", agent -> agent.getSpec().setDisplayName("Resolver"));
        scene.agents().awaitReady("resolver");
        // The one change that was asked for after the upgrade is all that was written.
        assertThat(scene.server().counters().snapshot().writes()).isEqualTo(calls.writes() + 1);
    }

    @Test
    void anInstallForOneTeamTakesOverCrdsThatWereAppliedByHandWhenItIsTold() throws Exception {
        CrdInstallation.apply(client);
        scene.agents().create("resolver");
        scene.agents().create("intruder");
        String team = team().toString();

        Helm.Result refused = install(Helm.CHART, "--values", team, "--timeout", "20s");
        assertThat(refused.exitCode()).isNotZero();
        assertThat(refused.err()).contains("agents.opencomputer.dev", "invalid ownership metadata");

        assertWorks(install(Helm.CHART, "--values", team, "--take-ownership"));
        scene.agents().awaitReady("resolver");
        scene.agents().awaitReason("intruder", ConditionReason.ID_NOT_ALLOWED);
        assertThat(client.pods().list().getItems()).hasSize(2);
    }

    /** One namespace, a connection that was there before, a policy, and two replicas. */
    private Path team() throws IOException {
        client.resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName("opencomputer")
                        .withLabels(Map.of("opencomputer.dev/key-purpose", "connection"))
                        .endMetadata()
                        .addToStringData("url", scene.server().url().toString())
                        .addToStringData("agentsUrl", scene.server().url().toString())
                        .addToStringData("apiKey", scene.server().apiKey())
                        .build())
                .create();
        return Files.writeString(folder.resolve("team.yaml"), """
                connection: {existingSecret: opencomputer, url: null, agentsUrl: null, apiKey: null}
                watchNamespaces: ["%1$s"]
                policy: {ids: {"%1$s": ["res*"]}}
                operator: {replicas: 2}
                facade: {enabled: false}
                """.formatted(cluster.namespace()));
    }

    /** The operator that would let them go is no more, and CRDs stay as long as their objects do. */
    private void letGo(Class<? extends HasMetadata> kind) {
        client.resources(kind)
                .inAnyNamespace()
                .list()
                .getItems()
                .forEach(object -> client.resource(object).edit(held -> {
                    held.getMetadata().setFinalizers(List.of());
                    return held;
                }));
    }

    private Helm.Result install(Path chart, String... more) {
        return helm.run(arguments("install", chart, more));
    }

    private Helm.Result upgrade() {
        return helm.run(arguments("upgrade", Helm.CHART));
    }

    private List<String> arguments(String command, Path chart, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                command,
                RELEASE,
                chart.toString(),
                "--namespace",
                cluster.namespace(),
                "--wait",
                "--timeout",
                "4m",
                "--values",
                values().toString()));
        arguments.addAll(List.of(more));
        return arguments;
    }

    private Path values() {
        URI url = scene.server().url();
        String keys = RunningFacade.keysFile(cluster, RunningFacade.KEY);
        String sha256 = keys.replaceFirst("(?s).*sha256: (\\w+).*", "$1");
        try {
            return Files.writeString(folder.resolve("values.yaml"), """
                    connection: {url: "%s", agentsUrl: "%s", apiKey: "%s"}
                    operator:
                      startupProbe: {periodSeconds: 1}
                      readinessProbe: {periodSeconds: 1}
                    facade:
                      startupProbe: {periodSeconds: 1, failureThreshold: 60}
                      readinessProbe: {periodSeconds: 1}
                      enabled: true
                      replicas: 1
                      preStopSleepSeconds: 0
                      accounts: [{namespace: "%s", serviceAccount: ci, create: true}]
                      keys: {hashes: [{name: ci, sha256: "%s", namespace: "%s", serviceAccount: ci}]}
                    """.formatted(
                            url, url, scene.server().apiKey(), cluster.namespace(), sha256, cluster.namespace()));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void assertWorks(Helm.Result result) {
        node.check();
        assertThat(result.exitCode())
                .as(result.out() + result.err() + node.words(RELEASE))
                .isZero();
    }

    private String facade(String path) throws IOException, InterruptedException {
        Pod pod = client.pods()
                .withLabel("app.kubernetes.io/component", "facade")
                .list()
                .getItems()
                .get(0);
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://" + pod.getStatus().getPodIP() + ":8585" + path))
                .header("X-API-Key", RunningFacade.KEY)
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private boolean agentHas(String field) {
        return crds().stream()
                .filter(crd -> crd.getMetadata().getName().equals("agents.opencomputer.dev"))
                .anyMatch(crd -> crd.getSpec()
                        .getVersions()
                        .get(0)
                        .getSchema()
                        .getOpenAPIV3Schema()
                        .getProperties()
                        .get("spec")
                        .getProperties()
                        .containsKey(field));
    }

    private List<CustomResourceDefinition> crds() {
        return client.apiextensions().v1().customResourceDefinitions().list().getItems();
    }
}
