/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rows on secret stores in the wire contract, over HTTP. */
class SecretStoresContractTest extends DialectServers {

    private static final String STORES = "/api/secret-stores";

    @ParameterizedTest
    @CsvSource({"LOCAL, orgId", "HOSTED, orgID", "SELF_HOSTED, orgId"})
    void answersACreatedStoreWithItsFields(Dialect dialect, String organisation) {
        var reply = caller(dialect).post(STORES, "{\"name\":\"fields\",\"egressAllowlist\":[\"a.example\"]}");

        assertThat(reply.status()).isEqualTo(201);
        assertThat(reply.body().fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("id", organisation, "name", "egressAllowlist", "createdAt", "updatedAt");
        assertThat(UUID.fromString(reply.body().path("id").asText())).isNotNull();
        assertThat(reply.body().path("egressAllowlist").toString()).isEqualTo("[\"a.example\"]");
    }

    @EachDialect
    void allowsEveryHostWhenNoAllowlistIsSent(Dialect dialect) {
        var reply = caller(dialect).post(STORES, "{\"name\":\"no-allowlist\"}");

        assertThat(reply.body().path("egressAllowlist").toString()).isEqualTo("[]");
    }

    @EachDialect
    void ignoresUnknownFields(Dialect dialect) {
        assertThat(caller(dialect)
                        .post(STORES, "{\"name\":\"unknown-fields\",\"colour\":{\"red\":1}}")
                        .status())
                .isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"name\":\"\"}", "{\"name\":null}"})
    void refusesAStoreWithoutAName(String body) {
        for (Dialect dialect : Dialect.values()) {
            var reply = caller(dialect).post(STORES, body);

            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.error()).isEqualTo("name is required");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "\"text\"", "null", "{\"name\":\"a\"} {}"})
    void refusesABodyThatIsNoJsonObject(String body) {
        for (Dialect dialect : Dialect.values()) {
            var reply = caller(dialect).post(STORES, body);

            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.error()).isEqualTo("invalid request");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"name\":1}",
                "{\"name\":\"a\",\"egressAllowlist\":\"x\"}",
                "{\"name\":\"a\",\"egressAllowlist\":[1]}",
                "{\"name\":\"a\",\"egressAllowlist\":{}}"
            })
    void refusesAFieldOfTheWrongType(String body) {
        for (Dialect dialect : Dialect.values()) {
            var reply = caller(dialect).post(STORES, body);

            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.error()).startsWith("invalid request");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "LOCAL, 409, a store with that name already exists",
        "HOSTED, 409, a store with that name already exists",
        "SELF_HOSTED, 500, violates unique constraint"
    })
    void refusesANameThatIsTaken(Dialect dialect, int status, String words) {
        caller(dialect).createStore("taken");

        var reply = caller(dialect).post(STORES, "{\"name\":\"taken\"}");

        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.error()).contains(words);
    }

    @ParameterizedTest
    @CsvSource({"LOCAL, []", "HOSTED, []", "SELF_HOSTED, null"})
    void listsAnEmptyOrganisation(Dialect dialect, String list) {
        try (RunningServer empty = RunningServer.in(dialect)) {
            var reply = empty.caller().get(STORES);

            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.text()).isEqualTo(list);
        }
    }

    @EachDialect
    void listsStoresByName(Dialect dialect) {
        try (RunningServer fresh = RunningServer.in(dialect)) {
            List.of("m", "agent:x", "z", "B").forEach(fresh.caller()::createStore);

            assertThat(values(fresh.caller().get(STORES).body(), "name")).containsExactly("B", "agent:x", "m", "z");
        }
    }

    @EachDialect
    void givesOneStore(Dialect dialect) {
        var created = caller(dialect).post(STORES, "{\"name\":\"one\"}").body();

        var reply = caller(dialect).get(STORES + "/" + created.path("id").asText());

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).isEqualTo(created);
    }

    @EachDialect
    void knowsNoStoreOfAnotherId(Dialect dialect) {
        String path = STORES + "/" + UUID.randomUUID();

        for (var reply : List.of(
                caller(dialect).get(path),
                caller(dialect).put(path, "{}"),
                caller(dialect).delete(path),
                caller(dialect).get(path + "/secrets"),
                caller(dialect).put(path + "/secrets/KEY", "{\"value\":\"v\"}"),
                caller(dialect).delete(path + "/secrets/KEY"))) {
            assertThat(reply.status()).isEqualTo(404);
            assertThat(reply.error()).isEqualTo("secret store not found");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "LOCAL, 404, secret store not found",
        "HOSTED, 404, secret store not found",
        "SELF_HOSTED, 400, invalid store ID"
    })
    void refusesAnIdThatIsNoUuid(Dialect dialect, int status, String words) {
        var reply = caller(dialect).get(STORES + "/agent:x");

        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.error()).isEqualTo(words);
    }

    @EachDialect
    void changesOnlyWhatIsSent(Dialect dialect) {
        var store = caller(dialect)
                .post(STORES, "{\"name\":\"partial\",\"egressAllowlist\":[\"a.example\"]}")
                .body();
        String path = STORES + "/" + store.path("id").asText();

        var renamed = caller(dialect).put(path, "{\"name\":\"partial-2\",\"egressAllowlist\":null}");
        assertThat(renamed.status()).isEqualTo(200);
        assertThat(renamed.body().path("name").asText()).isEqualTo("partial-2");
        assertThat(renamed.body().path("egressAllowlist").toString()).isEqualTo("[\"a.example\"]");

        var cleared = caller(dialect).put(path, "{\"name\":null,\"egressAllowlist\":[]}");
        assertThat(cleared.body().path("name").asText()).isEqualTo("partial-2");
        assertThat(cleared.body().path("egressAllowlist").toString()).isEqualTo("[]");
    }

    @EachDialect
    void freesTheNameThatAStoreHadBefore(Dialect dialect) {
        String id = caller(dialect).createStore("former");
        caller(dialect).put(STORES + "/" + id, "{\"name\":\"latter\"}");

        assertThat(caller(dialect).post(STORES, "{\"name\":\"former\"}").status())
                .isEqualTo(201);
    }

    @EachDialect
    void failsOnRenamingToANameThatIsTaken(Dialect dialect) {
        caller(dialect).createStore("occupied");
        String id = caller(dialect).createStore("renamed");

        var reply = caller(dialect).put(STORES + "/" + id, "{\"name\":\"occupied\"}");

        assertThat(reply.status()).isEqualTo(500);
        assertThat(caller(dialect).get(STORES + "/" + id).body().path("name").asText())
                .isEqualTo("renamed");
    }

    @EachDialect
    void deletesAStoreWithItsEntries(Dialect dialect) {
        String id = caller(dialect).createStore("doomed");
        caller(dialect).put(STORES + "/" + id + "/secrets/KEY", "{\"value\":\"v\"}");

        var reply = caller(dialect).delete(STORES + "/" + id);

        assertThat(reply.status()).isEqualTo(204);
        assertThat(reply.text()).isEmpty();
        assertThat(caller(dialect).get(STORES + "/" + id).status()).isEqualTo(404);
        assertThat(server(dialect).secretValue("doomed", "KEY")).isEmpty();
    }

    private static List<String> values(JsonNode list, String field) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(element -> element.path(field).asText())
                .toList();
    }
}
