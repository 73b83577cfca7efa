/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.opencomputer;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import dev.opencomputer.operator.opencomputer.OpenComputerException.AgentsApiNotFound;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OwnFacadeTest {

    private static final String OWN = "3f0c5a5e-0000-4000-8000-000000000000";

    @RegisterExtension
    static final WireMockExtension SERVER = WireMockExtension.newInstance()
            .options(wireMockConfig().dynamicPort())
            .build();

    private OpenComputerClient client;

    @BeforeEach
    void connect() {
        URI url = URI.create(SERVER.baseUrl());
        client = new OpenComputerClient(
                new ConnectionSettings(url, Optional.of(url), new ApiKey("osb_key")),
                ClientOptions.defaults(),
                CallObserver.NONE,
                Optional.of(OWN));
    }

    @AfterEach
    void close() {
        client.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 401, 404, 503})
    void isNoAgentsApiWhateverItAnswers(int status) {
        answer(status, OWN, "{\"agents\":[]}");

        assertThatThrownBy(() -> client.agents().orElseThrow().list())
                .isInstanceOf(AgentsApiNotFound.class)
                .hasMessageContaining("is this cluster's own agents API");
    }

    @Test
    void isNotTheOneOfAnotherCluster() throws OpenComputerException {
        answer(200, "another", "{\"agents\":[]}");

        assertThat(client.agents().orElseThrow().list()).isEmpty();
    }

    @Test
    void saysNothingAboutSecretStores() throws OpenComputerException {
        answer(200, OWN, "[]");

        assertThat(client.secretStores().list()).isEmpty();
    }

    private static void answer(int status, String cluster, String body) {
        SERVER.stubFor(any(anyUrl())
                .willReturn(aResponse()
                        .withStatus(status)
                        .withHeader("OpenComputer-Cluster", cluster)
                        .withHeader("Content-Type", "application/json")
                        .withBody(body)));
    }
}
