/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.caller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedProxiesTest {

    private static final TrustedProxies PROXIES = TrustedProxies.of(List.of("10.0.0.0/8", "fd00::/8", "192.0.2.7"));

    @Test
    void aSourceIsThePeerWhereNobodyIsTrusted() {
        assertThat(source(TrustedProxies.NONE, "10.1.1.1", "203.0.113.9")).isEqualTo("10.1.1.1");
    }

    @Test
    void aTrustedPeerNamesTheSource() {
        assertThat(source(PROXIES, "10.1.1.1", "203.0.113.9")).isEqualTo("203.0.113.9");
        assertThat(source(PROXIES, "[fd00:0:0:0:0:0:0:1]", "203.0.113.9")).isEqualTo("203.0.113.9");
        assertThat(source(PROXIES, "192.0.2.7", "203.0.113.9")).isEqualTo("203.0.113.9");
    }

    @Test
    void aStrangerNamesNobody() {
        assertThat(source(PROXIES, "198.51.100.1", "203.0.113.9")).isEqualTo("198.51.100.1");
    }

    @Test
    void whatStandsLeftOfAStrangerIsNotBelieved() {
        assertThat(source(PROXIES, "10.1.1.1", "1.2.3.4, 203.0.113.9, 10.2.2.2"))
                .isEqualTo("203.0.113.9");
        assertThat(source(PROXIES, "10.1.1.1", "1.2.3.4", "203.0.113.9")).isEqualTo("203.0.113.9");
    }

    @Test
    void amongProxiesAloneTheFarthestIsTheSource() {
        assertThat(source(PROXIES, "10.1.1.1", "10.3.3.3,10.2.2.2")).isEqualTo("10.3.3.3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"unknown", "", "_hidden", "localhost", "999.1.1.1", "1.2.3", "fe80::1%eth0", ":", "::1::2"})
    void whatIsNoAddressEndsTheWay(String named) {
        assertThat(source(PROXIES, "10.1.1.1", "203.0.113.9, " + named)).isEqualTo("10.1.1.1");
    }

    @Test
    void aPortIsNoPartOfASource() {
        assertThat(source(PROXIES, "10.1.1.1", "203.0.113.9:4711")).isEqualTo("203.0.113.9");
        assertThat(source(PROXIES, "10.1.1.1", "[2001:db8::1]:4711"))
                .isEqualTo(source(PROXIES, "10.1.1.1", "2001:db8::1"));
    }

    @Test
    void anIpv6NetworkIsOneSource() {
        assertThat(source(PROXIES, "2001:db8:0:1::1"))
                .isEqualTo(source(PROXIES, "2001:db8:0:1:ffff::2"))
                .isEqualTo("2001:db8:0:1:0:0:0:0/64");
        assertThat(source(PROXIES, "2001:db8:0:1::1")).isNotEqualTo(source(PROXIES, "2001:db8:0:2::1"));
    }

    @Test
    void anIpv4AddressInIpv6IsTheSame() {
        assertThat(source(PROXIES, "::ffff:203.0.113.9")).isEqualTo("203.0.113.9");
        assertThat(source(PROXIES, "::ffff:10.1.1.1", "203.0.113.9")).isEqualTo("203.0.113.9");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "proxy.example.com", "10.0.0.0/33", "10.0.0.1/8", "10.0.0.0/", "/8", "10.0.0.0-10.1.1.1"})
    void networksAreAddressesWithASlash(String network) {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> TrustedProxies.of(List.of(network)))
                .withMessageStartingWith(network + " is no address and no network such as 10.0.0.0/8");
    }

    private static String source(TrustedProxies proxies, String peer, String... forwardedFor) {
        return proxies.source(
                new Arrival(name -> name.equals("X-Forwarded-For") ? Arrays.asList(forwardedFor) : List.of(), peer));
    }
}
