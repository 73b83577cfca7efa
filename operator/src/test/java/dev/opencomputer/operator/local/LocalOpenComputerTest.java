/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalOpenComputerTest {

    @TempDir
    Path dataDir;

    private LocalOpenComputer server;
    private Caller caller;

    @BeforeEach
    void start() {
        server = LocalOpenComputer.start(LocalOptions.in(dataDir));
        caller = Caller.of(server);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void keepsWhatItWasGivenOverARestart() {
        caller.post(
                "/v1/agents",
                "{\"id\":\"resolver\",\"config\":{\"snapshot\":\"v1\"},\"secrets\":{\"TOKEN\":\"s3cret\"}}");
        String before = caller.get("/v1/agents/resolver").text();

        server.close();
        server = LocalOpenComputer.start(LocalOptions.in(dataDir));

        assertThat(Caller.of(server).get("/v1/agents/resolver").text()).isEqualTo(before);
        assertThat(server.secretValue("agent:resolver", "TOKEN")).contains("s3cret");
    }

    @Test
    void keepsItsApiKeyOverARestart() {
        String before = server.apiKey();

        server.close();
        server = LocalOpenComputer.start(LocalOptions.in(dataDir));

        assertThat(server.apiKey()).isEqualTo(before).startsWith("osb_");
    }
}
