/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostRuleTest {

    @ParameterizedTest
    @CsvSource({
        "api.example.com, https://api.example.com",
        "api.example.com, https://api.example.com/below/a/path",
        "api.example.com, https://api.example.com:443",
        "api.example.com, HTTPS://API.Example.COM",
        "API.Example.COM, https://api.example.com",
        "api.example.com, https://api.example.com.",
        "api.example.com., https://api.example.com",
        "https://api.example.com, https://api.example.com",
        "api.example.com:443, https://api.example.com",
        "api.example.com:8443, https://api.example.com:8443",
        "*.example.com, https://api.example.com",
        "*.example.com, https://eu.api.example.com",
        "*.example.com:8443, https://api.example.com:8443",
        "http://oc.internal:8080, http://oc.internal:8080",
        "http://oc.internal, http://oc.internal",
        "xn--bcher-kva.example, https://XN--bcher-kva.example",
        "localhost, https://localhost",
        "192.0.2.1, https://192.0.2.1",
        "'[2001:db8::1]', 'https://[2001:DB8:0:0::1]'",
        "'[2001:db8::1]:8443', 'https://[2001:db8::1]:8443'",
        "http://127.0.0.1:8080, 'http://[::ffff:127.0.0.1]:8080'"
    })
    void allowsWhatIsListed(String listed, URI url) {
        assertThat(HostRule.of(listed).allows(url)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        // another host
        "api.example.com, https://api.example.org",
        "api.example.com, https://xapi.example.com",
        "api.example.com, https://api.example.com.evil.org",
        "api.example.com, https://example.com",
        "*.example.com, https://example.com",
        "*.example.com, https://example.com.",
        "*.example.com, https://evilexample.com",
        "*.example.com, https://example.com.evil.org",
        "api.example.com, https://api.example.com..",
        "xn--bcher-kva.example, https://bucher.example",
        // a user's name that looks like the host
        "api.example.com, https://api.example.com@evil.org",
        "api.example.com, https://evil.org@api.example.com",
        "api.example.com, 'https://api.example.com:443@evil.org'",
        "*.example.com, https://user:word@api.example.com",
        // another scheme or port
        "api.example.com, http://api.example.com",
        "api.example.com, http://api.example.com:443",
        "http://api.example.com, https://api.example.com",
        "http://api.example.com:443, https://api.example.com",
        "api.example.com, https://api.example.com:8443",
        "api.example.com:8443, https://api.example.com",
        "http://api.example.com, http://api.example.com:8080",
        "api.example.com, ftp://api.example.com",
        // addresses
        "*.example.com, https://192.0.2.1",
        "192.0.2.1, https://192.0.2.2",
        "192.0.2.1, 'https://[2001:db8::1]'",
        "'[2001:db8::1]', 'https://[2001:db8::2]'",
        "'[fe80::1]', 'https://[fe80::1%25eth0]'",
        // no host at all
        "api.example.com, https:///path",
        "api.example.com, https:api.example.com",
        "api.example.com, api.example.com"
    })
    void allowsNothingElse(String listed, URI url) {
        assertThat(HostRule.of(listed).allows(url)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://2130706433", "https://0x7f000001", "https://127.1", "https://0177.0.0.1"})
    void takesNoOtherWayToWriteAnAddressForTheAddress(URI url) {
        assertThat(HostRule.of("127.0.0.1").allows(url)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "*",
                "*.",
                "a.*.example.com",
                "api.*",
                "ftp://api.example.com",
                "https://",
                "api.example.com/path",
                "user@api.example.com",
                "b\u00fccher.example",
                "my_host",
                "127.1",
                "0x7f000001",
                "2130706433",
                "010.0.0.1",
                "256.0.0.1",
                "[api.example.com]",
                "[::1",
                "[fe80::1%eth0]"
            })
    void refusesWhatIsNoHost(String text) {
        assertThatThrownBy(() -> HostRule.of(text)).hasMessageContaining("is no host");
    }

    @ParameterizedTest
    @ValueSource(strings = {"api.example.com:", "api.example.com:0", "api.example.com:65536", "api.example.com:x"})
    void refusesWhatIsNoPort(String text) {
        assertThatThrownBy(() -> HostRule.of(text)).hasMessageContaining("has no port after its colon");
    }

    @ParameterizedTest
    @ValueSource(strings = {"*.192.0.2.1", "*.[::1]"})
    void refusesWildcardsOfAddresses(String text) {
        assertThatThrownBy(() -> HostRule.of(text)).hasMessageContaining("has a * before an address");
    }
}
