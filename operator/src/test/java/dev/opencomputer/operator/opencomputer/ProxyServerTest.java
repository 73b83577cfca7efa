/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.opencomputer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxyServerTest {

    @ParameterizedTest
    @CsvSource({
        "http://proxy.example:3128, proxy.example, 3128",
        "HTTP://Proxy.Example:3128/, proxy.example, 3128",
        "http://proxy.example, proxy.example, 80",
        "http://[::1]:3128, [::1], 3128"
    })
    void readsHostAndPort(URI url, String host, int port) {
        assertThat(ProxyServer.of(url)).isEqualTo(new ProxyServer(host, port, java.util.Optional.empty()));
    }

    @Test
    void readsALogInAndNeverShowsIt() {
        ProxyServer proxy = ProxyServer.of(URI.create("http://team%40a:can%3Aary+1@proxy.example:3128"));

        assertThat(proxy.login().orElseThrow().user()).isEqualTo("team@a");
        assertThat(proxy.login().orElseThrow().password()).isEqualTo("can:ary+1");
        assertThat(proxy.toString()).doesNotContain("ary");
        assertThat(proxy.url()).isEqualTo(URI.create("http://proxy.example:3128"));
    }

    @ParameterizedTest
    @CsvSource({
        "https://canary.example:3128, it begins with http://",
        "socks5://canary.example:1080, it begins with http://",
        "canary.example:3128, it begins with http://",
        "http://:3128, it has no valid host name",
        "http://canary_1:3128, it has no valid host name",
        "http://canary@proxy.example, its log-in is a name and a password",
        "http://:canary@proxy.example, its log-in is a name and a password",
        "http://proxy.example/canary, it ends with its port",
        "http://proxy.example?canary, it ends with its port",
        "http://canary.example:65536, its port is a number from 1 to 65535",
        "http://canary.example:0, its port is a number from 1 to 65535"
    })
    void saysWhatIsWrongWithoutRepeatingIt(URI url, String sentence) {
        assertThatThrownBy(() -> ProxyServer.of(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(sentence)
                .hasMessageNotContaining("canary");
    }
}
