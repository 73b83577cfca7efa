/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.local.LocalOpenComputer;
import dev.opencomputer.operator.local.LocalOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class LocalCommandTest {

    @TempDir
    Path folder;

    private record Ended(int exitCode, String out, String err) {}

    private static Ended run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = new CommandLine(new LocalCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
        return new Ended(exitCode, out.toString(), err.toString());
    }

    @Test
    void teachesHowItIsUsed() {
        Ended help = run("--help");

        assertThat(help.exitCode()).isZero();
        assertThat(help.out()).contains("--data-dir", "OPENCOMPUTER_LOCAL_DATA_DIR", "--dialect", "curl", "Exit codes");
    }

    @Test
    void saysWhichDialectsThereAre() {
        Ended ended = run("--dialect", "klingon");

        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.err()).contains("'klingon' is none of local, hosted, self-hosted");
    }

    @Test
    void saysWhichPortsThereAre() {
        Ended ended = run("--port", "70000");

        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.err()).contains("give 0 to 65535, not 70000");
    }

    @Test
    void saysInOneLineWhyItCannotStart() {
        Path data = folder.resolve("data");
        try (LocalOpenComputer other = LocalOpenComputer.start(LocalOptions.in(data))) {
            Ended inUse = run("--data-dir", data.toString(), "--port", "0");
            assertThat(inUse.exitCode()).isEqualTo(1);
            assertThat(inUse.err().lines()).hasSize(1);

            Ended taken = run(
                    "--data-dir",
                    folder.resolve("else").toString(),
                    "--port",
                    Integer.toString(other.url().getPort()));
            assertThat(taken.exitCode()).isEqualTo(1);
            assertThat(taken.err().lines()).hasSize(1);
        }
    }

    @Test
    void servesUntilItIsTerminatedAndNeverShowsTheKey() throws Exception {
        Path data = folder.resolve("data");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "local",
                        "--port",
                        "0",
                        "--dialect",
                        "self-hosted",
                        "--data-dir",
                        data.toString())
                .redirectErrorStream(true)
                .start();
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            List<String> lines = new ArrayList<>(readThroughKeyLine(output));
            String key = Files.readString(data.resolve("api-key")).strip();
            Matcher url = Pattern.compile("http://\\S+").matcher(lines.get(0));
            assertThat(url.find()).isTrue();
            assertThat(status(url.group(), key)).isEqualTo(200);

            // By its handle, since Process.destroy would also close the output.
            process.toHandle().destroy();
            output.lines().forEach(lines::add);
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();

            assertThat(process.exitValue()).isEqualTo(143);
            assertThat(lines).hasSize(3).noneMatch(line -> line.contains(key));
            assertThat(lines.get(2)).endsWith(data.resolve("api-key").toString());
        } finally {
            process.destroyForcibly();
        }
        LocalOpenComputer.start(LocalOptions.in(data)).close();
    }

    private static List<String> readThroughKeyLine(BufferedReader output) throws IOException {
        List<String> lines = new ArrayList<>();
        String line;
        do {
            line = output.readLine();
            assertThat(line).as("the output ended early, after %s", lines).isNotNull();
            lines.add(line);
        } while (!line.contains("API key"));
        return lines;
    }

    private static int status(String url, String key) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/api/secret-stores"))
                .header("X-API-Key", key)
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .statusCode();
    }
}
