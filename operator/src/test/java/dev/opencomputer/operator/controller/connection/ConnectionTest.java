/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.opencomputer.operator.local.Dialect;
import dev.opencomputer.operator.local.Fault;
import dev.opencomputer.operator.local.LocalOpenComputer;
import dev.opencomputer.operator.local.LocalOptions;
import dev.opencomputer.operator.local.Operation;
import dev.opencomputer.operator.opencomputer.CallObserver;
import dev.opencomputer.operator.opencomputer.ClientOptions;
import dev.opencomputer.operator.opencomputer.OpenComputerClient;
import dev.opencomputer.operator.opencomputer.OpenComputerException;
import dev.opencomputer.operator.testing.RunningOperator;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a connection finds out which organisation it leads to, against a real server. */
class ConnectionTest {

    @TempDir
    private Path data;

    private LocalOpenComputer server;
    private Connection connection;

    @BeforeEach
    void connect() {
        server = LocalOpenComputer.start(LocalOptions.in(data).withDialect(Dialect.SELF_HOSTED));
        connection = connected();
    }

    @AfterEach
    void close() {
        connection.close();
        server.close();
    }

    private Connection connected() {
        return new Connection(
                "default",
                new OpenComputerClient(
                        RunningOperator.settings(server, Dialect.SELF_HOSTED),
                        ClientOptions.defaults(),
                        CallObserver.NONE));
    }

    @Test
    void anEmptyOrganisationIsShownByAStoreThatIsTakenAwayAgain() throws OpenComputerException {
        connection.stores().since(System.nanoTime());
        assertThat(connection.organisation()).isEmpty();

        connection.askOrganisation();

        assertThat(connection.organisation()).isPresent();
        assertThat(connection.stores().since(System.nanoTime())).isEmpty();
    }

    @Test
    void itIsAskedOnceForAll() throws OpenComputerException {
        connection.askOrganisation();
        connection.askOrganisation();

        assertThat(server.counters().calls(Operation.CREATE_STORE)).isOne();
    }

    @Test
    void itIsAskedAgainAfterAFailure() throws OpenComputerException {
        server.faults().next(Operation.CREATE_STORE, Fault.answer(500, "{}"));
        assertThatThrownBy(connection::askOrganisation).isInstanceOf(OpenComputerException.ServerTrouble.class);

        connection.askOrganisation();

        assertThat(connection.organisation()).isPresent();
    }

    @Test
    void aStoreThatWasLeftBehindShowsItTooAndIsRemoved() throws OpenComputerException {
        server.faults().next(Operation.DELETE_STORE, Fault.answer(500, "{}"));
        connection.askOrganisation();
        assertThat(connection.stores().since(System.nanoTime())).hasSize(1);

        try (Connection next = connected()) {
            next.askOrganisation();

            assertThat(next.organisation()).isPresent();
            assertThat(next.stores().since(System.nanoTime())).isEmpty();
        }
    }
}
