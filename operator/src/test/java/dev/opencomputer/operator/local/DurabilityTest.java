/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.cli.Main;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;

/** What is left after the process was killed in the middle of its work. */
class DurabilityTest {

    private static final int WRITERS = 4;
    private static final int ACKNOWLEDGED_BEFORE_THE_KILL = 150;

    @TempDir
    Path dataDir;

    @RepeatedTest(2)
    void losesNothingAcknowledgedAndKeepsNothingByHalvesWhenKilled() throws Exception {
        Set<String> acknowledged = ConcurrentHashMap.newKeySet();
        Process process = startChild();
        try {
            URI url = readUrl(process);
            Caller caller = new Caller(
                    url,
                    Optional.of(Files.readString(dataDir.resolve("api-key")).strip()),
                    Optional.of("application/json"));
            CountDownLatch enough = new CountDownLatch(ACKNOWLEDGED_BEFORE_THE_KILL);
            ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
            for (int writer = 0; writer < WRITERS; writer++) {
                String prefix = "w" + writer + "-";
                writers.execute(() -> write(caller, prefix, acknowledged, enough));
            }
            assertThat(enough.await(60, TimeUnit.SECONDS)).isTrue();
            process.destroyForcibly().waitFor();
            writers.shutdown();
            assertThat(writers.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }

        try (LocalOpenComputer server = LocalOpenComputer.start(LocalOptions.in(dataDir))) {
            List<String> agents =
                    Caller.of(server).get("/v1/agents").body().path("agents").findValuesAsText("id");
            assertThat(agents).containsAll(acknowledged);
            for (String agent : agents) {
                assertThat(server.secretValue("agent:" + agent, "ONE")).contains("1-" + agent);
                assertThat(server.secretValue("agent:" + agent, "TWO")).contains("2-" + agent);
            }
            assertThat(Caller.of(server).get("/api/secret-stores").body()).hasSameSizeAs(agents);
        }
    }

    private static void write(Caller caller, String prefix, Set<String> acknowledged, CountDownLatch enough) {
        try {
            for (int number = 0; ; number++) {
                String id = prefix + number;
                String body = "{\"id\":\"%1$s\",\"secrets\":{\"ONE\":\"1-%1$s\",\"TWO\":\"2-%1$s\"}}".formatted(id);
                if (caller.trySend("POST", "/v1/agents", body).status() == 201) {
                    acknowledged.add(id);
                    enough.countDown();
                }
            }
        } catch (IOException e) {
            // The server was killed, as the test wants it.
        }
    }

    private Process startChild() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "local",
                        "--port",
                        "0",
                        "--data-dir",
                        dataDir.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static URI readUrl(Process process) {
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        try {
            String first = Optional.ofNullable(lines.readLine()).orElseThrow();
            String second = lines.readLine();
            String third = lines.readLine();
            assertThat(Stream.of(second, third)).doesNotContainNull();
            return URI.create(first.substring(first.indexOf("http://")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
