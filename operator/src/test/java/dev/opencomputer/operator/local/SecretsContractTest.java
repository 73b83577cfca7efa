/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rows on a store's entries in the wire contract, over HTTP. */
class SecretsContractTest extends DialectServers {

    private static final String STORES = "/api/secret-stores/";

    private String newStore(Dialect dialect) {
        return STORES + caller(dialect).createStore("store-" + UUID.randomUUID()) + "/secrets";
    }

    @EachDialect
    void saysThatASecretIsSet(Dialect dialect) {
        var reply = caller(dialect).put(newStore(dialect) + "/TOKEN", "{\"value\":\"s3cret\"}");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body().path("name").asText()).isEqualTo("TOKEN");
        assertThat(reply.body().path("status").asText()).isEqualTo("set");
        assertThat(reply.body().path("refreshed").isInt()).isTrue();
    }

    @EachDialect
    void keepsTheValueAndNeverShowsIt(Dialect dialect) {
        String id = caller(dialect).createStore("secretive");
        caller(dialect).put(STORES + id + "/secrets/TOKEN", "{\"value\":\"s3cret ⚙\"}");

        assertThat(server(dialect).secretValue("secretive", "TOKEN")).contains("s3cret ⚙");
        assertThat(caller(dialect).get(STORES + id + "/secrets").text()).doesNotContain("s3cret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"value\":\"\"}", "{\"value\":null}", "{\"value\":1}", "{\"value\":{}}"})
    void refusesASecretWithoutAValue(String body) {
        for (Dialect dialect : Dialect.values()) {
            var reply = caller(dialect).put(newStore(dialect) + "/TOKEN", body);

            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.error()).startsWith("secret value required: ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"[\"\"]", "[\"a.example\",\" \"]"})
    void refusesAnEmptyHost(String hosts) {
        for (Dialect dialect : Dialect.values()) {
            var reply = caller(dialect)
                    .put(newStore(dialect) + "/TOKEN", "{\"value\":\"v\",\"allowedHosts\":" + hosts + "}");

            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.error()).isEqualTo("allowedHosts entries cannot be empty");
        }
    }

    @EachDialect
    void clearsHostsThatAreNotSent(Dialect dialect) {
        String secrets = newStore(dialect);
        caller(dialect).put(secrets + "/TOKEN", "{\"value\":\"v\",\"allowedHosts\":[\"a.example\"]}");
        assertThat(caller(dialect).get(secrets).body().at("/0/allowedHosts").toString())
                .isEqualTo("[\"a.example\"]");

        caller(dialect).put(secrets + "/TOKEN", "{\"value\":\"w\"}");

        assertThat(caller(dialect).get(secrets).body().at("/0/allowedHosts").toString())
                .isEqualTo("[]");
        assertThat(caller(dialect).get(secrets).body()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"LOCAL, true", "HOSTED, false", "SELF_HOSTED, true"})
    void listsEntriesByName(Dialect dialect, boolean ids) {
        String secrets = newStore(dialect);
        List.of("C", "A", "B").forEach(key -> caller(dialect).put(secrets + "/" + key, "{\"value\":\"v\"}"));

        var list = caller(dialect).get(secrets).body();

        assertThat(list.findValuesAsText("name")).containsExactly("A", "B", "C");
        for (String field : List.of("allowedHosts", "createdAt", "updatedAt")) {
            assertThat(list.get(0).has(field)).isTrue();
        }
        assertThat(list.get(0).has("id")).isEqualTo(ids);
        assertThat(list.get(0).has("storeId")).isEqualTo(ids);
        assertThat(list.get(0).has("value")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"LOCAL, []", "HOSTED, []", "SELF_HOSTED, null"})
    void listsAnEmptyStore(Dialect dialect, String list) {
        assertThat(caller(dialect).get(newStore(dialect)).text()).isEqualTo(list);
    }

    @ParameterizedTest
    @CsvSource({"LOCAL, secret not found", "HOSTED, secret not found", "SELF_HOSTED, secret entry not found"})
    void deletesAnEntryOnce(Dialect dialect, String words) {
        String secrets = newStore(dialect);
        caller(dialect).put(secrets + "/TOKEN", "{\"value\":\"v\"}");

        assertThat(caller(dialect).delete(secrets + "/TOKEN").status()).isEqualTo(204);

        var again = caller(dialect).delete(secrets + "/TOKEN");
        assertThat(again.status()).isEqualTo(404);
        assertThat(again.error()).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource({"LOCAL, TOKEN", "HOSTED, %54OKEN", "SELF_HOSTED, TOKEN"})
    void takesAPathPartAsTheDialectDoes(Dialect dialect, String name) {
        String secrets = newStore(dialect);

        caller(dialect).put(secrets + "/%54OKEN", "{\"value\":\"v\"}");

        assertThat(caller(dialect).get(secrets).body().findValuesAsText("name")).containsExactly(name);
    }

    @Test
    void refusesAKeyThatIsNoEnvironmentVariable() {
        for (String key : List.of("1A", "a-b", "a%20b", "a%2Fb", "%C3%A4")) {
            var reply = caller(Dialect.LOCAL).put(newStore(Dialect.LOCAL) + "/" + key, "{\"value\":\"v\"}");

            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.error()).startsWith("invalid secret name");
        }
    }

    @EachDialect
    void takesValuesOfSeveralMegabytes(Dialect dialect) {
        String value = "v".repeat(7 * 1024 * 1024);

        assertThat(caller(dialect)
                        .put(newStore(dialect) + "/BIG", "{\"value\":\"" + value + "\"}")
                        .status())
                .isEqualTo(200);
    }
}
