/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.connection;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.local.Dialect;
import dev.opencomputer.operator.testing.ControlPlaneExtension;
import dev.opencomputer.operator.testing.ForwardProxy;
import dev.opencomputer.operator.testing.PolicyOf;
import dev.opencomputer.operator.testing.RunningOperator;
import dev.opencomputer.operator.testing.Scene;
import dev.opencomputer.operator.testing.Team;
import dev.opencomputer.operator.testing.TestAuthority;
import dev.opencomputer.operator.testing.TestCluster;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A namespace whose OpenComputer has a certificate of a private authority, behind a proxy that wants a log-in. */
@ExtendWith(ControlPlaneExtension.class)
class PrivateNetworkIT {

    private final TestAuthority authority = TestAuthority.named("private");

    @TempDir
    private Path data;

    private Scene scene;
    private WireMockServer front;

    @BeforeEach
    void putAFrontBeforeTheServer(TestCluster cluster) {
        scene = Scene.withoutOperator(cluster, data.resolve("server"), Dialect.LOCAL);
        front = new WireMockServer(options()
                .bindAddress("127.0.0.1")
                .dynamicPort()
                .dynamicHttpsPort()
                .keystorePath(authority
                        .serverKeyStore(data.resolve("server.p12"), "localhost")
                        .toString())
                .keystoreType("PKCS12")
                .keystorePassword(TestAuthority.PASSWORD)
                .keyManagerPassword(TestAuthority.PASSWORD));
        front.start();
        front.stubFor(any(anyUrl())
                .willReturn(aResponse().proxiedFrom(scene.settings().apiUrl().toString())));
    }

    @AfterEach
    void end() {
        front.stop();
        scene.close();
    }

    @Test
    void aSecretBringsTheAuthorityAndTheProxy(TestCluster cluster) throws Exception {
        Team team = new Team(cluster);
        String server = "localhost:" + front.httpsPort();
        try (ForwardProxy proxy = ForwardProxy.withLogin("team:word")) {
            Map<String, String> entries = new HashMap<>(Map.of(
                    "url",
                    "https://" + server,
                    "agentsUrl",
                    "https://" + server,
                    "apiKey",
                    scene.server().apiKey(),
                    "proxyUrl",
                    "http://team:word@" + proxy.url().getAuthority()));
            team.connect(entries);
            PolicyOf policy =
                    new PolicyOf(data).connections("\"https://" + server + "\", \"" + proxy.url() + "\"", team);
            try (RunningOperator operator = RunningOperator.start(
                    List.of(cluster),
                    ConnectionSource.fixed(scene.settings()),
                    options -> options.withPolicyFile(Optional.of(policy.file())))) {
                team.agents().create("resolver");
                team.agents().awaitReason("resolver", ConditionReason.UNREACHABLE);
                assertThat(scene.records()).isEmpty();

                entries.put("ca.crt", authority.pem());
                team.connect(entries);
                team.agents().awaitReady("resolver");

                assertThat(scene.records()).containsExactly("resolver");
                assertThat(proxy.asked())
                        .contains("CONNECT " + server + " HTTP/1.1")
                        .noneMatch(line -> line.contains(scene.server().apiKey()));
            }
        }
    }
}
