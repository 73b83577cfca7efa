/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.facade.HttpCaller.Reply;
import io.fabric8.kubernetes.client.Config;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApiServerAwayTest {

    private static final String KEY = "ock_key";

    @TempDir
    private Path folder;

    @Test
    void callersAreAskedToComeBack() throws Exception {
        Path keys = folder.resolve("keys.yaml");
        Files.writeString(
                keys,
                "keys: [{name: test, namespace: team-a, serviceAccount: ci, sha256: "
                        + HexFormat.of()
                                .formatHex(MessageDigest.getInstance("SHA-256")
                                        .digest(KEY.getBytes(StandardCharsets.UTF_8)))
                        + "}]");
        Config config = Config.empty();
        config.setMasterUrl("http://127.0.0.1:" + portOfNobody());
        try (Facade facade =
                Facade.start(new FacadeOptions(config, "opencomputer-system", keys, "127.0.0.1", 0, "127.0.0.1", 0))) {
            Reply reply = new HttpCaller(facade.url(), Optional.of(KEY)).get("/v1/agents/resolver");

            assertThat(reply.status()).isEqualTo(503);
            assertThat(reply.header("Retry-After")).isEqualTo("5");
            assertThat(reply.errorType()).isEqualTo("internal_error");
            assertThat(reply.errorMessage())
                    .isEqualTo("the Kubernetes API server cannot be reached, or is busy; try again");
        }
    }

    private static int portOfNobody() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
