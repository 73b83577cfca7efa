/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

/** A real Prometheus that scrapes every second, as a child process on the loopback address. */
public final class Prometheus implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final URI url;

    private Prometheus(Process process, URI url) {
        this.process = process;
        this.url = url;
    }

    /**
     * Starts it.
     *
     * @param folder for its data
     * @param rules a file of rules
     * @param jobs where metrics are, by the name of the job
     */
    public static Prometheus start(Path folder, Path rules, Map<String, URI> jobs) throws IOException {
        String scrapes = jobs.entrySet().stream()
                .map(job -> """
                          - job_name: %s
                            static_configs:
                              - targets: ["%s"]
                                labels: {namespace: opencomputer-system}
                        """.formatted(job.getKey(), job.getValue().getAuthority()))
                .collect(Collectors.joining());
        Path config = Files.writeString(folder.resolve("prometheus.yaml"), """
                global: {scrape_interval: 1s, evaluation_interval: 1s}
                rule_files: ["%s"]
                scrape_configs:
                %s
                """.formatted(rules.toRealPath(), scrapes));
        String address = "127.0.0.1:" + freePort();
        Process process = new ProcessBuilder(
                        DebianTool.find("prometheus", "prometheus").toString(),
                        "--config.file=" + config,
                        "--storage.tsdb.path=" + folder.resolve("data"),
                        "--web.listen-address=" + address,
                        "--log.level=warn")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("prometheus.txt").toFile())
                .start();
        return new Prometheus(process, URI.create("http://" + address));
    }

    /** Whether it answers yet. */
    public boolean isReady() {
        try (InputStream in = url.resolve("/-/ready").toURL().openStream()) {
            return in.readAllBytes().length > 0;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** The series that a query yields now; a query that cannot be answered is an error. */
    public JsonNode query(String query) {
        return get("/api/v1/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8))
                .path("data")
                .path("result");
    }

    /** The rules, with how they were evaluated last. */
    public JsonNode rules() {
        return get("/api/v1/rules").path("data").path("groups").path(0).path("rules");
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private JsonNode get(String path) {
        try (InputStream in = URI.create(url + path).toURL().openStream()) {
            return JSON.readTree(in);
        } catch (IOException failure) {
            throw new UncheckedIOException("Prometheus did not answer " + path, failure);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
