/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.opencomputer.operator.dev.AccountLogin;
import dev.opencomputer.operator.dev.FacadeAccounts;
import dev.opencomputer.operator.facade.kubernetes.ApiServer;
import dev.opencomputer.operator.testing.AuditLog.Request;
import dev.opencomputer.operator.testing.ControlPlaneExtension;
import dev.opencomputer.operator.testing.RunningFacade;
import dev.opencomputer.operator.testing.TestCluster;
import dev.opencomputer.operator.wire.Json;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.ResourceRule;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectRulesReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Callers with a Kubernetes token of their own, at a facade with RBAC on. */
@ExtendWith(ControlPlaneExtension.class)
class TokenCallersIT {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir
    private Path folder;

    private TestCluster cluster;
    private RunningFacade facade;

    @BeforeEach
    void start(TestCluster given) {
        cluster = given;
        facade = RunningFacade.start(cluster, folder);
    }

    @AfterEach
    void stop() {
        facade.close();
    }

    private record Reply(int status, HttpResponse<String> response) {

        String message() {
            try {
                JsonNode body = Json.MAPPER.readTree(response.body());
                return body.path("error").path("message").asText();
            } catch (Exception e) {
                throw new AssertionError(response.body(), e);
            }
        }
    }

    @Test
    void doEverythingAndStandInTheAuditLogAsThemselvesAlone() throws Exception {
        facade.publishSealingKey();
        String[] token = bearer(token(FacadeAccounts.CALLER));

        assertThat(call("POST", "/v1/agents", "{\"id\": \"resolver\"}", token).status())
                .isEqualTo(201);
        assertThat(call("GET", "/v1/agents", "", token).status()).isEqualTo(200);
        assertThat(call("GET", "/v1/agents/resolver", "", token).status()).isEqualTo(200);
        assertThat(call("PATCH", "/v1/agents/resolver", "{\"display_name\": \"R\"}", token)
                        .status())
                .isEqualTo(200);
        assertThat(call("PUT", "/v1/agents/resolver/secrets/A", "{\"value\": \"x\"}", token)
                        .status())
                .isEqualTo(200);
        assertThat(call("GET", "/v1/agents/resolver/secrets", "", token).status())
                .isEqualTo(200);
        assertThat(call("DELETE", "/v1/agents/resolver/secrets/A", "", token).status())
                .isEqualTo(200);
        assertThat(call("DELETE", "/v1/agents/resolver", "", token).status()).isEqualTo(200);

        assertThat(cluster.auditLog().requests())
                .filteredOn(request -> request.namespace().equals(cluster.namespace()))
                .filteredOn(request -> request.userAgent().startsWith(ApiServer.USER_AGENT))
                .filteredOn(request -> !request.resource().equals("configmaps"))
                .isNotEmpty()
                .allSatisfy(request -> assertThat(request.user()).isEqualTo(facade.user()))
                .allSatisfy(request -> assertThat(request.caller()).isEqualTo(facade.user()))
                .filteredOn(Request::write)
                .extracting(request -> request.verb() + " " + request.resource())
                .contains(
                        "create agents", "patch agents", "create agentsecrets", "delete agentsecrets", "delete agents");
    }

    @Test
    void mayPutTheTokenWhereOthersPutAKey() throws Exception {
        assertThat(call("GET", "/v1/agents", "", "X-API-Key", token(FacadeAccounts.CALLER))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void getNothingFromAnAdministratorsCertificateThatTheFacadeHas() throws Exception {
        makeAccount("nobody");
        Path keys = Files.writeString(folder.resolve("none.yaml"), "keys: []");
        try (Facade administrators = Facade.start(
                FacadeOptions.of(cluster.config(), cluster.namespace(), keys).withLimits(RunningFacade.LIMITS))) {
            Reply refused = call(administrators.url(), "GET", "/v1/agents", "", bearer(token("nobody")));
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.message()).contains("system:serviceaccount:" + cluster.namespace() + ":nobody");

            assertThat(call(administrators.url(), "GET", "/v1/agents", "", bearer("a.b.c"))
                            .status())
                    .isEqualTo(401);
            assertThat(call(administrators.url(), "GET", "/v1/agents", "", bearer(token(FacadeAccounts.CALLER)))
                            .status())
                    .isEqualTo(200);
        }
        assertThat(cluster.auditLog().requests())
                .filteredOn(request -> request.resource().equals("agents"))
                .filteredOn(request -> request.userAgent().startsWith(ApiServer.USER_AGENT))
                .isNotEmpty()
                .allSatisfy(request -> assertThat(request.caller()).startsWith("system:serviceaccount:"));
    }

    @Test
    void areToldWhichRightIsMissing() throws Exception {
        makeAccount("nobody");

        Reply reply = call("POST", "/v1/agents", "{\"id\": \"resolver\"}", bearer(token("nobody")));

        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.message()).contains("cannot", "resource \"agents\"", "nobody");
        String elsewhere = cluster.besides().namespace();
        assertThat(call(
                                "GET",
                                "/v1/agents",
                                "",
                                "Authorization",
                                "Bearer " + token(FacadeAccounts.CALLER),
                                "OpenComputer-Namespace",
                                elsewhere)
                        .message())
                .contains("cannot list resource \"agents\"", elsewhere);
    }

    @Test
    void canNeitherActAsOthersNorComeInWithATokenThatNobodyIssued() throws Exception {
        makeAccount("nobody");
        String token = token("nobody");

        Reply impersonating = call(
                "GET",
                "/v1/agents",
                "",
                "Authorization",
                "Bearer " + token,
                "Impersonate-User",
                "system:admin",
                "Impersonate-Group",
                "system:masters");
        assertThat(impersonating.status()).isEqualTo(403);
        assertThat(impersonating.message()).contains("resource \"agents\"", "nobody");

        Reply forged = call("GET", "/v1/agents", "", bearer(token.substring(0, token.length() - 8) + "AAAAAAAA"));
        assertThat(forged.status()).isEqualTo(401);
        assertThat(forged.response().headers().firstValue("WWW-Authenticate")).contains("Bearer");
        assertThat(forged.message()).isEqualTo("the Kubernetes API server does not take this token");
        Reply none = call("GET", "/v1/agents", "");
        assertThat(none.status()).isEqualTo(401);
        assertThat(none.response().headers().firstValue("WWW-Authenticate")).contains("Bearer");
    }

    @Test
    void needNoRightOfTheFacadesWhichMayActAsNamedAccountsAndReadOneConfigMap() {
        try (KubernetesClient facades = new KubernetesClientBuilder()
                .withConfig(AccountLogin.config(
                        cluster.client(), cluster.namespace(), facade.rights().facadeAccount()))
                .build()) {
            List<ResourceRule> rules = facades.resource(new SelfSubjectRulesReviewBuilder()
                            .withNewSpec()
                            .withNamespace(cluster.namespace())
                            .endSpec()
                            .build())
                    .create()
                    .getStatus()
                    .getResourceRules();

            assertThat(rules)
                    // What everybody may ask about himself.
                    .filteredOn(rule -> rule.getResources().stream().noneMatch(name -> name.startsWith("selfsubject")))
                    .extracting(rule -> rule.getVerbs() + " " + rule.getResources() + " " + rule.getResourceNames())
                    .containsExactlyInAnyOrder(
                            "[impersonate] [serviceaccounts] [" + FacadeAccounts.CALLER + "]",
                            "[get] [configmaps] [opencomputer-sealing-keys]");
        }
    }

    private void makeAccount(String name) {
        cluster.client()
                .resource(new ServiceAccountBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace(cluster.namespace())
                        .endMetadata()
                        .build())
                .create();
    }

    private String token(String account) {
        return AccountLogin.config(cluster.client(), cluster.namespace(), account)
                .getOauthTokenProvider()
                .getToken();
    }

    private static String[] bearer(String token) {
        return new String[] {"Authorization", "Bearer " + token};
    }

    private Reply call(String method, String path, String body, String... headers) throws Exception {
        return call(facade.url(), method, path, body, headers);
    }

    private static Reply call(URI url, String method, String path, String body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(url.resolve(path))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        HttpResponse<String> response = HTTP.send(request.build(), BodyHandlers.ofString());
        return new Reply(response.statusCode(), response);
    }
}
