/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.testing.Agents;
import dev.opencomputer.operator.testing.AuditLog;
import dev.opencomputer.operator.testing.ControlPlaneExtension;
import dev.opencomputer.operator.testing.RunningFacade;
import dev.opencomputer.operator.testing.TestCluster;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What each call asks the API server for on its caller's behalf: nothing twice, and nothing that another answer tells. */
@ExtendWith({ControlPlaneExtension.class, FacadeExtension.class})
class RequestCountsIT {

    private static final String AGENT = "/v1/agents/resolver";
    private static final String KEY = AGENT + "/secrets/KEY";
    private static final String WATCH = "watch agents";
    private static final String VALUE = "{\"value\": \"x\"}";

    private Agents agents;
    private AuditLog log;
    private RunningFacade facade;
    private HttpCaller caller;

    @BeforeEach
    void start(TestCluster cluster, RunningFacade facade, HttpCaller caller) {
        agents = new Agents(cluster);
        log = cluster.auditLog();
        this.facade = facade;
        this.caller = caller;
        facade.publishSealingKey();
    }

    @Test
    void aPostLooksWhoseTheIdIsAndMakesTheAgentAndWaitsForTheOperatorsWord() {
        assertAsks(
                201, () -> caller.post("/v1/agents", "{\"id\": \"resolver\"}"), "list agents", "create agents", WATCH);
    }

    @Test
    void aPostWithSecretsChecksEachBeforeItWritesAny() {
        assertAsks(
                201,
                () -> caller.post("/v1/agents", "{\"id\": \"resolver\", \"secrets\": {\"A\": \"x\", \"B\": \"y\"}}"),
                "list agents",
                "create agents",
                "list agentsecrets",
                "create agentsecrets",
                "create agentsecrets",
                "create agents",
                "create agentsecrets",
                "create agentsecrets",
                WATCH);
    }

    @Test
    void theOtherCallsOfAnAgentReadItOnce() {
        agents.create("resolver");

        assertAsks(200, () -> caller.get(AGENT), "get agents");
        assertAsks(200, () -> caller.patch(AGENT, "{\"display_name\": \"x\"}"), "get agents", "patch agents");
        assertAsks(200, () -> caller.patch(AGENT, "{}"), "get agents");
        assertAsks(200, () -> caller.get("/v1/agents"), "list agents");
        assertAsks(200, () -> caller.get(AGENT + "/secrets"), "get agents", "list agentsecrets");
        assertAsks(200, () -> caller.delete(AGENT), "get agents", "delete agents");
    }

    @Test
    void thoseOfASecretReadItsAgentAndLookOnceWhoHasTheKey() {
        agents.create("resolver");

        assertAsks(200, () -> caller.put(KEY, VALUE), "get agents", "list agentsecrets", "create agentsecrets");
        assertAsks(200, () -> caller.put(KEY, VALUE), "get agents", "list agentsecrets", "patch agentsecrets");
        assertAsks(200, () -> caller.delete(KEY), "get agents", "list agentsecrets", "delete agentsecrets");
    }

    private void assertAsks(int status, Supplier<HttpCaller.Reply> call, String... requests) {
        AuditLog since = log.fromNowOn();
        HttpCaller.Reply reply = call.get();
        assertThat(reply.status()).as("%s", reply.body()).isEqualTo(status);

        List<String> asked = since.requests().stream()
                .filter(request -> request.user().equals(facade.user()))
                .map(request -> request.verb() + " " + request.resource())
                .collect(Collectors.toCollection(ArrayList::new));
        // A watch stands in the log when it begins, and once more when it has ended.
        if (Collections.frequency(asked, WATCH) == 2) {
            asked.remove(asked.lastIndexOf(WATCH));
        }
        assertThat(asked).containsExactly(requests);
    }
}
