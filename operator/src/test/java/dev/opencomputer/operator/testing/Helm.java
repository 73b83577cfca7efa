/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The real helm, with homes of its own, so that nothing on this machine changes what it does. */
public final class Helm {

    /** The chart in this checkout. */
    public static final Path CHART =
            Path.of("..", "helm", "opencomputer-operator").toAbsolutePath().normalize();

    private static final long LIMIT_MINUTES = 5;

    /** What helm's own build sets: without it, it renders and lints for Kubernetes 1.20. */
    private static final String[] LINKER_FLAGS = {
        "-X helm.sh/helm/v3/internal/version.version=v3.19.2",
        "-X helm.sh/helm/v3/pkg/chartutil.k8sVersionMajor=1",
        "-X helm.sh/helm/v3/pkg/chartutil.k8sVersionMinor=34",
        "-X helm.sh/helm/v3/pkg/lint/rules.k8sVersionMajor=1",
        "-X helm.sh/helm/v3/pkg/lint/rules.k8sVersionMinor=34"
    };

    private final Path program;
    private final Path home;
    private final Optional<Path> kubeconfig;

    private Helm(Path program, Path home, Optional<Path> kubeconfig) {
        this.program = program;
        this.home = home;
        this.kubeconfig = kubeconfig;
    }

    /**
     * What came of a command.
     *
     * @param exitCode 0 when it did what it was asked
     * @param out standard output
     * @param err standard error
     */
    public record Result(int exitCode, String out, String err) {

        /** Standard output of a command that must have worked. */
        public String orThrow() {
            if (exitCode != 0) {
                throw new AssertionError("helm ended with " + exitCode + ": " + err + out);
            }
            return out;
        }
    }

    /**
     * A helm without a cluster, for what needs none: template, lint, package.
     *
     * @param folder an empty folder for what it keeps
     */
    public static Helm offline(Path folder) {
        return new Helm(binary(), folder, Optional.empty());
    }

    /**
     * A helm for a test's cluster.
     *
     * @param folder an empty folder for what it keeps
     */
    public static Helm of(TestCluster cluster, Path folder) {
        return new Helm(binary(), folder, Optional.of(cluster.kubeconfig()));
    }

    /** Runs a command and waits for its end. */
    public Result run(String... arguments) {
        return run(List.of(arguments));
    }

    /** Runs a command and waits for its end. */
    public Result run(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(arguments);
        try {
            Path out = Files.createTempFile(home, "out", ".txt");
            Path err = Files.createTempFile(home, "err", ".txt");
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
            environment(builder.environment());
            Process process = builder.start();
            try {
                if (!process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)) {
                    throw new AssertionError("helm did not end within " + LIMIT_MINUTES + " min: " + arguments);
                }
            } finally {
                process.destroyForcibly();
            }
            return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
        } catch (IOException failure) {
            throw new UncheckedIOException("could not run helm " + arguments, failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while helm ran", interrupted);
        }
    }

    private void environment(Map<String, String> environment) {
        environment.keySet().removeIf(name -> {
            String lower = name.toLowerCase(Locale.ROOT);
            return lower.startsWith("helm_") || lower.startsWith("kube") || lower.endsWith("_proxy");
        });
        environment.put("HELM_CACHE_HOME", home.resolve("cache").toString());
        environment.put("HELM_CONFIG_HOME", home.resolve("config").toString());
        environment.put("HELM_DATA_HOME", home.resolve("data").toString());
        // Without a cluster, a kubeconfig that is not there keeps helm from one that this machine may name.
        environment.put(
                "KUBECONFIG", kubeconfig.orElse(home.resolve("no-kubeconfig")).toString());
    }

    /** Where the program is. */
    public static Path binary() {
        return GoTool.binary("helm", LINKER_FLAGS);
    }
}
