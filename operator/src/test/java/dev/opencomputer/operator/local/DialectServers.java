/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.local;

import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

/** Base of tests that ask the same of servers in several dialects: one server each, names are the test's own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class DialectServers {

    private final Map<Dialect, RunningServer> servers = new EnumMap<>(Dialect.class);

    LocalOpenComputer server(Dialect dialect) {
        return servers.computeIfAbsent(dialect, RunningServer::in).server();
    }

    Caller caller(Dialect dialect) {
        return Caller.of(server(dialect));
    }

    @AfterAll
    void stop() {
        servers.values().forEach(RunningServer::close);
    }
}
