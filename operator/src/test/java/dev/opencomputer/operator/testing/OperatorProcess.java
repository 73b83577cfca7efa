/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.testing;

import static org.awaitility.Awaitility.await;

import dev.opencomputer.operator.cli.Main;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The subcommand {@code operator} in a process of its own, which can be killed. */
public final class OperatorProcess implements AutoCloseable {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Process process;
    private final URI monitoring;

    private OperatorProcess(Process process, URI monitoring) {
        this.process = process;
        this.monitoring = monitoring;
    }

    /** Starts one that is alone; what it says goes to this one's output. */
    public static OperatorProcess start(TestCluster cluster, Scene scene) {
        return start(
                cluster.operatorKubeconfig(),
                scene.server().url(),
                scene,
                "alone",
                List.of("--namespaces", cluster.namespace(), "--leader-election=false"));
    }

    /**
     * Starts one of several replicas.
     *
     * @param pod what it takes for its pod's name, with which its name as a holder begins
     * @param lease the Lease that they elect by
     */
    public static OperatorProcess startReplica(TestCluster cluster, Scene scene, String pod, String lease) {
        return start(
                cluster.operatorKubeconfig(),
                scene.server().url(),
                scene,
                pod,
                List.of("--namespaces", cluster.namespace(), "--lease-name", lease));
    }

    /**
     * Starts one of several replicas that reaches everything in a way of the test's own.
     *
     * @param kubeconfig how it reaches the API server
     * @param openComputer how it reaches OpenComputer
     * @param pod what it takes for its pod's name
     * @param options the options of {@code operator}, beside those that every one gets
     */
    public static OperatorProcess start(
            Path kubeconfig, URI openComputer, Scene scene, String pod, List<String> options) {
        int port = freePort();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "operator",
                "--kubeconfig",
                kubeconfig.toString(),
                "--operator-namespace",
                TestCluster.OPERATOR_NAMESPACE,
                "--monitoring-port",
                Integer.toString(port)));
        command.addAll(options);
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.toLowerCase(Locale.ROOT).endsWith("_proxy"));
        environment.put("HOSTNAME", pod);
        environment.put("OPENCOMPUTER_API_URL", openComputer.toString());
        environment.put("OPENCOMPUTER_AGENTS_URL", openComputer.toString());
        environment.put("OPENCOMPUTER_API_KEY", scene.server().apiKey());
        try {
            return new OperatorProcess(builder.start(), URI.create("http://127.0.0.1:" + port + "/"));
        } catch (IOException failure) {
            throw new UncheckedIOException("could not start an operator", failure);
        }
    }

    /** Waits until it reconciles. */
    public void awaitLeading() {
        awaitReadiness("200 ok");
    }

    /** Waits until it stands by. */
    public void awaitStandingBy() {
        awaitReadiness("200 standing by");
    }

    /** Waits until it says this of its readiness. */
    public void awaitReadiness(String answer) {
        await(answer)
                .atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> readiness().equals(answer));
    }

    /** What it says of its readiness: status and body; nothing while it cannot be reached. */
    public String readiness() {
        try {
            HttpResponse<String> answer = HTTP.send(
                    HttpRequest.newBuilder(monitoring.resolve("readyz"))
                            .timeout(Duration.ofSeconds(2))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() + " " + answer.body();
        } catch (IOException notYet) {
            return "";
        } catch (InterruptedException stopping) {
            throw new IllegalStateException(stopping);
        }
    }

    /** Stops it in the middle of whatever it does, until {@link #resume}. */
    public void pause() throws IOException, InterruptedException {
        signal("STOP");
    }

    /** Lets it go on as if nothing had been. */
    public void resume() throws IOException, InterruptedException {
        signal("CONT");
    }

    /** Asks it to stop, as a cluster does. */
    public void terminate() {
        process.destroy();
    }

    /** Waits until it has ended. */
    public void awaitExit() throws InterruptedException {
        process.waitFor();
    }

    private void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .inheritIO()
                .start()
                .waitFor();
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException failure) {
            throw new UncheckedIOException("there is no free port", failure);
        }
    }

    /** Ends it in the middle of whatever it does, as SIGKILL does, and returns when it is gone. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
