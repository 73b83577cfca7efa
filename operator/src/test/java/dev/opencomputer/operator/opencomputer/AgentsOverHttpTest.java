/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.opencomputer;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.delete;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.patch;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.opencomputer.operator.opencomputer.OpenComputerException.AgentsApiNotFound;
import dev.opencomputer.operator.opencomputer.OpenComputerException.NotFound;
import dev.opencomputer.operator.opencomputer.OpenComputerException.Unintelligible;
import dev.opencomputer.operator.wire.AgentJson;
import dev.opencomputer.operator.wire.Json;
import java.net.URI;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AgentsOverHttpTest {

    @RegisterExtension
    static final StubbedServer SERVER = new StubbedServer();

    private static final AgentId ID = new AgentId("issue-resolver");
    private static final String AGENT = "{\"id\":\"issue-resolver\",\"display_name\":\"Issues\",\"secret_store\":%s,"
            + "\"config\":{\"snapshot\":\"s1\"},\"status\":\"ready\"}";

    @Test
    void readsTheAgents() throws Exception {
        SERVER.on(get("/v1/agents")
                .willReturn(okJson("{\"agents\":[" + AGENT.formatted("\"agent:issue-resolver\"") + "]}")));

        assertThat(SERVER.agents().list())
                .containsExactly(
                        listed("issue-resolver", "{\"display_name\":\"Issues\",\"config\":{\"snapshot\":\"s1\"}}"));
    }

    @Test
    void readsAnAgentWithoutAStore() throws Exception {
        SERVER.on(get("/v1/agents/issue-resolver").willReturn(okJson(AGENT.formatted("null"))));

        assertThat(SERVER.agents().get(ID).hasStore()).isFalse();
    }

    @Test
    void takesANullListForAnEmptyOne() throws Exception {
        SERVER.on(get("/v1/agents").willReturn(okJson("{\"agents\":null}")));

        assertThat(SERVER.agents().list()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "null",
                "[]",
                "",
                "{\"error\":\"x\"}",
                "{\"agents\":[null]}",
                "{\"agents\":[{}]}",
                "{\"agents\":[]} trailing"
            })
    void doesNotTakeAnotherAnswerForAnEmptyList(String body) {
        SERVER.on(get("/v1/agents").willReturn(okJson(body)));

        assertThatThrownBy(() -> SERVER.agents().list()).isInstanceOf(Unintelligible.class);
    }

    @Test
    void doesNotLetSomeonesOddAgentHideTheOthers() throws Exception {
        SERVER.on(get("/v1/agents").willReturn(okJson("""
                {"agents":[
                  {"id":"Not_A_Label"},
                  {"id":"odd","display_name":7,"core":["x"],"config":{"snapshot":"s1","env":{"A":{}},"idle_timeout_s":"soon"}},
                  {"id":"odder","config":"none"},
                  {"id":"issue-resolver"}]}
                """)));

        assertThat(SERVER.agents().list())
                .containsExactly(
                        listed("odd", "{\"config\":{\"snapshot\":\"s1\"}}"),
                        listed("odder", "{}"),
                        listed("issue-resolver", "{}"));
    }

    @Test
    void keepsOfAListedAgentOnlyWhatCannotBeChangedAndADigestOfAll() throws Exception {
        SERVER.on(get("/v1/agents")
                .willReturn(okJson("{\"agents\":[{\"id\":\"a\",\"core\":\"hermes\",\"display_name\":\"Long\"}]}")));

        ListedAgent listed = SERVER.agents().list().get(0);

        assertThat(listed.kept()).isEqualTo(content("{\"core\":\"hermes\"}"));
        assertThat(listed.digest())
                .isEqualTo(content("{\"core\":\"hermes\",\"display_name\":\"Long\"}")
                        .digest());
    }

    @Test
    void readsAListOfManyLongAgents() throws Exception {
        SERVER.on(get("/v1/agents").willReturn(okJson(agents(30, 50_000))));

        assertThat(SERVER.agents().list()).hasSize(30);
    }

    @Test
    void readsNoListThatIsTooLongAltogether() {
        SERVER.on(get("/v1/agents").willReturn(okJson(agents(50, 50_000))));

        assertThatThrownBy(() -> SERVER.agents().list())
                .isInstanceOf(Unintelligible.class)
                .hasMessageContaining("more than this client reads");
    }

    @Test
    void readsNoAgentOfAListThatIsLongerThanOneMayBe() {
        SERVER.on(get("/v1/agents").willReturn(okJson(agents(1, 100_000))));

        assertThatThrownBy(() -> SERVER.agents().list())
                .isInstanceOf(Unintelligible.class)
                .hasMessageContaining("more than this client reads");
    }

    private static String agents(int many, int promptLength) {
        return IntStream.range(0, many)
                .mapToObj(i -> "{\"id\":\"agent-%d\",\"config\":{\"agent_config\":{\"system_prompt\":\"%s\"}}}"
                        .formatted(i, "p".repeat(promptLength)))
                .collect(Collectors.joining(",", "{\"agents\":[", "],\"more\":{\"a\":[1]}}"));
    }

    private static ListedAgent listed(String id, String content) throws Exception {
        return ListedAgent.of(new AgentRecord(new AgentId(id), content(content), false));
    }

    @Test
    void createsARecordWithItsIdAndContent() throws Exception {
        SERVER.on(post("/v1/agents")
                .withRequestBody(equalToJson(
                        "{\"id\":\"issue-resolver\",\"display_name\":\"Issues\",\"config\":{\"snapshot\":\"s1\"}}"))
                .willReturn(okJson(AGENT.formatted("null")).withStatus(201)));

        RecordContent content = content("{\"display_name\":\"Issues\",\"config\":{\"snapshot\":\"s1\"}}");
        assertThat(SERVER.agents().create(ID, content).content()).isEqualTo(content);
    }

    @Test
    void sendsAMergePatchAsItIs() throws Exception {
        ObjectNode mergePatch = (ObjectNode) Json.MAPPER.readTree("{\"display_name\":null,\"config\":{\"env\":null}}");
        SERVER.on(patch(urlEqualTo("/v1/agents/issue-resolver"))
                .withRequestBody(equalToJson("{\"display_name\":null,\"config\":{\"env\":null}}"))
                .willReturn(okJson(AGENT.formatted("null"))));

        assertThat(SERVER.agents().patch(ID, mergePatch).id()).isEqualTo(ID);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{\"id\":\"issue-resolver\",\"deleted\":true}"})
    void takesEveryKnownAnswerForADeletion(String body) {
        SERVER.on(delete("/v1/agents/issue-resolver").willReturn(okJson(body)));

        assertThatCode(() -> SERVER.agents().delete(ID)).doesNotThrowAnyException();
    }

    @Test
    void doesNotTakeAWebPageForADeletion() {
        SERVER.on(delete("/v1/agents/issue-resolver").willReturn(okJson("\n <!doctype html><html></html>")));

        assertThatThrownBy(() -> SERVER.agents().delete(ID)).isInstanceOf(Unintelligible.class);
    }

    @Test
    void doesNotTakeAnotherAgentForTheOneAskedFor() {
        SERVER.on(get("/v1/agents/other").willReturn(okJson(AGENT.formatted("null"))));

        assertThatThrownBy(() -> SERVER.agents().get(new AgentId("other")))
                .isInstanceOf(Unintelligible.class)
                .hasMessageContaining("another agent than the one asked for");
    }

    @Test
    void takesARedirectForNoAgentsApiAndDoesNotFollowIt() {
        SERVER.on(get("/v1/agents").willReturn(aResponse().withStatus(302).withHeader("Location", "/login")));

        assertThatThrownBy(() -> SERVER.agents().list())
                .isInstanceOf(AgentsApiNotFound.class)
                .hasMessage("OpenComputer at %s has no agents API (302). Check the agents API's URL, or leave it out:"
                                .formatted(SERVER.url())
                        + " a self-hosted server has secret stores only.");
        assertThat(SERVER.requests()).isEqualTo(1);
    }

    @Test
    void takesA404OnTheCollectionForNoAgentsApi() {
        SERVER.on(get("/v1/agents").willReturn(aResponse().withStatus(404).withBody("{\"message\":\"Not Found\"}")));
        SERVER.on(post("/v1/agents").willReturn(aResponse().withStatus(404)));

        assertThatThrownBy(() -> SERVER.agents().list()).isInstanceOf(AgentsApiNotFound.class);
        assertThatThrownBy(() -> SERVER.agents().create(ID, content("{}"))).isInstanceOf(AgentsApiNotFound.class);
    }

    @Test
    void takesA404OnOneAgentForThatAgentOnly() {
        SERVER.on(get("/v1/agents/issue-resolver")
                .willReturn(aResponse()
                        .withStatus(404)
                        .withBody("{\"error\":{\"type\":\"not_found\",\"message\":\"no agent 7\"}}")));

        assertThatThrownBy(() -> SERVER.agents().get(ID))
                .isInstanceOf(NotFound.class)
                .hasMessageStartingWith(
                        "Could not read the agent's record (agent issue-resolver at %s): ".formatted(SERVER.url())
                                + "the server does not find it (404, \"not_found\").");
    }

    @Test
    void hasNoAgentsWhereNoUrlForThemIsGiven() {
        try (OpenComputer client = new OpenComputerClient(
                new ConnectionSettings(URI.create("http://localhost:1"), Optional.empty(), new ApiKey("k")),
                ClientOptions.defaults(),
                CallObserver.NONE)) {
            assertThat(client.agents()).isEmpty();
        }
    }

    private static RecordContent content(String json) throws Exception {
        return RecordContent.of(Json.MAPPER.readValue(json, AgentJson.class));
    }
}
