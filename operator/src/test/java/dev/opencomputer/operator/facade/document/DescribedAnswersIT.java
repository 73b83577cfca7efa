/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.opencomputer.operator.dev.AccountLogin;
import dev.opencomputer.operator.facade.Facade;
import dev.opencomputer.operator.facade.FacadeOptions;
import dev.opencomputer.operator.testing.AgentSecrets;
import dev.opencomputer.operator.testing.Agents;
import dev.opencomputer.operator.testing.ControlPlaneExtension;
import dev.opencomputer.operator.testing.RunningFacade;
import dev.opencomputer.operator.testing.TestCluster;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.client.Config;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Every operation is made to give every answer that the document has for it. There is no operator. */
@ExtendWith(ControlPlaneExtension.class)
class DescribedAnswersIT {

    /**
     * 500 would be a fault of ours; 410 needs the API server to have forgotten a list's version, which takes it minutes;
     * the documents need no API server, and 503 only where more requests wait than may.
     */
    private static final Set<String> NOT_TO_BE_HAD =
            Set.of("500", "410", "getDocumentAsYaml 503", "getDocumentAsJson 503");

    private static final String KEY_HEADER = "X-API-Key";

    @TempDir
    private Path folder;

    private final DescribedCalls calls = new DescribedCalls();
    private URI server;

    /** One good call of an operation that needs a key. */
    private record Good(String operationId, String path, String body) {}

    private static final List<Good> GOOD = List.of(
            new Good("listAgents", "/v1/agents", ""),
            new Good("createAgent", "/v1/agents", "{\"id\": \"new\"}"),
            new Good("getAgent", "/v1/agents/known", ""),
            new Good("updateAgent", "/v1/agents/known", "{\"display_name\": \"Known\"}"),
            new Good("listSecrets", "/v1/agents/known/secrets", ""),
            new Good(
                    "setSecret",
                    "/v1/agents/known/secrets/A",
                    "{\"value\": \"x\", \"allowed_hosts\": [\"a.example\"]}"),
            new Good("deleteSecret", "/v1/agents/known/secrets/A", ""),
            new Good("deleteAgent", "/v1/agents/known", ""));

    private static Stream<Good> withBody() {
        return GOOD.stream().filter(good -> !good.body().isEmpty());
    }

    @Test
    void everyOperationGivesEveryAnswerThatItIsDescribedWith(TestCluster cluster) throws Exception {
        try (RunningFacade facade = RunningFacade.start(cluster, folder)) {
            server = facade.url();
            facade.publishSealingKey();
            prepare(cluster);
            whatIsWrongInEveryRequest();
            whatIsWrongInSome();
            inNoNamespace(cluster);
            whatIsRight();
            documents();
            withoutRights(cluster, facade);
            tooOften();
        }
        withoutAnApiServer();

        assertThat(calls.seen()).containsExactlyElementsOf(DescribedCalls.described(NOT_TO_BE_HAD));
    }

    private static void prepare(TestCluster cluster) {
        Agents agents = new Agents(cluster);
        agents.create("known");
        agents.create("charted", agent -> {
            agent.getMetadata().setLabels(Map.of("app.kubernetes.io/managed-by", "Helm"));
            agent.getMetadata()
                    .setAnnotations(
                            Map.of("meta.helm.sh/release-name", "agents", "meta.helm.sh/release-namespace", "team-a"));
        });
        var unused = new AgentSecrets(cluster).create("foreign", "known", "FOREIGN", "source");
    }

    private void call(int expected, String operationId, String path, String body, String... headers) {
        String[] withKey = Stream.concat(Stream.of(KEY_HEADER, RunningFacade.KEY), Stream.of(headers))
                .toArray(String[]::new);
        calls.call(expected, server, operationId, path, body, withKey);
    }

    private void whatIsWrongInEveryRequest() {
        for (Good good : GOOD) {
            calls.call(401, server, good.operationId(), good.path(), good.body());
            call(406, good.operationId(), good.path(), good.body(), "Accept", "text/html");
            call(400, good.operationId(), good.path(), good.body(), "OpenComputer-Namespace", "Not_One");
            if (good.path().contains("known")) {
                call(404, good.operationId(), good.path().replace("known", "unknown"), good.body());
            }
        }
        withBody().forEach(good -> {
            call(413, good.operationId(), good.path(), "\"" + "x".repeat(1024 * 1024) + "\"");
            call(415, good.operationId(), good.path(), good.body(), "Content-Type", "text/plain");
        });
    }

    private void whatIsWrongInSome() {
        call(409, "createAgent", "/v1/agents", "{\"id\": \"known\"}");
        call(409, "updateAgent", "/v1/agents/charted", "{\"display_name\": \"x\"}");
        call(409, "deleteAgent", "/v1/agents/charted", "");
        call(409, "setSecret", "/v1/agents/known/secrets/FOREIGN", "{\"value\": \"x\"}");
        call(409, "deleteSecret", "/v1/agents/known/secrets/FOREIGN", "");
        for (String operationId : List.of("getAgent", "updateAgent", "deleteAgent")) {
            call(
                    412,
                    operationId,
                    "/v1/agents/known",
                    operationId.equals("updateAgent") ? "{\"display_name\": \"x\"}" : "",
                    "If-Match",
                    "\"another\"");
        }
        call(412, "setSecret", "/v1/agents/known/secrets/NONE", "{\"value\": \"x\"}", "If-Match", "*");
        call(200, "setSecret", "/v1/agents/known/secrets/ONE", "{\"value\": \"x\"}", "If-None-Match", "*");
        call(412, "setSecret", "/v1/agents/known/secrets/ONE", "{\"value\": \"x\"}", "If-None-Match", "*");
        call(412, "deleteSecret", "/v1/agents/known/secrets/ONE", "", "If-None-Match", "*");
    }

    /** Only who may write in every namespace hears that there is no such one. */
    private void inNoNamespace(TestCluster cluster) {
        ClusterRoleBinding everywhere = new ClusterRoleBindingBuilder()
                .withNewMetadata()
                .withName("writer-of-" + cluster.namespace())
                .endMetadata()
                .withNewRoleRef()
                .withApiGroup("rbac.authorization.k8s.io")
                .withKind("ClusterRole")
                .withName("cluster-admin")
                .endRoleRef()
                .addNewSubject()
                .withKind("ServiceAccount")
                .withNamespace(cluster.namespace())
                .withName("writer")
                .endSubject()
                .build();
        cluster.client()
                .resource(new ServiceAccountBuilder()
                        .withNewMetadata()
                        .withName("writer")
                        .withNamespace(cluster.namespace())
                        .endMetadata()
                        .build())
                .create();
        cluster.client().resource(everywhere).create();
        try {
            String token = AccountLogin.config(cluster.client(), cluster.namespace(), "writer")
                    .getOauthTokenProvider()
                    .getToken();
            // The API server needs a moment to know of the right.
            await().untilAsserted(() -> calls.call(
                    404,
                    server,
                    "createAgent",
                    "/v1/agents",
                    "{\"id\": \"new\"}",
                    "Authorization",
                    "Bearer " + token,
                    "OpenComputer-Namespace",
                    "not-there"));
        } finally {
            cluster.client().resource(everywhere).delete();
        }
    }

    private void whatIsRight() {
        call(201, "createAgent", "/v1/agents", "{\"id\": \"new\", \"secrets\": {\"A\": \"x\"}}", "Prefer", "wait=0");
        call(200, "listAgents", "/v1/agents?limit=1", "");
        call(200, "listAgents", "/v1/agents", "");
        call(200, "getAgent", "/v1/agents/known", "");
        call(304, "getAgent", "/v1/agents/known", "", "If-None-Match", "*");
        call(200, "updateAgent", "/v1/agents/known", "{\"display_name\": \"Known\"}", "Prefer", "wait=0");
        for (String key : List.of("A", "B")) {
            call(200, "setSecret", "/v1/agents/known/secrets/" + key, "{\"value\": \"x\"}", "Prefer", "wait=0");
        }
        call(200, "listSecrets", "/v1/agents/known/secrets", "");
        call(200, "deleteSecret", "/v1/agents/known/secrets/A", "");
        call(202, "deleteSecret", "/v1/agents/known/secrets/B", "", "Prefer", "wait=0");
        // Its finalizer is the operator's to take away; the other has none.
        call(202, "deleteAgent", "/v1/agents/new", "", "Prefer", "wait=0");
        call(200, "deleteAgent", "/v1/agents/known", "");
    }

    private void documents() {
        for (String operationId : List.of("getDocumentAsYaml", "getDocumentAsJson")) {
            String path = operationId.endsWith("Yaml") ? "/openapi.yaml" : "/openapi.json";
            calls.call(200, server, operationId, path, "");
            calls.call(304, server, operationId, path, "", "If-None-Match", "*");
        }
    }

    private void withoutRights(TestCluster cluster, RunningFacade facade) {
        cluster.client()
                .rbac()
                .roles()
                .inNamespace(cluster.namespace())
                .withName(facade.rights().callersRole())
                .delete();
        GOOD.forEach(good -> call(403, good.operationId(), good.path(), good.body()));
    }

    private void tooOften() {
        for (int failures = 0; failures < 20; failures++) {
            calls.call(401, server, "listAgents", "/v1/agents", "", KEY_HEADER, "ock_wrong");
        }
        GOOD.forEach(
                good -> calls.call(429, server, good.operationId(), good.path(), good.body(), KEY_HEADER, "ock_wrong"));
    }

    private void withoutAnApiServer() throws Exception {
        Config nowhere = Config.empty();
        nowhere.setMasterUrl("http://127.0.0.1:1");
        Path keys = folder.resolve("keys.yaml");
        assertThat(Files.exists(keys)).isTrue();
        try (Facade facade = Facade.start(FacadeOptions.of(nowhere, "opencomputer-system", keys))) {
            GOOD.forEach(good -> calls.call(
                    503, facade.url(), good.operationId(), good.path(), good.body(), KEY_HEADER, RunningFacade.KEY));
        }
    }
}
