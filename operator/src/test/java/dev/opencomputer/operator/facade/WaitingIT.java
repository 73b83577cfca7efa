/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.api.AgentSecretNames;
import dev.opencomputer.operator.facade.HttpCaller.Reply;
import dev.opencomputer.operator.local.Dialect;
import dev.opencomputer.operator.testing.ControlPlaneExtension;
import dev.opencomputer.operator.testing.RunningFacade;
import dev.opencomputer.operator.testing.Scene;
import dev.opencomputer.operator.testing.TestCluster;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code Prefer: wait}: the answer comes with the operator's word, or with the truth without it. */
@ExtendWith(ControlPlaneExtension.class)
class WaitingIT {

    @RegisterExtension
    static final FacadeExtension FACADE = FacadeExtension.besideAnOperator();

    private static final String AGENT = "/v1/agents/resolver";
    private static final String KEY = AGENT + "/secrets/API_KEY";
    private static final String APPLIED = "Preference-Applied";

    @TempDir
    private Path folder;

    private TestCluster cluster;
    private Scene scene;
    private RunningFacade facade;
    private HttpCaller caller;
    private HttpCaller waiting;
    private HttpCaller brief;

    @BeforeEach
    void start(TestCluster cluster, RunningFacade facade, HttpCaller caller) {
        this.cluster = cluster;
        scene = Scene.open(cluster, folder.resolve("local"), Dialect.LOCAL);
        this.facade = facade;
        this.caller = caller;
        waiting = caller.with("Prefer", "respond-async, wait=30");
        brief = caller.with("Prefer", "wait=1");
    }

    @AfterEach
    void stop() {
        scene.close();
    }

    @Test
    void whatIsWrittenHasReachedOpenComputerWhenTheAnswerComes() throws Exception {
        Reply created = waiting.post(
                "/v1/agents",
                "{\"id\": \"resolver\", \"display_name\": \"Größe\", \"secrets\": {\"API_KEY\": \"one\"}}");

        assertThat(created.status()).as("%s", created.body()).isEqualTo(201);
        assertThat(created.header(APPLIED)).isEqualTo("wait=30");
        assertThat(created.body().path("status").asText()).isEqualTo("ready");
        assertThat(created.body().path("secret_store").asText()).isEqualTo("agent:resolver");
        assertThat(scene.value("resolver", "API_KEY")).contains("one");

        Reply changed = waiting.patch(AGENT, "{\"display_name\": \"Größer\"}");
        assertThat(changed.header(APPLIED)).isEqualTo("wait=30");
        assertThat(changed.body().path("status").asText()).isEqualTo("ready");
        assertThat(scene.record("resolver").toJson().path("display_name").asText())
                .isEqualTo("Größer");

        Reply put = waiting.put(KEY, "{\"value\": \"one\"}");
        assertThat(put.header(APPLIED)).isEqualTo("wait=30");
        assertThat(put.body().path("pending").isBoolean()).isTrue();
        assertThat(put.body().path("pending").asBoolean()).isFalse();
        assertThat(put.body().path("set_at").asText())
                .isEqualTo(scene.secrets()
                        .get(AgentSecretNames.nameFor("resolver", "API_KEY"))
                        .orElseThrow()
                        .getStatus()
                        .getSetAt());

        Reply gone = waiting.delete(KEY);
        assertThat(gone.status()).isEqualTo(200);
        assertThat(gone.body().toString()).isEqualTo("{}");
        assertThat(scene.value("resolver", "API_KEY")).isEmpty();

        Reply deleted = waiting.delete(AGENT);
        assertThat(deleted.status()).isEqualTo(200);
        assertThat(deleted.header(APPLIED)).isEqualTo("wait=30");
        assertThat(deleted.body().toString()).isEqualTo("{\"id\":\"resolver\",\"deleted\":true}");
        assertThat(scene.records()).isEmpty();
    }

    @Test
    void whoWaitsInVainIsToldTheTruth() {
        waiting.post("/v1/agents", "{\"id\": \"resolver\", \"secrets\": {\"API_KEY\": \"one\"}}");
        scene.stopOperator();

        Reply changed = brief.patch(AGENT, "{\"display_name\": \"Other\"}");
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.header(APPLIED)).isEqualTo("wait=1");
        assertThat(changed.body().path("status").asText()).isEqualTo("starting");

        Reply put = brief.put(KEY, "{\"value\": \"two\"}");
        assertThat(put.body().path("pending").asBoolean()).isTrue();

        Reply key = brief.delete(KEY);
        assertThat(key.status()).isEqualTo(202);
        assertThat(key.header(APPLIED)).isEqualTo("wait=1");
        assertThat(key.body().toString()).isEqualTo("{\"deleted\":true,\"pending\":true}");

        Reply deleted = caller.with("Prefer", "wait=0").delete(AGENT);
        assertThat(deleted.status()).isEqualTo(202);
        assertThat(deleted.header(APPLIED)).isEqualTo("wait=0");
        assertThat(deleted.body().toString()).isEqualTo("{\"id\":\"resolver\",\"deleted\":true,\"pending\":true}");
        assertThat(caller.get(AGENT).status()).isEqualTo(404);

        scene.startOperator();
        scene.agents().awaitGone("resolver");
    }

    @Test
    void whoGoesAwayBeforeTheAnswerFindsAllOfItDone() throws Exception {
        hangUp("{\"id\": \"resolver\", \"secrets\": {\"API_KEY\": \"one\", \"OTHER\": \"two\"}}", 0);

        scene.agents().awaitReady("resolver");
        scene.secrets().awaitReady(AgentSecretNames.nameFor("resolver", "OTHER"));
        assertThat(scene.value("resolver", "API_KEY")).contains("one");
    }

    @Test
    void whoGoesAwayInTheMiddleOfABodyHasDoneNothing() throws Exception {
        hangUp("{\"id\": \"resolver\"}", 1);

        // Had it been done, the id would be taken.
        assertThat(caller.post("/v1/agents", "{\"id\": \"resolver\"}").status()).isEqualTo(201);
    }

    /** Sends a POST, all but the last bytes of its body, and is gone. */
    private void hangUp(String body, int missing) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.US_ASCII);
        try (Socket socket = new Socket(facade.url().getHost(), facade.url().getPort())) {
            OutputStream out = socket.getOutputStream();
            out.write(
                    ("POST /v1/agents HTTP/1.1\r\nHost: facade\r\nPrefer: wait=30\r\nContent-Type: application/json\r\n"
                                    + "X-API-Key: " + RunningFacade.KEY + "\r\nContent-Length: " + bytes.length
                                    + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            out.write(bytes, 0, bytes.length - missing);
            out.flush();
        }
    }

    @Test
    void nobodyWaitsUnasked() {
        Reply created = caller.post("/v1/agents", "{\"id\": \"resolver\"}");
        Reply hasty = caller.with("Prefer", "wait=0").post("/v1/agents", "{\"id\": \"hasty\"}");

        assertThat(created.header(APPLIED)).isEmpty();
        assertThat(created.body().path("status").asText()).isEqualTo("ready");
        // Whether the id was to be had is waited for in any case.
        assertThat(hasty.header(APPLIED)).isEmpty();
        assertThat(hasty.body().path("status").asText()).isEqualTo("ready");
        Reply deleted = caller.delete(AGENT);
        assertThat(deleted.status()).isEqualTo(200);
        assertThat(deleted.header(APPLIED)).isEmpty();
    }

    @Test
    void whoMayNotWatchIsAnsweredAtOnce() {
        caller.post("/v1/agents", "{\"id\": \"resolver\"}");
        scene.agents().awaitReady("resolver");
        scene.stopOperator();
        cluster.client()
                .rbac()
                .roles()
                .inNamespace(cluster.namespace())
                .withName(facade.rights().callersRole())
                .edit(role -> {
                    role.setRules(List.of(new PolicyRuleBuilder()
                            .withApiGroups("opencomputer.dev")
                            .withResources("agents")
                            .withVerbs("get", "list", "patch")
                            .build()));
                    return role;
                });

        Reply changed = waiting.patch(AGENT, "{\"display_name\": \"Other\"}");

        assertThat(changed.status()).as("%s", changed.body()).isEqualTo(200);
        assertThat(changed.header(APPLIED)).isEmpty();
        assertThat(changed.body().path("status").asText()).isEqualTo("starting");
    }
}
