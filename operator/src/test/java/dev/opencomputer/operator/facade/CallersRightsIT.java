/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.opencomputer.operator.api.Agent;
import dev.opencomputer.operator.dev.AccountLogin;
import dev.opencomputer.operator.dev.FacadeAccounts;
import dev.opencomputer.operator.facade.HttpCaller.Reply;
import dev.opencomputer.operator.facade.kubernetes.ApiServer;
import dev.opencomputer.operator.testing.AuditLog.Request;
import dev.opencomputer.operator.testing.ControlPlaneExtension;
import dev.opencomputer.operator.testing.RunningFacade;
import dev.opencomputer.operator.testing.TestCluster;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(ControlPlaneExtension.class)
class CallersRightsIT {

    @TempDir
    private Path folder;

    private TestCluster cluster;
    private RunningFacade facade;
    private HttpCaller caller;

    @BeforeEach
    void start(TestCluster given) {
        cluster = given;
        facade = RunningFacade.start(cluster, folder);
        caller = HttpCaller.of(facade);
    }

    @AfterEach
    void stop() {
        facade.close();
    }

    @Test
    void writesStandInTheAuditLogUnderTheCallersName() {
        facade.publishSealingKey();
        caller.post("/v1/agents", "{\"id\": \"resolver\"}");
        caller.patch("/v1/agents/resolver", "{\"display_name\": \"Resolver\"}");
        caller.put("/v1/agents/resolver/secrets/A", "{\"value\": \"x\"}");
        caller.delete("/v1/agents/resolver/secrets/A");
        caller.delete("/v1/agents/resolver");

        assertThat(cluster.auditLog().requests())
                .filteredOn(Request::write)
                .filteredOn(request -> request.namespace().equals(cluster.namespace()))
                .filteredOn(request -> request.userAgent().startsWith(ApiServer.USER_AGENT))
                .isNotEmpty()
                .allSatisfy(request -> assertThat(request.user()).isEqualTo(facade.user()))
                .extracting(request -> request.verb() + " " + request.resource())
                .contains(
                        "create agents", "patch agents", "create agentsecrets", "delete agentsecrets", "delete agents");
    }

    @Test
    void neitherTheCallersAccountNorTheFacadesReadsAnySecret() {
        KubernetesClient callers = cluster.as(facade.user(), "system:serviceaccounts", "system:authenticated");
        try (KubernetesClient facades = new KubernetesClientBuilder()
                .withConfig(AccountLogin.config(
                        cluster.client(), cluster.namespace(), facade.rights().facadeAccount()))
                .build()) {
            assertForbidden(callers, Secret.class);
            assertForbidden(facades, Secret.class);
            assertForbidden(facades, Agent.class);
        }
    }

    @Test
    void saysWhichRightIsMissing() {
        cluster.client()
                .rbac()
                .roles()
                .inNamespace(cluster.namespace())
                .withName(facade.rights().callersRole())
                .edit(role -> {
                    role.setRules(List.of(new PolicyRuleBuilder()
                            .withApiGroups("opencomputer.dev")
                            .withResources("agents")
                            .withVerbs("get", "list")
                            .build()));
                    return role;
                });

        assertThat(caller.get("/v1/agents").status()).isEqualTo(200);
        Reply post = caller.post("/v1/agents", "{\"id\": \"resolver\"}");
        assertThat(post.status()).isEqualTo(403);
        assertThat(post.errorMessage()).contains("cannot create resource \"agents\"", FacadeAccounts.CALLER);
    }

    @Test
    void aKeyThatTheFacadeMayNotActForSaysSo() {
        cluster.client()
                .rbac()
                .roles()
                .inNamespace(cluster.namespace())
                .withName(facade.rights().impersonationRole())
                .delete();

        Reply reply = caller.get("/v1/agents");

        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.errorMessage()).contains("impersonate", FacadeAccounts.CALLER);
    }

    @Test
    void nobodyComesInWithoutAKeyThatIsInTheFile() throws IOException {
        assertThat(caller.withoutKey().get("/v1/agents").status()).isEqualTo(401);
        Reply wrong = caller.withKey("ock_other").get("/v1/agents");
        assertThat(wrong.status()).isEqualTo(401);
        assertThat(wrong.errorMessage()).isEqualTo("invalid API key");

        Files.writeString(folder.resolve("keys.yaml"), RunningFacade.keysFile(cluster, "ock_other"));

        assertThat(caller.withKey("ock_other").get("/v1/agents").status()).isEqualTo(200);
        assertThat(caller.get("/v1/agents").status()).isEqualTo(401);
    }

    private void assertForbidden(KubernetesClient client, Class<? extends HasMetadata> kind) {
        assertThatExceptionOfType(KubernetesClientException.class)
                .isThrownBy(() ->
                        client.resources(kind).inNamespace(cluster.namespace()).list())
                .satisfies(refused -> assertThat(refused.getCode()).isEqualTo(403));
    }
}
