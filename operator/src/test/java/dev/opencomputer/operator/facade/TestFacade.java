/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade;

import dev.opencomputer.operator.facade.connection.Limits;
import dev.opencomputer.operator.tracing.Tracing;
import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A facade before an API server of a test's own, with one key. */
final class TestFacade {

    static final String KEY = "ock_key";

    private TestFacade() {}

    /** Starts it with limits of a test's own. */
    static Facade start(Path folder, URI apiServer, Limits limits) throws IOException, NoSuchAlgorithmException {
        return Facade.start(options(folder, apiServer), Tracing.OFF, limits);
    }

    /** Starts it on free ports of the loopback address; the keys file stands in the folder. */
    static Facade start(Path folder, URI apiServer) throws IOException, NoSuchAlgorithmException {
        return start(folder, apiServer, Limits.STANDARD);
    }

    /** How it runs: on free ports of the loopback address; the keys file stands in the folder. */
    static FacadeOptions options(Path folder, URI apiServer) throws IOException, NoSuchAlgorithmException {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(KEY.getBytes(StandardCharsets.UTF_8));
        Path keys = Files.writeString(
                folder.resolve("keys.yaml"),
                "keys: [{name: test, namespace: team-a, serviceAccount: ci, sha256: "
                        + HexFormat.of().formatHex(hash) + "}]");
        Config config = Config.empty();
        config.setMasterUrl(apiServer.toString());
        return FacadeOptions.of(config, "opencomputer-system", keys);
    }
}
