/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.opencomputer.operator.api.Agent;
import dev.opencomputer.operator.facade.HttpCaller.Reply;
import dev.opencomputer.operator.testing.Agents;
import dev.opencomputer.operator.testing.ControlPlaneExtension;
import dev.opencomputer.operator.testing.RunningFacade;
import dev.opencomputer.operator.testing.TestCluster;
import dev.opencomputer.operator.wire.Headers;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/** There is one agent, and no operator: what is wrong is refused before anybody is waited for. */
@ExtendWith(ControlPlaneExtension.class)
class BadRequestsIT {

    private static final int MORE_THAN_A_BODY = 1024 * 1024;
    private static final int MORE_THAN_A_VALUE = 128 * 1024 + 1;

    @TempDir
    private static Path folder;

    private static TestCluster cluster;
    private static RunningFacade facade;

    @BeforeAll
    static void start(TestCluster given) {
        cluster = given;
        facade = RunningFacade.start(cluster, folder);
        facade.publishSealingKey();
        new Agents(cluster).create("known");
    }

    @AfterAll
    static void stop() {
        facade.close();
    }

    static Stream<Arguments> bodiesOfAPost() {
        return Stream.of(
                arguments("{\"id\": ", "the body is not JSON: line 1, column"),
                arguments("", "the body must be a JSON object"),
                arguments("[]", "the body must be a JSON object"),
                arguments("{\"id\":\"a\"} {}", "something stands behind the JSON object"),
                arguments("{\"id\":\"a\",\"id\":\"b\"}", "a field stands twice in the body"),
                arguments("{}", "id must be a DNS label"),
                arguments("{\"id\":5}", "id must be a string"),
                arguments("{\"id\":\"\"}", "id must be a DNS label"),
                arguments("{\"id\":\"Upper\"}", "id must be a DNS label"),
                arguments("{\"id\":\"a.b\"}", "id must be a DNS label"),
                arguments("{\"id\":\"a/b\"}", "id must be a DNS label"),
                arguments("{\"id\":\"-a\"}", "id must be a DNS label"),
                arguments("{\"id\":\"" + "a".repeat(64) + "\"}", "id must be a DNS label"),
                arguments("{\"id\":\"ä\"}", "id must be a DNS label"),
                arguments("{\"id\":\"\u0430gent\"}", "id must be a DNS label"),
                arguments("{\"id\":\"a\u200b\"}", "id must be a DNS label"),
                arguments("{\"id\":\"a\\u0000\"}", "id has a NUL character in it"),
                arguments("{\"id\":\"" + "a".repeat(300) + "\"}", "id must be a DNS label"),
                arguments("{\"id\":\"a\",\"display_name\":\"\\ud800\"}", "display_name has half a surrogate pair"),
                arguments("{\"id\":\"a\",\"display_name\":\"\"}", "display_name: "),
                arguments("{\"id\":\"a\",\"displayName\":\"x\",\"foo\":1}", "unknown field displayName"),
                arguments("{\"id\":\"a\",\"displayName\":\"x\",\"foo\":1}", "unknown field foo"),
                arguments("{\"id\":\"a\",\"config\":[]}", "config must be an object"),
                inConfig("\"snapshots\":\"x\"", "unknown field config.snapshots"),
                inConfig("\"elasticity\":{\"baselineMb\":1}", "unknown field config.elasticity.baselineMb"),
                inConfig("\"snapshot\":true", "config.snapshot must be a string"),
                inConfig("\"idle_timeout_s\":\"600\"", "config.idle_timeout_s must be a whole number"),
                inConfig("\"idle_timeout_s\":1.5", "config.idle_timeout_s must be a whole number"),
                inConfig("\"idle_timeout_s\":99999999999", "config.idle_timeout_s must be a whole number"),
                inConfig("\"idle_timeout_s\":-1", "config.idle_timeout_s: "),
                inConfig("\"env\":{\"A\":1}", "config.env.A must be a string"),
                inConfig("\"env\":{\"1A\":\"x\"}", "config.env: env has a name that is none"),
                inConfig(
                        "\"agent_config\":{\"allowed_tools\":[1]}", "config.agent_config.allowed_tools must be a list"),
                inConfig(
                        "\"agent_config\":{\"allowed_tools\":[\"a\",\"a\"]}", "config.agent_config.allowed_tools[1]: "),
                inConfig(
                        "\"entrypoint\":\"x\",\"agent_config\":{\"system_prompt\":\"y\"}",
                        "config: entrypoint and agent_config exclude each other"),
                inConfig(
                        "\"elasticity\":{\"baseline_mb\":2,\"max_mb\":1}",
                        "config.elasticity.baseline_mb: baseline_mb is greater than max_mb"),
                arguments(
                        "{\"id\":\"a\",\"core\":\"hermes\",\"config\":{\"snapshot\":\"s\"}}",
                        "core and config exclude each other"),
                arguments(
                        "{\"id\":\"a\",\"secrets\":{\"A/B\":\"x\"}}",
                        "secrets.A/B: a key must be the name of an environment"),
                arguments("{\"id\":\"a\",\"secrets\":{\"A\":\"\"}}", "secrets.A must be a string that is not empty"),
                arguments("{\"id\":\"a\",\"secrets\":{\"A\":7}}", "secrets.A must be a string"),
                arguments(
                        "{\"id\":\"a\",\"secrets\":{\"A\":\"" + "x".repeat(MORE_THAN_A_VALUE) + "\"}}",
                        "secrets.A has 131073 bytes"));
    }

    @ParameterizedTest
    @MethodSource("bodiesOfAPost")
    void refusesAPostAndSaysWhatIsWrongInTheNamesOfTheApi(String body, String words) {
        Reply reply = HttpCaller.of(facade).post("/v1/agents", body);

        assertRefused(reply, 400, "invalid_request");
        assertThat(reply.errorMessage()).contains(words);
        assertThat(reply.body().path("error").path("fields")).isNotEmpty().allSatisfy(field -> {
            assertThat(field.path("pointer").isTextual()).isTrue();
            assertThat(field.path("message").asText()).isNotEmpty();
        });
        assertThat(cluster.client()
                        .resources(Agent.class)
                        .inNamespace(cluster.namespace())
                        .list()
                        .getItems())
                .extracting(agent -> agent.getMetadata().getName())
                .containsExactly("known");
    }

    static final List<Arguments> OTHER_CALLS = List.of(
            arguments("PATCH", "/v1/agents/known", "{\"id\":\"other\"}", 400, "unknown field id"),
            arguments("PATCH", "/v1/agents/known", "{\"core\":\"hermes\"}", 400, "unknown field core"),
            arguments("PATCH", "/v1/agents/known", "{\"config\":{\"x\":null}}", 400, "unknown field config.x"),
            arguments(
                    "PATCH", "/v1/agents/known", "{\"config\":{\"idle_timeout_s\":-1}}", 400, "config.idle_timeout_s"),
            arguments("PATCH", "/v1/agents/known", "nonsense", 400, "the body is not JSON"),
            arguments("PATCH", "/v1/agents/unknown", "{\"display_name\":\"x\"}", 404, "agent not found: unknown"),
            arguments("GET", "/v1/agents/unknown", "", 404, "agent not found: unknown"),
            arguments("GET", "/v1/agents/Not-An-Id", "", 404, "agent not found"),
            arguments("GET", "/v1/agents/..%2f..%2fsecrets", "", 404, "agent not found"),
            arguments("GET", "/v1/agents/" + "a".repeat(300), "", 404, "agent not found"),
            arguments("DELETE", "/v1/agents/unknown", "", 404, "agent not found: unknown"),
            arguments("POST", "/v1/agents", "{\"id\":\"known\"}", 409, "already exists"),
            arguments("GET", "/v1/agents/unknown/secrets", "", 404, "agent not found: unknown"),
            arguments("PUT", "/v1/agents/unknown/secrets/A", "{\"value\":\"x\"}", 404, "agent not found: unknown"),
            arguments("PUT", "/v1/agents/known/secrets/A%2FB", "{\"value\":\"x\"}", 400, "key must be the name"),
            arguments("PUT", "/v1/agents/known/secrets/1A", "{\"value\":\"x\"}", 400, "key must be the name"),
            arguments("PUT", "/v1/agents/known/secrets/A/B", "{\"value\":\"x\"}", 404, "Not Found"),
            arguments("PUT", "/v1/agents/known/secrets/A", "{}", 400, "value must be a string that is not empty"),
            arguments(
                    "PUT", "/v1/agents/known/secrets/A", "{\"value\":\"\"}", 400, "value must be a string that is not"),
            arguments(
                    "PUT", "/v1/agents/known/secrets/A", "{\"value\":null}", 400, "value must be a string that is not"),
            arguments("PUT", "/v1/agents/known/secrets/A", "{\"value\":5}", 400, "value must be a string"),
            arguments("PUT", "/v1/agents/known/secrets/A", "{\"value\":\"\\udc00\"}", 400, "half a surrogate pair"),
            arguments(
                    "PUT",
                    "/v1/agents/known/secrets/A",
                    "{\"value\":\"" + "x".repeat(MORE_THAN_A_VALUE) + "\"}",
                    400,
                    "value has 131073 bytes"),
            arguments(
                    "PUT",
                    "/v1/agents/known/secrets/A",
                    "{\"value\":\"" + "x".repeat(MORE_THAN_A_BODY) + "\"}",
                    413,
                    "the body is larger"),
            arguments(
                    "PUT",
                    "/v1/agents/known/secrets/A",
                    "{\"value\":\"x\",\"allowedHosts\":[]}",
                    400,
                    "unknown field allowedHosts"),
            arguments(
                    "PUT",
                    "/v1/agents/known/secrets/A",
                    "{\"value\":\"x\",\"allowed_hosts\":[\" \"]}",
                    400,
                    "allowed_hosts: allowed_hosts has an entry that is no host name"),
            arguments(
                    "PUT",
                    "/v1/agents/known/secrets/A",
                    "{\"value\":\"x\",\"allowed_hosts\":\"a.example\"}",
                    400,
                    "allowed_hosts must be a list of strings"),
            arguments("DELETE", "/v1/agents/known/secrets/A", "", 404, "secret not found"),
            arguments("DELETE", "/v1/agents/known/secrets/A%2FB", "", 400, "key must be the name"),
            arguments("GET", "/v1/nothing", "", 404, "Not Found"),
            arguments("PUT", "/v1/agents", "{}", 405, "there are only these methods here: GET, HEAD, OPTIONS, POST"));

    @ParameterizedTest
    @FieldSource("OTHER_CALLS")
    void refusesWhatIsWrongInTheEnvelope(String method, String path, String body, int status, String words) {
        Reply reply = HttpCaller.of(facade).send(method, path, body);

        assertRefused(reply, status, status == 404 ? "not_found" : status == 409 ? "conflict" : "invalid_request");
        assertThat(reply.errorMessage()).contains(words);
    }

    static final List<Arguments> PLACES = List.of(
            arguments("POST", "/v1/agents", "{\"id\":5}", "/id"),
            arguments("POST", "/v1/agents", "{\"id\":\"a\",\"secrets\":{\"A\":\"\"}}", "/secrets/A"),
            arguments("POST", "/v1/agents", "{\"id\":\"a\",\"secrets\":{\"A/B\":\"x\"}}", "/secrets/A~1B"),
            arguments("PATCH", "/v1/agents/known", "{\"config\":{\"idle_timeout_s\":-1}}", "/config/idle_timeout_s"),
            arguments(
                    "PATCH",
                    "/v1/agents/known",
                    "{\"config\":{\"agent_config\":{\"allowed_tools\":[\"a\",\"a\"]}}}",
                    "/config/agent_config/allowed_tools/1"),
            arguments("PUT", "/v1/agents/known/secrets/A", "{\"value\":\"\"}", "/value"),
            arguments(
                    "PUT",
                    "/v1/agents/known/secrets/A",
                    "{\"value\":\"x\",\"allowed_hosts\":[\" \"]}",
                    "/allowed_hosts"));

    @ParameterizedTest
    @FieldSource("PLACES")
    void pointsToThePlaceInTheBody(String method, String path, String body, String pointer) {
        Reply reply = HttpCaller.of(facade).send(method, path, body);

        assertRefused(reply, 400, "invalid_request");
        assertThat(reply.body().path("error").path("fields"))
                .extracting(field -> field.path("pointer").asText())
                .contains(pointer);
    }

    private static Arguments inConfig(String config, String words) {
        return arguments("{\"id\":\"a\",\"config\":{" + config + "}}", words);
    }

    private static void assertRefused(Reply reply, int status, String type) {
        assertThat(reply.status()).as("%s", reply.body()).isEqualTo(status);
        assertThat(reply.header("Content-Type")).isEqualTo("application/json");
        assertThat(reply.header(Headers.CLUSTER)).isEqualTo(RunningFacade.CLUSTER_ID);
        assertThat(reply.errorType()).isEqualTo(type);
        assertThat(reply.body().path("error").path("request_id").asText()).isEqualTo(reply.header("X-Request-Id"));
        assertThat(reply.errorMessage())
                .doesNotContain("Exception", "idleTimeoutSeconds", "agentConfig", "spec.")
                .doesNotContain("x".repeat(100));
    }
}
