/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.opencomputer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionSettingsTest {

    private static final ApiKey KEY = new ApiKey("osb_canary");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://host.example:8443",
                "https://host.example:8443/",
                "https://host.example:8443/api",
                "https://host.example:8443/api/",
                "HTTPS://Host.Example:8443//api//"
            })
    void takesEveryWayToWriteAUrlForTheSame(String url) {
        assertThat(settings(url)).isEqualTo(settings("https://host.example:8443"));
    }

    @Test
    void keepsAPathBelowWhichTheServerIs() {
        assertThat(settings("https://host.example/opencomputer/api/").apiUrl())
                .isEqualTo(URI.create("https://host.example/opencomputer"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "host.example|OpenComputer's URL begins with https:// or http://",
                "ftp://host.example|OpenComputer's URL begins with https:// or http://",
                "https:///api|OpenComputer's URL has no valid host name, as in https://opencomputer.example.com",
                "https://my_host|OpenComputer's URL has no valid host name, as in https://opencomputer.example.com",
                "https://user:canary@host|OpenComputer's URL holds no user name or password: the API key is given apart",
                "https://host/api?key=canary|OpenComputer's URL ends with its path: no ? and no #",
                "https://host/#canary|OpenComputer's URL ends with its path: no ? and no #",
            })
    void saysWhatIsWrongWithAUrlWithoutRepeatingIt(String url, String sentence) {
        assertThatThrownBy(() -> settings(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(sentence)
                .hasNoCause();
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://host/v1/agents", "https://host/v1/agents/", "https://host/v1"})
    void saysThatTheAgentsUrlHasNoPrefix(String url) {
        assertThatThrownBy(() -> new ConnectionSettings(URI.create("https://host"), Optional.of(URI.create(url)), KEY))
                .hasMessage("the agents API's URL is given without /v1/agents at its end");
    }

    @Test
    void showsNoKey() {
        assertThat(settings("https://host").toString()).contains("https://host").doesNotContain("canary");
    }

    private static ConnectionSettings settings(String url) {
        return new ConnectionSettings(URI.create(url), Optional.empty(), KEY);
    }
}
