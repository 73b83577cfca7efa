/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.testing;

import dev.opencomputer.operator.cli.Main;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The subcommand {@code operator} in a process of its own, which can be killed. */
public final class OperatorProcess implements AutoCloseable {

    private final Process process;
    private final Readiness readiness;

    private OperatorProcess(Process process, Readiness readiness) {
        this.process = process;
        this.readiness = readiness;
    }

    /** Starts one that is alone; what it says goes to this one's output. */
    public static OperatorProcess start(TestCluster cluster, Scene scene) {
        return start(cluster, scene, "--leader-election=false");
    }

    /**
     * Starts one of several replicas.
     *
     * @param lease the Lease that they elect by
     */
    public static OperatorProcess startReplica(TestCluster cluster, Scene scene, String lease) {
        return start(cluster, scene, "--lease-name=" + lease);
    }

    /** Starts one that is alone, reaches the API server its own way, and keeps its keys in the test's own namespace. */
    public static OperatorProcess startWithOwnKeys(TestCluster cluster, Scene scene, Path kubeconfig) {
        return start(cluster, scene, kubeconfig, cluster.namespace(), "--leader-election=false");
    }

    /**
     * Starts one of several replicas that does so.
     *
     * @param lease the Lease that they elect by
     */
    public static OperatorProcess startReplicaWithOwnKeys(
            TestCluster cluster, Scene scene, Path kubeconfig, String lease) {
        return start(cluster, scene, kubeconfig, cluster.namespace(), "--lease-name=" + lease);
    }

    private static OperatorProcess start(TestCluster cluster, Scene scene, String election) {
        return start(cluster, scene, cluster.operatorKubeconfig(), TestCluster.OPERATOR_NAMESPACE, election);
    }

    private static OperatorProcess start(
            TestCluster cluster, Scene scene, Path kubeconfig, String operatorNamespace, String election) {
        int port = freePort();
        List<String> command = List.of(
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
                operatorNamespace,
                "--monitoring-port",
                Integer.toString(port),
                "--namespaces",
                cluster.namespace(),
                election);
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.toLowerCase(Locale.ROOT).endsWith("_proxy"));
        String openComputer = scene.server().url().toString();
        environment.put("OPENCOMPUTER_API_URL", openComputer);
        environment.put("OPENCOMPUTER_AGENTS_URL", openComputer);
        environment.put("OPENCOMPUTER_API_KEY", scene.server().apiKey());
        try {
            URI monitoring = URI.create("http://127.0.0.1:" + port);
            return new OperatorProcess(builder.start(), new Readiness(monitoring));
        } catch (IOException failure) {
            throw new UncheckedIOException("could not start an operator", failure);
        }
    }

    /** What it says of its readiness. */
    public Readiness readiness() {
        return readiness;
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

    /** The bytes of its heap that are in use, once all the rest is thrown away. */
    public long liveHeap() throws IOException, InterruptedException {
        Process histogram = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(process.pid()),
                        "GC.class_histogram")
                .redirectErrorStream(true)
                .start();
        String said = new String(histogram.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        histogram.waitFor();
        return said.lines()
                .filter(line -> line.startsWith("Total"))
                .map(line -> Long.parseLong(line.split("\\s+", -1)[2]))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(said));
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
