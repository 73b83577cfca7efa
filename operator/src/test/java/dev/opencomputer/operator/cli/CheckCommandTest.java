/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.local.Dialect;
import dev.opencomputer.operator.local.LocalOpenComputer;
import dev.opencomputer.operator.local.LocalOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CheckCommandTest {

    private static final String WRONG_KEY = "osb_canary-of-a-wrong-key";

    @TempDir
    private Path connection;

    @TempDir
    private Path data;

    private record Ended(int exitCode, String out, String err) {}

    private Ended check() {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = new CommandLine(new CheckCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute("--connection-dir", connection.toString());
        return new Ended(exitCode, out.toString(), err.toString());
    }

    private void write(String url, String key, String... agentsUrl) throws IOException {
        Files.writeString(connection.resolve("url"), url);
        Files.writeString(connection.resolve("apiKey"), key);
        for (String agents : agentsUrl) {
            Files.writeString(connection.resolve("agentsUrl"), agents);
        }
    }

    private LocalOpenComputer server(Dialect dialect) {
        return LocalOpenComputer.start(LocalOptions.in(data).withDialect(dialect));
    }

    @Test
    void saysThatBothApisAnswer() throws IOException {
        try (LocalOpenComputer server = server(Dialect.LOCAL)) {
            write(server.url().toString(), server.apiKey(), server.url().toString());

            Ended ended = check();

            assertThat(ended.exitCode()).isZero();
            assertThat(ended.out().lines())
                    .containsExactly(
                            "OpenComputer at " + server.url() + " takes the API key. Number of secret stores: 0.",
                            "The agents API at " + server.url() + " takes the API key. Number of agents: 0.");
            assertThat(ended.err()).isEmpty();
        }
    }

    @Test
    void isContentWithSecretStoresWhereNoAgentsApiIsConfigured() throws IOException {
        try (LocalOpenComputer server = server(Dialect.SELF_HOSTED)) {
            write(server.url().toString(), server.apiKey());

            Ended ended = check();

            assertThat(ended.exitCode()).isZero();
            assertThat(ended.out()).contains("No agents API is configured: only secret stores are reconciled.");
        }
    }

    @Test
    void saysOnceThatTheKeyIsNotAcceptedAndNeverShowsIt() throws IOException {
        try (LocalOpenComputer server = server(Dialect.HOSTED)) {
            write(server.url().toString(), WRONG_KEY, server.url().toString());

            Ended ended = check();

            assertThat(ended.exitCode()).isEqualTo(1);
            assertThat(ended.err().lines()).singleElement().asString().contains("answered 401", "Check the API key");
            assertThat(ended.out() + ended.err()).doesNotContain(WRONG_KEY);
        }
    }

    @Test
    void saysWhenThereIsNoAgentsApiWhereOneIsConfigured() throws IOException {
        try (LocalOpenComputer server = server(Dialect.SELF_HOSTED)) {
            write(server.url().toString(), server.apiKey(), server.url().toString());

            Ended ended = check();

            assertThat(ended.exitCode()).isEqualTo(1);
            assertThat(ended.err().lines())
                    .anySatisfy(line -> assertThat(line).contains("takes the API key"))
                    .anySatisfy(line -> assertThat(line).contains("has no agents API", "or leave it out"));
        }
    }

    @Test
    void saysWhenNobodyListensThere() throws IOException {
        URI gone;
        try (LocalOpenComputer server = server(Dialect.LOCAL)) {
            gone = server.url();
        }
        write(gone.toString(), "osb_key");

        Ended ended = check();

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.err()).contains(gone.toString(), "no connection could be made");
    }

    @Test
    void saysWhichFileIsMissing() {
        Ended ended = check();

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.err()).contains("The connection has no url", connection.toString());
    }

    @Test
    void asksForAFolder() {
        StringWriter err = new StringWriter();

        int exitCode = new CommandLine(new CheckCommand())
                .setErr(new PrintWriter(err))
                .execute(List.<String>of().toArray(String[]::new));

        assertThat(exitCode).isEqualTo(2);
        assertThat(err.toString()).contains("--connection-dir");
    }
}
