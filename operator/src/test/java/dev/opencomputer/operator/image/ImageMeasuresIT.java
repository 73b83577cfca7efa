/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.opencomputer.operator.api.Agent;
import dev.opencomputer.operator.local.Dialect;
import dev.opencomputer.operator.testing.Agents;
import dev.opencomputer.operator.testing.ControlPlaneExtension;
import dev.opencomputer.operator.testing.Scene;
import dev.opencomputer.operator.testing.TestCluster;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Measures for docs/image.md: how long the image's operator takes to be ready, and the memory that it keeps. */
@Tag("measures")
@ExtendWith(ControlPlaneExtension.class)
class ImageMeasuresIT {

    private static final int STARTS = 5;
    private static final int AGENTS = 1_000;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @TempDir
    private Path unpacked;

    @TempDir
    private Path data;

    @ParameterizedTest
    @ValueSource(strings = {"auto", "off"})
    void measures(String cache, TestCluster cluster) throws IOException, InterruptedException {
        UnpackedImage image = UnpackedImage.in(unpacked);
        try (Scene scene = Scene.withoutOperator(cluster, data.resolve("local"), Dialect.HOSTED)) {
            Path mounted = image.folder(
                    "mounted",
                    Map.of(
                            "kubeconfig",
                            Files.readString(cluster.kubeconfig()),
                            "url",
                            scene.server().url().toString(),
                            "agentsUrl",
                            scene.server().url().toString(),
                            "apiKey",
                            scene.server().apiKey()));
            List<Long> starts = new ArrayList<>();
            List<Long> cpu = new ArrayList<>();
            long idle = 0;
            for (int start = 0; start < STARTS; start++) {
                int port = freePort();
                long began = System.nanoTime();
                try (ImageProcess operator = operator(image, mounted, cluster, cache, port)) {
                    awaitReady(port);
                    starts.add(Duration.ofNanos(System.nanoTime() - began).toMillis());
                    cpu.add(operator.cpu().toMillis());
                    if (start == STARTS - 1) {
                        idle = memory(operator, "VmRSS");
                        create(cluster);
                        awaitAllReady(cluster);
                        System.out.printf(
                                "AOT cache %s: ready after %d ms (median of %d, %d to %d), %d ms of CPU; resident %d MiB idle, %d MiB with"
                                        + " %d Agents, %d MiB at most%n",
                                cache,
                                median(starts),
                                STARTS,
                                Collections.min(starts),
                                Collections.max(starts),
                                median(cpu),
                                idle,
                                memory(operator, "VmRSS"),
                                AGENTS,
                                memory(operator, "VmHWM"));
                    }
                    operator.terminate();
                    operator.awaitEnd();
                }
            }
            assertThat(idle).isPositive();
        }
    }

    private ImageProcess operator(UnpackedImage image, Path mounted, TestCluster cluster, String cache, int port)
            throws IOException {
        // The heap that Java gives itself in a container with 512 MiB.
        return ImageProcess.start(
                image,
                data.resolve("said"),
                mounted,
                Map.of("JDK_JAVA_OPTIONS", "-Xms8m -Xmx256m -XX:AOTMode=" + cache),
                "operator",
                "--kubeconfig",
                "/tmp/mounted/kubeconfig",
                "--connection-dir",
                "/tmp/mounted",
                "--operator-namespace",
                TestCluster.OPERATOR_NAMESPACE,
                "--namespaces",
                cluster.namespace(),
                "--leader-election",
                "false",
                "--monitoring-port",
                Integer.toString(port));
    }

    private static void awaitReady(int port) {
        URI ready = URI.create("http://127.0.0.1:" + port + "/readyz");
        await().atMost(PATIENCE)
                .pollDelay(Duration.ofMillis(100))
                .pollInterval(Duration.ofMillis(10))
                .ignoreExceptionsMatching(failure -> failure instanceof IOException)
                .until(() -> ((HttpURLConnection) ready.toURL().openConnection()).getResponseCode() == 200);
    }

    private static void create(TestCluster cluster) {
        Agents agents = new Agents(cluster);
        for (int number = 0; number < AGENTS; number++) {
            agents.create("agent-" + number);
        }
    }

    private static void awaitAllReady(TestCluster cluster) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofSeconds(2))
                .until(() ->
                        cluster
                                        .client()
                                        .resources(Agent.class)
                                        .inNamespace(cluster.namespace())
                                        .list()
                                        .getItems()
                                        .stream()
                                        .map(Agent::getStatus)
                                        .filter(Objects::nonNull)
                                        .filter(status -> status.getConditions() != null
                                                && status.getConditions().stream()
                                                        .anyMatch(condition -> condition
                                                                        .getType()
                                                                        .equals("Ready")
                                                                && condition
                                                                        .getStatus()
                                                                        .equals("True")))
                                        .count()
                                == AGENTS);
    }

    private static long memory(ImageProcess process, String field) throws IOException {
        return process.status()
                        .lines()
                        .filter(line -> line.startsWith(field + ":"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                        .findFirst()
                        .orElseThrow()
                / 1024;
    }

    private static long median(List<Long> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
