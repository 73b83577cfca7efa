/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.caller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.opencomputer.operator.facade.answer.Refusal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialTest {

    private static final String JWT = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJl";

    @Test
    void isAKeyInItsHeader() {
        assertThat(key("ock_1")).contains(new Credential("ock_1", false));
        assertThat(key(" ock_1 ")).contains(new Credential("ock_1", false));
    }

    @Test
    void isATokenInAuthorization() {
        assertThat(authorization("Bearer " + JWT)).contains(new Credential(JWT, true));
        assertThat(authorization("bearer   opaque-token==")).contains(new Credential("opaque-token==", true));
    }

    @Test
    void isATokenInTheHeaderOfKeysWhereItLooksLikeOne() {
        assertThat(key(JWT)).contains(new Credential(JWT, true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"opaque", "a.b", "a.b.", "..", "a.b.c.d", "a.b.c=", "ock_a.b.c"})
    void isNoTokenInTheHeaderOfKeysWhereItDoesNot(String text) {
        assertThat(key(text)).contains(new Credential(text, false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ock_of-nobody", "two words", "a,b", "\u00e9", "===", "\"quoted\""})
    void thatNoTokenCanBeIsToldToNobody(String text) {
        assertThat(authorization("Bearer " + text)).contains(new Credential(text, false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "Bearer", "Bearer ", "Bearer    ", "Basic dXNlcjpwYXNz", "Negotiate", "Bearertoken"})
    void isNoneWhereNothingIsShown(String text) {
        assertThat(authorization(text)).isEmpty();
        assertThat(of(Map.of())).isEmpty();
        assertThat(key("  ")).isEmpty();
    }

    @Test
    void isTakenBesideAnotherSchemeOfAProxyOnTheWay() {
        assertThat(of(Map.of("X-API-Key", List.of("ock_1"), "Authorization", List.of("Basic dXNlcjpwYXNz"))))
                .contains(new Credential("ock_1", false));
    }

    @Test
    void isOneWhenItStandsInBothHeaders() {
        assertThat(of(Map.of("X-API-Key", List.of(JWT), "Authorization", List.of("Bearer " + JWT))))
                .contains(new Credential(JWT, true));
    }

    @Test
    void isRefusedWhenThereAreTwo() {
        assertTwo(Map.of("X-API-Key", List.of("ock_1"), "Authorization", List.of("Bearer " + JWT)));
        assertTwo(Map.of("X-API-Key", List.of("ock_1", "ock_2")));
        assertTwo(Map.of("Authorization", List.of("Bearer a", "Bearer b")));
    }

    @Test
    void isNotShownInItsText() {
        assertThat(key("ock_secret").orElseThrow().toString()).doesNotContain("secret");
        assertThat(key(JWT).orElseThrow().toString()).doesNotContain(JWT);
    }

    private static void assertTwo(Map<String, List<String>> headers) {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> of(headers))
                .satisfies(refusal -> assertThat(refusal.status()).isEqualTo(400))
                .withMessageContaining("different credentials");
    }

    private static Optional<Credential> key(String... values) {
        return of(Map.of("X-API-Key", Arrays.asList(values)));
    }

    private static Optional<Credential> authorization(String value) {
        return of(Map.of("Authorization", List.of(value)));
    }

    private static Optional<Credential> of(Map<String, List<String>> headers) {
        return Credential.of(new Arrival(name -> headers.getOrDefault(name, List.of()), "127.0.0.1"));
    }
}
