/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.testing;

import dev.opencomputer.operator.cli.Main;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** The subcommand {@code operator} in a process of its own, which can be killed. */
public final class OperatorProcess implements AutoCloseable {

    private final Process process;

    private OperatorProcess(Process process) {
        this.process = process;
    }

    /** Starts the process; what it says goes to this one's output. */
    public static OperatorProcess start(TestCluster cluster, Scene scene) {
        ProcessBuilder command = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "operator",
                        "--kubeconfig",
                        cluster.kubeconfig().toString(),
                        "--operator-namespace",
                        TestCluster.OPERATOR_NAMESPACE,
                        "--namespaces",
                        cluster.namespace(),
                        "--monitoring-port",
                        "0")
                .inheritIO();
        Map<String, String> environment = command.environment();
        environment.keySet().removeIf(name -> name.toLowerCase(Locale.ROOT).endsWith("_proxy"));
        environment.put("OPENCOMPUTER_API_URL", scene.server().url().toString());
        environment.put("OPENCOMPUTER_AGENTS_URL", scene.server().url().toString());
        environment.put("OPENCOMPUTER_API_KEY", scene.server().apiKey());
        try {
            return new OperatorProcess(command.start());
        } catch (IOException failure) {
            throw new UncheckedIOException("could not start an operator", failure);
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
