/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.opencomputer;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.delete;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.matching;
import static com.github.tomakehurst.wiremock.client.WireMock.noContent;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.put;
import static com.github.tomakehurst.wiremock.client.WireMock.putRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretStoresOverHttpTest {

    @RegisterExtension
    static final StubbedServer SERVER = new StubbedServer();

    private static final String ID = "0b0f7d3e-64f1-4b5c-9a0a-3f9e1c2d4b5a";
    private static final StoreId STORE = new StoreId(ID);
    private static final String STORES = "/api/secret-stores";
    private static final String ONE = STORES + "/" + ID;
    private static final SecretKey KEY = new SecretKey("ANTHROPIC_API_KEY");

    @Test
    void takesANullListForAnEmptyOne() throws Exception {
        SERVER.on(get(STORES).willReturn(okJson("null")));

        assertThat(SERVER.stores().list()).isEmpty();
    }

    @Test
    void takesAnEmptyListForAnEmptyOne() throws Exception {
        SERVER.on(get(STORES).willReturn(okJson("[]")));

        assertThat(SERVER.stores().list()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"orgId", "orgID"})
    void readsTheOrganisationInBothSpellings(String field) throws Exception {
        SERVER.on(get(STORES).willReturn(okJson("""
                [{"id":"%s","%s":"org-1","name":"agent:a","egressAllowlist":null,"surprise":{"new":true}}]
                """.formatted(ID, field))));

        assertThat(SERVER.stores().list())
                .containsExactly(new SecretStore(STORE, "agent:a", List.of(), Optional.of("org-1")));
    }

    @Test
    void readsOneStore() throws Exception {
        SERVER.on(get(ONE).willReturn(okJson(store("agent:a", "\"a.example\",\"*.b.example\""))));

        assertThat(SERVER.stores().get(STORE).egressAllowlist()).containsExactly("a.example", "*.b.example");
    }

    @Test
    void createsAStoreWithAnAllowlist() throws Exception {
        SERVER.on(post(STORES)
                .withRequestBody(equalToJson("{\"name\":\"agent:a\",\"egressAllowlist\":[\"a.example\"]}"))
                .willReturn(okJson(store("agent:a", "\"a.example\"")).withStatus(201)));

        assertThat(SERVER.stores()
                        .create("agent:a", Optional.of(List.of("a.example")))
                        .id())
                .isEqualTo(STORE);
    }

    @Test
    void createsAStoreWithoutNamingAnAllowlistWhenNoneIsManaged() throws Exception {
        SERVER.on(post(STORES)
                .withRequestBody(equalToJson("{\"name\":\"agent:a\"}"))
                .willReturn(okJson(store("agent:a", "")).withStatus(201)));

        assertThat(SERVER.stores().create("agent:a", Optional.empty()).name()).isEqualTo("agent:a");
    }

    @Test
    void sendsAnEmptyAllowlistToClearIt() throws Exception {
        SERVER.on(put(ONE).withRequestBody(equalToJson("{\"egressAllowlist\":[]}"))
                .willReturn(okJson(store("agent:a", ""))));

        assertThat(SERVER.stores().updateEgressAllowlist(STORE, List.of()).egressAllowlist())
                .isEmpty();
    }

    @Test
    void sendsTheHostsWithEachValueEvenWhenThereAreNone() throws Exception {
        SERVER.on(put(ONE + "/secrets/ANTHROPIC_API_KEY")
                .willReturn(okJson("{\"name\":\"ANTHROPIC_API_KEY\",\"status\":\"set\",\"refreshed\":0}")));

        SERVER.stores().putKey(STORE, KEY, SecretValue.of("v\"\u00e4\n"), List.of());

        SERVER.wireMock()
                .verify(putRequestedFor(urlEqualTo(ONE + "/secrets/ANTHROPIC_API_KEY"))
                        .withHeader("Content-Type", equalTo("application/json"))
                        .withRequestBody(equalToJson("{\"value\":\"v\\\"\u00e4\\n\",\"allowedHosts\":[]}")));
    }

    @Test
    void readsTheKeysOfBothDialects() throws Exception {
        SERVER.on(get(ONE + "/secrets").willReturn(okJson("""
                [{"name":"A","allowedHosts":["a.example"],"updatedAt":"2026-01-02T03:04:05.000Z"},
                 {"id":"1","storeId":"2","name":"B","allowedHosts":null,"updatedAt":"2026-01-02T03:04:05.123456+00:00"},
                 {"name":"not an environment name"}]
                """)));

        assertThat(SERVER.stores().keys(STORE))
                .containsExactly(
                        new StoredKey("A", List.of("a.example"), Optional.of(Instant.parse("2026-01-02T03:04:05Z"))),
                        new StoredKey("B", List.of(), Optional.of(Instant.parse("2026-01-02T03:04:05.123456Z"))),
                        new StoredKey("not an environment name", List.of(), Optional.empty()));
    }

    @Test
    void takesNoContentForADeletion() {
        SERVER.on(delete(ONE).willReturn(noContent()));

        assertThatCode(() -> SERVER.stores().delete(STORE)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{\"deleted\":true}", "gone"})
    void takesAny2xxForADeletionWhateverItsBody(String body) {
        SERVER.on(delete(ONE + "/secrets/ANTHROPIC_API_KEY")
                .willReturn(aResponse().withStatus(202).withBody(body)));

        assertThatCode(() -> SERVER.stores().deleteKey(STORE, KEY)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "/api", "/api/"})
    void reachesTheSameServerHoweverItsUrlEnds(String end) throws Exception {
        SERVER.on(get(STORES).willReturn(okJson("[]")));

        URI url = URI.create(SERVER.url() + end);
        assertThat(SERVER.client(StubbedServer.quick(), url).secretStores().list())
                .isEmpty();
    }

    @Test
    void saysWhoItIsAndSendsTheKeyAndNothingElse() throws Exception {
        SERVER.on(any(anyUrl()).willReturn(aResponse().withStatus(500)));
        SERVER.on(get(STORES)
                .withHeader("X-API-Key", equalTo(StubbedServer.KEY))
                .withHeader("User-Agent", matching("opencomputer-operator/.+"))
                .withHeader("Accept-Encoding", absent())
                .withHeader("Cookie", absent())
                .willReturn(okJson("[]").withHeader("Set-Cookie", "session=1")));
        SecretStores stores = SERVER.stores();

        assertThat(stores.list()).isEmpty();
        assertThat(stores.list()).isEmpty();
    }

    @Test
    void doesNotTrustTheContentTypeOfAnAnswer() throws Exception {
        SERVER.on(get(STORES)
                .willReturn(aResponse().withHeader("Content-Type", "text/html").withBody("[]")));

        assertThat(SERVER.stores().list()).isEmpty();
    }

    private static String store(String name, String hosts) {
        return "{\"id\":\"%s\",\"orgId\":\"org-1\",\"name\":\"%s\",\"egressAllowlist\":[%s]}"
                .formatted(ID, name, hosts);
    }
}
