/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.caller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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

    /** In a process whose name service is a file, where each of these is a name; nothing else would show the difference. */
    @ParameterizedTest
    @ValueSource(strings = {"300.1.1.1", "[300.1.1.1]", "300.1.1.1:80", "1.2.3", "[dead.beef]"})
    void whatIsNoAddressIsLookedUpNowhere(String named, @TempDir Path folder) throws Exception {
        Path hosts = Files.writeString(folder.resolve("hosts"), "203.0.113.66 300.1.1.1 1.2.3 dead.beef\n");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djdk.net.hosts.file=" + hosts,
                        "-cp",
                        System.getProperty("java.class.path"),
                        NamedByAProxy.class.getName(),
                        named)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();

        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("10.1.1.1");
    }

    static final class NamedByAProxy {

        private NamedByAProxy() {}

        public static void main(String[] named) {
            System.out.print(source(PROXIES, "10.1.1.1", named));
        }
    }

    @Test
    void anInterfaceIsNoPartOfASource() {
        assertThat(source(PROXIES, "fe80::1%eth0")).isEqualTo("fe80:0:0:0:0:0:0:0/64");
        assertThat(source(PROXIES, "[fd00::1%2]:80", "203.0.113.9")).isEqualTo("203.0.113.9");
        assertThat(source(PROXIES, "10.1.1.1", "fe80::1%eth0")).isEqualTo("fe80:0:0:0:0:0:0:0/64");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "unknown",
                "",
                "_hidden",
                "localhost",
                "999.1.1.1",
                "[999.1.1.1]",
                "999.1.1.1:1",
                "1.2.3",
                "1%1",
                ":",
                "::1::2"
            })
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
            strings = {
                "",
                "proxy.example.com",
                "10.0.0.0/33",
                "10.0.0.1/8",
                "10.0.0.0/",
                "/8",
                "10.0.0.0-10.1.1.1",
                "300.0.0.0/8",
                "fe80::1%eth0"
            })
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
