/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rows on an agent's secrets in the wire contract, over HTTP. */
class AgentSecretsContractTest extends DialectServers {

    private static final String AGENTS = "/v1/agents";

    private String newAgent(Dialect dialect) {
        String id = "a" + UUID.randomUUID();
        caller(dialect).post(AGENTS, "{\"id\":\"" + id + "\"}");
        return id;
    }

    private String secretStore(Dialect dialect, String id) {
        return caller(dialect)
                .get(AGENTS + "/" + id)
                .body()
                .path("secret_store")
                .asText();
    }

    @ParameterizedTest
    @CsvSource({"LOCAL", "HOSTED"})
    void makesTheStoreWithTheFirstSecret(Dialect dialect) {
        String id = newAgent(dialect);
        assertThat(secretStore(dialect, id)).isEqualTo("null");

        var reply = caller(dialect).put(AGENTS + "/" + id + "/secrets/KEY", "{\"value\":\"v\"}");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(secretStore(dialect, id)).isEqualTo("agent:" + id);
        assertThat(caller(dialect).get("/api/secret-stores").body().findValuesAsText("name"))
                .contains("agent:" + id);
        assertThat(server(dialect).secretValue("agent:" + id, "KEY")).contains("v");
    }

    @ParameterizedTest
    @CsvSource({"LOCAL", "HOSTED"})
    void knowsAStoreThatWasMadeThroughTheOtherApi(Dialect dialect) {
        String id = newAgent(dialect);

        String store = caller(dialect).createStore("agent:" + id);
        assertThat(secretStore(dialect, id)).isEqualTo("agent:" + id);

        caller(dialect).delete("/api/secret-stores/" + store);
        assertThat(secretStore(dialect, id)).isEqualTo("null");
    }

    @ParameterizedTest
    @CsvSource({"LOCAL", "HOSTED"})
    void setsTheSecretsThatComeWithTheAgent(Dialect dialect) {
        String id = "a" + UUID.randomUUID();

        var reply = caller(dialect).post(AGENTS, "{\"id\":\"" + id + "\",\"secrets\":{\"B\":\"2\",\"A\":\"1\"}}");

        assertThat(reply.status()).isEqualTo(201);
        assertThat(reply.body().path("secret_store").asText()).isEqualTo("agent:" + id);
        assertThat(server(dialect).secretValue("agent:" + id, "A")).contains("1");
        assertThat(server(dialect).secretValue("agent:" + id, "B")).contains("2");
    }

    @ParameterizedTest
    @CsvSource({"LOCAL", "HOSTED"})
    void listsKeysHostsAndTimesButNoValues(Dialect dialect) {
        String secrets = AGENTS + "/" + newAgent(dialect) + "/secrets";
        caller(dialect).put(secrets + "/KEY", "{\"value\":\"s3cret\",\"allowed_hosts\":[\"*.a.example\"]}");

        var reply = caller(dialect).get(secrets);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text()).doesNotContain("s3cret");
        var secret = reply.body().path("secrets").get(0);
        assertThat(secret.fieldNames()).toIterable().containsExactlyInAnyOrder("key", "allowed_hosts", "set_at");
        assertThat(secret.path("key").asText()).isEqualTo("KEY");
        assertThat(secret.path("allowed_hosts").toString()).isEqualTo("[\"*.a.example\"]");
    }

    @ParameterizedTest
    @CsvSource({"LOCAL", "HOSTED"})
    void listsNothingForAnAgentWithoutAStore(Dialect dialect) {
        assertThat(caller(dialect)
                        .get(AGENTS + "/" + newAgent(dialect) + "/secrets")
                        .text())
                .isEqualTo("{\"secrets\":[]}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{}", "{\"value\":\"\"}", "{\"value\":1}", "{\"value\":\"v\",\"allowed_hosts\":[\"\"]}", "{"})
    void refusesASecretThatBreaksARuleAndMakesNoStore(String body) {
        String id = newAgent(Dialect.LOCAL);

        var reply = caller(Dialect.LOCAL).put(AGENTS + "/" + id + "/secrets/KEY", body);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.errorType()).isEqualTo("invalid_request");
        assertThat(secretStore(Dialect.LOCAL, id)).isEqualTo("null");
    }

    @ParameterizedTest
    @CsvSource({"LOCAL, 204", "HOSTED, 200"})
    void deletesASecretOnce(Dialect dialect, int status) {
        String secret = AGENTS + "/" + newAgent(dialect) + "/secrets/KEY";
        caller(dialect).put(secret, "{\"value\":\"v\"}");

        assertThat(caller(dialect).delete(secret).status()).isEqualTo(status);

        var again = caller(dialect).delete(secret);
        assertThat(again.status()).isEqualTo(404);
        assertThat(again.errorType()).isEqualTo("not_found");
    }
}
