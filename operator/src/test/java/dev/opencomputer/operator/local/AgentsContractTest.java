/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rows on agents in the wire contract, over HTTP. */
class AgentsContractTest extends DialectServers {

    private static final String AGENTS = "/v1/agents";

    /** A test that holds wherever there is an agents API. */
    @java.lang.annotation.Retention(java.lang.annotation.RetentionPolicy.RUNTIME)
    @ParameterizedTest
    @EnumSource(
            value = Dialect.class,
            names = {"LOCAL", "HOSTED"})
    private @interface EachWithAgents {}

    private JsonNode create(Dialect dialect, String body) {
        var reply = caller(dialect).post(AGENTS, body);
        assertThat(reply.status()).isEqualTo(201);
        return reply.body();
    }

    @EachWithAgents
    void answersACreatedAgentWithItsFields(Dialect dialect) {
        var agent = create(dialect, """
                {"id": "whole", "display_name": "Whole", "config": {"snapshot": "v1", "entrypoint": "run",
                 "env": {"A": "b"}, "elasticity": {"baseline_mb": 1, "max_mb": 2}, "idle_timeout_s": 3}}
                """);

        assertThat(agent.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("id", "display_name", "secret_store", "config", "created_at", "updated_at");
        assertThat(agent.path("display_name").asText()).isEqualTo("Whole");
        assertThat(agent.path("secret_store").isNull()).isTrue();
        assertThat(agent.path("config").path("elasticity").toString()).isEqualTo("{\"baseline_mb\":1,\"max_mb\":2}");
    }

    @EachWithAgents
    void namesAnAgentAfterItsIdAndLeavesConfigNull(Dialect dialect) {
        var agent = create(dialect, "{\"id\":\"bare\"}");

        assertThat(agent.path("display_name").asText()).isEqualTo("bare");
        assertThat(agent.path("config").isNull()).isTrue();
    }

    @EachWithAgents
    void givesCoreAndModelBack(Dialect dialect) {
        var agent = create(dialect, "{\"id\":\"managed\",\"core\":\"hermes\",\"model\":\"m1\"}");

        assertThat(agent.path("core").asText()).isEqualTo("hermes");
        assertThat(agent.path("model").asText()).isEqualTo("m1");
        assertThat(caller(dialect).get(AGENTS + "/managed").body().path("model").asText())
                .isEqualTo("m1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"id\":\"\"}",
                "{\"id\":1}",
                "{\"id\":\"Upper\"}",
                "{\"id\":\"-a\"}",
                "{\"id\":\"a.b\"}",
                "{\"id\":\"a-aaaaaaaaa-aaaaaaaaa-aaaaaaaaa-aaaaaaaaa-aaaaaaaaa-aaaaaaaaa-aaa\"}",
                "{\"id\":\"x\",\"display_name\":1}",
                "{\"id\":\"x\",\"config\":[]}",
                "{\"id\":\"x\",\"config\":{\"idle_timeout_s\":\"600\"}}",
                "{\"id\":\"x\",\"config\":{\"idle_timeout_s\":1.5}}",
                "{\"id\":\"x\",\"config\":{\"env\":{\"A\":1}}}",
                "{\"id\":\"x\",\"config\":{\"agent_config\":{\"allowed_tools\":[null]}}}",
                "{\"id\":\"x\",\"config\":{\"entrypoint\":\"e\",\"agent_config\":{}}}",
                "{\"id\":\"x\",\"core\":\"hermes\",\"config\":{}}",
                "{\"id\":\"x\",\"secrets\":[]}",
                "{\"id\":\"x\",\"secrets\":{\"A\":\"\"}}",
                "{\"id\":\"x\",\"secrets\":{\"A\":1}}",
                "{",
                "[]"
            })
    void refusesAnAgentThatBreaksARule(String body) {
        for (Dialect dialect : List.of(Dialect.LOCAL, Dialect.HOSTED)) {
            var reply = caller(dialect).post(AGENTS, body);

            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.errorType()).isEqualTo("invalid_request");
            assertThat(reply.errorMessage()).isNotEmpty();
            assertThat(caller(dialect).get(AGENTS + "/x").status()).isEqualTo(404);
        }
    }

    @EachWithAgents
    void refusesAnIdThatIsTaken(Dialect dialect) {
        create(dialect, "{\"id\":\"taken\"}");

        var reply = caller(dialect).post(AGENTS, "{\"id\":\"taken\",\"display_name\":\"Other\"}");

        assertThat(reply.status()).isEqualTo(409);
        assertThat(reply.errorType()).isEqualTo("conflict");
    }

    @EachWithAgents
    void listsAgents(Dialect dialect) {
        create(dialect, "{\"id\":\"listed\"}");

        var reply = caller(dialect).get(AGENTS);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body().path("agents").findValuesAsText("id")).contains("listed");
    }

    @EachWithAgents
    void showsAnAgentsStateOnlyWhenAskedForThatAgent(Dialect dialect) {
        var created = create(dialect, "{\"id\":\"watched\"}");

        var agent = caller(dialect).get(AGENTS + "/watched").body();

        assertThat(agent.path("status").asText()).isEqualTo("ready");
        assertThat(agent.path("conditions").isArray()).isTrue();
        assertThat(agent.path("last_error").isNull()).isTrue();
        assertThat(created.has("status")).isFalse();
    }

    @EachWithAgents
    void knowsNoAgentOfAnotherId(Dialect dialect) {
        for (var reply : List.of(
                caller(dialect).get(AGENTS + "/nobody"),
                caller(dialect).patch(AGENTS + "/nobody", "{}"),
                caller(dialect).delete(AGENTS + "/nobody"),
                caller(dialect).get(AGENTS + "/nobody/secrets"),
                caller(dialect).put(AGENTS + "/nobody/secrets/KEY", "{\"value\":\"v\"}"),
                caller(dialect).delete(AGENTS + "/nobody/secrets/KEY"))) {
            assertThat(reply.status()).isEqualTo(404);
            assertThat(reply.errorType()).isEqualTo("not_found");
        }
    }

    @ParameterizedTest
    @CsvSource({"LOCAL, 204, ''", "HOSTED, 200, true"})
    void deletesAnAgentAndKeepsItsStore(Dialect dialect, int status, String deleted) {
        create(dialect, "{\"id\":\"doomed\",\"secrets\":{\"KEY\":\"kept\"}}");

        var reply = caller(dialect).delete(AGENTS + "/doomed");

        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.body().path("deleted").asText()).isEqualTo(deleted);
        assertThat(caller(dialect).get(AGENTS + "/doomed").status()).isEqualTo(404);
        assertThat(server(dialect).secretValue("agent:doomed", "KEY")).contains("kept");
    }
}
