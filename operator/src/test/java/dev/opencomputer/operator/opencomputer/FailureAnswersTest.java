/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.opencomputer;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.opencomputer.operator.opencomputer.OpenComputerException.Conflict;
import dev.opencomputer.operator.opencomputer.OpenComputerException.NotFound;
import dev.opencomputer.operator.opencomputer.OpenComputerException.Refused;
import dev.opencomputer.operator.opencomputer.OpenComputerException.ServerTrouble;
import dev.opencomputer.operator.opencomputer.OpenComputerException.Throttled;
import dev.opencomputer.operator.opencomputer.OpenComputerException.Unauthorised;
import dev.opencomputer.operator.opencomputer.OpenComputerException.Unintelligible;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each answer of the contract that is no good one, and what it is taken for. */
class FailureAnswersTest {

    @RegisterExtension
    static final StubbedServer SERVER = new StubbedServer();

    private static final StoreId STORE = new StoreId("0b0f7d3e-64f1-4b5c-9a0a-3f9e1c2d4b5a");
    private static final SecretKey KEY = new SecretKey("KEY");

    @ParameterizedTest
    @ValueSource(ints = {400, 405, 406, 410, 413, 415, 422, 431})
    void takesA4xxForARefusal(int status) {
        assertThat(answering(status, "", this::createStore))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("" + status);
    }

    @Test
    void quotesAWordThatTheContractFixes() {
        assertThat(answering(400, "{\"error\":\"name is required\"}", this::createStore))
                .hasMessage(
                        "Could not create the secret store (secret store agent:a at %s): the server does not accept it (400, \"name is required\"). Check what is sent against what this server's API accepts."
                                .formatted(SERVER.url()));
    }

    @Test
    void quotesOnlyTheBeginningThatTheContractFixes() {
        assertThat(answering(400, "{\"error\":\"secret value required: attempt seventeen\"}", this::putKey)
                        .getMessage())
                .contains("\"secret value required\"")
                .doesNotContain("seventeen");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"error\":\"row seventeen is bad\"}",
                "{\"error\":{\"type\":\"new-seventeen\",\"message\":\"seventeen\"}}",
                "seventeen",
                "{\"message\":\"seventeen\"}",
                "[seventeen]"
            })
    void doesNotRepeatOtherWords(String body) {
        assertThat(answering(400, body, this::createStore).getMessage()).doesNotContain("seventeen");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "409|{\"error\":\"a store with that name already exists\"}",
                "409|{\"error\":{\"type\":\"conflict\",\"message\":\"id taken\"}}",
                "500|{\"error\":\"ERROR: duplicate key value violates unique constraint \\\"secret_stores_org_id_name_key\\\" (SQLSTATE 23505)\"}",
                "500|{\"error\":\"UNIQUE constraint failed\"}"
            })
    void takesBothDialectsOfATakenNameForAConflict(int status, String body) {
        OpenComputerException failure = answering(status, body, this::createStore);

        assertThat(failure).isInstanceOf(Conflict.class);
        assertThat(failure.mayHaveBeenCarriedOut()).isFalse();
        assertThat(failure.getMessage()).doesNotContain("secret_stores_org_id_name_key");
    }

    @Test
    void takesA404ThatNamesAForeignKeyForAConflict() {
        String body = "{\"error\":\"update or delete violates foreign key constraint \\\"sandboxes_store_fk\\\"\"}";

        assertThat(answering(404, body, () -> SERVER.stores().delete(STORE)))
                .isInstanceOf(Conflict.class)
                .hasMessageContaining("a sandbox still refers to it");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"error\":\"secret store not found\"}", "{\"message\":\"Not Found\"}", ""})
    void takesA404OnOneStoreForNotFound(String body) {
        assertThat(answering(404, body, () -> SERVER.stores().get(STORE))).isInstanceOf(NotFound.class);
    }

    @Test
    void doesNotTakeA404OnTheListForAnEmptyOne() {
        assertThat(answering(
                        404,
                        "{\"message\":\"Not Found\"}",
                        () -> SERVER.stores().list()))
                .isInstanceOf(Unintelligible.class)
                .hasMessageContaining("the server knows no such path");
    }

    @ParameterizedTest
    @CsvSource({"401,missing API key", "403,invalid API key", "401,missing or invalid API key"})
    void saysOfAWrongKeyThatItMayBeTheServer(int status, String words) {
        OpenComputerException failure = answering(status, "{\"error\":\"" + words + "\"}", this::createStore);

        assertThat(failure).isInstanceOf(Unauthorised.class);
        assertThat(failure.getMessage())
                .isEqualTo("OpenComputer at " + SERVER.url() + " answered " + status + ", \"" + words
                        + "\": the API key is not accepted, or the server is in trouble. Check the API key, and the server's"
                        + " health: a self-hosted server answers so to every key while its database is down.");
        assertThat(failure.retryAfter()).contains(Duration.ofSeconds(30));
    }

    @Test
    void keepsTheDelayOfA429() {
        SERVER.on(any(anyUrl()).willReturn(aResponse().withStatus(429).withHeader("Retry-After", "17")));

        OpenComputerException failure = failureOf(this::createStore);

        assertThat(failure).isInstanceOf(Throttled.class);
        assertThat(failure.retryAfter()).contains(Duration.ofSeconds(17));
        assertThat(failure)
                .hasMessage(
                        "OpenComputer at %s asks to be called less often. Calls go on by themselves once the time that it asked for has passed."
                                .formatted(SERVER.url()));
    }

    @Test
    void keepsTheDateOfA429() {
        SERVER.on(any(anyUrl())
                .willReturn(aResponse()
                        .withStatus(429)
                        .withHeader("Date", "Wed, 21 Oct 2026 07:28:00 GMT")
                        .withHeader("Retry-After", "Wed, 21 Oct 2026 07:30:00 GMT")));

        assertThat(failureOf(this::createStore).retryAfter()).contains(Duration.ofMinutes(2));
    }

    @Test
    void takesA503WithADelayForThrottling() {
        SERVER.on(any(anyUrl()).willReturn(aResponse().withStatus(503).withHeader("Retry-After", "3")));

        assertThat(failureOf(this::createStore)).isInstanceOf(Throttled.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504, 507, 408})
    void saysOfAFailedWriteThatItMayHaveBeenCarriedOut(int status) {
        OpenComputerException failure = answering(status, "<html>oops</html>", this::createStore);

        assertThat(failure).isInstanceOf(ServerTrouble.class);
        assertThat(failure.mayHaveBeenCarriedOut()).isTrue();
    }

    @Test
    void saysTheSameOfEveryErrorOfTheServersOwn() {
        List<String> messages = IntStream.of(500, 502, 503, 504, 408)
                .mapToObj(status -> answering(status, "{\"error\":{\"type\":\"internal_error\"}}", this::createStore)
                        .getMessage())
                .distinct()
                .toList();

        assertThat(messages)
                .containsExactly(
                        "Could not create the secret store (secret store agent:a at %s): the server answered with an error of its own. Look into the server's log."
                                .formatted(SERVER.url()));
    }

    @Test
    void saysOfAFailedReadThatItChangedNothing() {
        assertThat(answering(500, "", () -> SERVER.stores().list()).mayHaveBeenCarriedOut())
                .isFalse();
    }

    @Test
    void namesTheLikelyCauseWhenAValueIsAnsweredWith500() {
        assertThat(answering(500, "{\"error\":\"internal\"}", this::putKey).advice())
                .isEqualTo("Look into the server's log: one that lacks its encryption key answers so to every value.");
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308, 304})
    void neverFollowsARedirect(int status) {
        SERVER.on(any(anyUrl()).willReturn(aResponse().withStatus(status).withHeader("Location", "/elsewhere")));

        assertThat(failureOf(() -> SERVER.stores().list()))
                .isInstanceOf(Unintelligible.class)
                .hasMessageContaining("(%d), which is not followed".formatted(status));
        assertThat(SERVER.requests()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<!DOCTYPE html><html></html>|a web page",
                "''|other JSON than expected, or none",
                "{}|other JSON than expected, or none",
                "{\"error\":\"x\"}|other JSON than expected, or none",
                "[{\"id\":1,\"name\":\"n\"}]|other JSON than expected, or none",
                "[{\"id\":\"s\",\"name\":\"n\"}|what is no JSON",
                "[] []|other JSON than expected, or none",
                "nonsense|what is no JSON",
                "[{\"name\":\"n\"}]|a store without an id",
                "[{\"id\":\"s\"}]|a store without a name",
                "[{\"id\":\"../s\",\"name\":\"n\"}]|a store whose id cannot stand in a path",
                "[null]|null where something was expected",
            })
    void takesNoOtherAnswerForAList(String body, String problem) {
        assertThat(answering(200, body, () -> SERVER.stores().list()))
                .isInstanceOf(Unintelligible.class)
                .hasMessage(
                        "Could not list the secret stores (secret stores at %s): the server answered 200 with %s. Check that the URL is the one of the API."
                                .formatted(SERVER.url(), problem));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "<html>", "{\"id\":\"other\",\"name\":\"other\"}"})
    void saysOfAWriteWithAStrangeAnswerThatItMayHaveBeenCarriedOut(String body) {
        OpenComputerException failure = answering(200, body, this::createStore);

        assertThat(failure).isInstanceOf(Unintelligible.class);
        assertThat(failure.mayHaveBeenCarriedOut()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ok", "<html></html>", "[]"})
    void doesNotTakeAnotherAnswerForAKeyThatWasSet(String body) {
        assertThat(answering(200, body, this::putKey)).isInstanceOf(Unintelligible.class);
    }

    @Test
    void readsNoMoreThanTheBoundOfOneObject() {
        String body = "{\"id\":\"s\",\"name\":\"" + "n".repeat(70_000) + "\"}";

        assertThat(answering(200, body, this::createStore))
                .hasMessageContaining("200 with more than this client reads");
    }

    @Test
    void readsNoMoreThanTheBoundOfAList() {
        String body = "[" + "{\"id\":\"s\",\"name\":\"n\"},".repeat(20_000) + "{\"id\":\"s\",\"name\":\"n\"}]";

        assertThat(answering(200, body, () -> SERVER.stores().list()))
                .hasMessageContaining("200 with more than this client reads");
    }

    @Test
    void readsAListLargerThanTheBoundOfOneObject() throws Exception {
        String body = "[" + "{\"id\":\"s\",\"name\":\"n\"},".repeat(5_000) + "{\"id\":\"s\",\"name\":\"n\"}]";
        SERVER.on(any(anyUrl()).willReturn(aResponse().withBody(body)));

        assertThat(SERVER.stores().list()).hasSize(5_001);
    }

    @Test
    void tellsTheObserverWhatCameOfACall() {
        answering(409, "", this::createStore);

        assertThat(SERVER.observed()).containsExactly("create_store conflict");
    }

    private void createStore() throws OpenComputerException {
        SERVER.stores().create("agent:a", Optional.of(List.of()));
    }

    private void putKey() throws OpenComputerException {
        SERVER.stores().putKey(STORE, KEY, SecretValue.of("value"), List.of());
    }

    private static OpenComputerException answering(int status, String body, ThrowingCallable call) {
        SERVER.on(any(anyUrl()).willReturn(aResponse().withStatus(status).withBody(body)));
        return failureOf(call);
    }

    private static OpenComputerException failureOf(ThrowingCallable call) {
        return catchThrowableOfType(OpenComputerException.class, call);
    }
}
