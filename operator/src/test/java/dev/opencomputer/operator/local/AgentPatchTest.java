/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How an agent is changed, over HTTP. */
class AgentPatchTest extends DialectServers {

    private static final String AGENTS = "/v1/agents";

    private String newAgent(Dialect dialect, String config) {
        String id = "a" + UUID.randomUUID();
        caller(dialect).post(AGENTS, "{\"id\":\"" + id + "\",\"display_name\":\"Name\",\"config\":" + config + "}");
        return AGENTS + "/" + id;
    }

    private JsonNode patched(Dialect dialect, String config, String patch) {
        var reply = caller(dialect).patch(newAgent(dialect, config), patch);
        assertThat(reply.status()).isEqualTo(200);
        return reply.body();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                    | {'snapshot':'v1','env':{'A':'1','B':'2'}}",
                "{'config':{}}                         | {'snapshot':'v1','env':{'A':'1','B':'2'}}",
                "{'config':{'snapshot':'v2'}}          | {'snapshot':'v2','env':{'A':'1','B':'2'}}",
                "{'config':{'snapshot':null}}          | {'env':{'A':'1','B':'2'}}",
                "{'config':{'env':{'A':null,'C':'3'}}} | {'snapshot':'v1','env':{'B':'2','C':'3'}}",
                "{'config':{'env':null}}               | {'snapshot':'v1'}",
                "{'config':null}                       | null",
                "{'colour':'red'}                      | {'snapshot':'v1','env':{'A':'1','B':'2'}}"
            })
    void mergesAsJsonMergePatchDoes(String patch, String result) {
        var agent = patched(
                Dialect.LOCAL, "{\"snapshot\":\"v1\",\"env\":{\"A\":\"1\",\"B\":\"2\"}}", patch.replace('\'', '"'));

        assertThat(agent.path("config").toString()).isEqualTo(result.replace('\'', '"'));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                 | {'snapshot':'v1','env':{'A':'1'}}",
                "{'config':{'snapshot':'v2'}}       | {'snapshot':'v2'}",
                "{'config':{'snapshot':null}}       | {}",
                "{'config':{'env':{'C':'3'}}}       | {'env':{'C':'3'}}",
                "{'config':null}                    | null"
            })
    void replacesConfigAsAWholeWhenHosted(String patch, String result) {
        var agent = patched(Dialect.HOSTED, "{\"snapshot\":\"v1\",\"env\":{\"A\":\"1\"}}", patch.replace('\'', '"'));

        assertThat(agent.path("config").toString()).isEqualTo(result.replace('\'', '"'));
    }

    @ParameterizedTest
    @CsvSource({"LOCAL", "HOSTED"})
    void changesTheDisplayNameAndTakesItAway(Dialect dialect) {
        String path = newAgent(dialect, "{}");

        assertThat(caller(dialect)
                        .patch(path, "{\"display_name\":\"New\"}")
                        .body()
                        .path("display_name")
                        .asText())
                .isEqualTo("New");
        assertThat(caller(dialect)
                        .patch(path, "{\"display_name\":null}")
                        .body()
                        .path("display_name")
                        .asText())
                .isEqualTo(path.substring(AGENTS.length() + 1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'config':{'agent_config':{'system_prompt':'p'}}}",
                "{'config':'x'}",
                "{'config':{'elasticity':{'max_mb':true}}}",
                "{'display_name':{}}",
                "[]"
            })
    void leavesTheAgentAsItIsWhenAPatchIsRefused(String patch) {
        String path = newAgent(Dialect.LOCAL, "{\"entrypoint\":\"e\"}");
        var before = caller(Dialect.LOCAL).get(path).body();

        var reply = caller(Dialect.LOCAL).patch(path, patch.replace('\'', '"'));

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.errorType()).isEqualTo("invalid_request");
        assertThat(caller(Dialect.LOCAL).get(path).body()).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource({"LOCAL", "HOSTED"})
    void hasNoWayToChangeCoreAndModel(Dialect dialect) {
        caller(dialect).post(AGENTS, "{\"id\":\"fixed\",\"core\":\"hermes\"}");

        var agent = caller(dialect)
                .patch(AGENTS + "/fixed", "{\"core\":\"other\",\"model\":\"m\"}")
                .body();

        assertThat(agent.path("core").asText()).isEqualTo("hermes");
        assertThat(agent.has("model")).isFalse();
    }
}
