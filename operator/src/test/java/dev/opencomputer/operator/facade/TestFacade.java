/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade;

import dev.opencomputer.operator.facade.connection.Limits;
import dev.opencomputer.operator.facade.keys.NewKey;
import dev.opencomputer.operator.tracing.Tracing;
import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A facade before an API server of a test's own, with one key. */
final class TestFacade {

    static final String KEY = "ock_key";

    /** At its end, connections that bring nothing are not waited for: the tests' clients keep theirs. */
    static final Limits LIMITS = Limits.STANDARD.withLastHead(Duration.ofMillis(100));

    private TestFacade() {}

    /** Starts it with limits of a test's own. */
    static Facade start(Path folder, URI apiServer, Limits limits) throws IOException {
        return Facade.start(options(folder, apiServer).withLimits(limits));
    }

    /** Starts it on free ports of the loopback address; the keys file stands in the folder. */
    static Facade start(Path folder, URI apiServer) throws IOException {
        return start(folder, apiServer, LIMITS);
    }

    /** Starts it with little patience for the API server. */
    static Facade startImpatient(Path folder, URI apiServer) throws IOException {
        return Facade.start(options(folder, apiServer), Tracing.OFF, Duration.ofMillis(500));
    }

    /** How it runs: on free ports of the loopback address; the keys file stands in the folder. */
    static FacadeOptions options(Path folder, URI apiServer) throws IOException {
        Path keys = Files.writeString(
                folder.resolve("keys.yaml"),
                "keys: [{name: test, namespace: team-a, serviceAccount: ci, sha256: " + NewKey.sha256(KEY) + "}]");
        Config config = Config.empty();
        config.setMasterUrl(apiServer.toString());
        return FacadeOptions.of(config, "opencomputer-system", keys).withLimits(LIMITS);
    }
}
