/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.dev.controlplane;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Builds a program from Go modules, pinned by the {@code go.mod} and {@code go.sum} of this project. Takes minutes the
 * first time, and needs Go and a module proxy.
 */
final class GoBuild implements BinarySource {

    private static final Map<String, String> PACKAGES = Map.of(
            "etcd", "go.etcd.io/etcd/server/v3",
            "kube-apiserver", "k8s.io/kubernetes/cmd/kube-apiserver",
            "kube-controller-manager", "k8s.io/kubernetes/cmd/kube-controller-manager");

    /** kube-apiserver compares versions with it; without it the server calls itself v0.0.0. */
    private static final String LINKER_FLAGS =
            "-s -w -X k8s.io/component-base/version.gitVersion=" + BinaryFinder.KUBERNETES_VERSION;

    /** An older Go cannot read the go.mod, or is told not to fetch the version that it names. */
    private static final String NEEDED = "https://go.dev/dl, 1.26 or newer; from 1.21 on Go fetches that by itself"
            + " unless GOTOOLCHAIN=local forbids it";

    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration GRACE = Duration.ofSeconds(3);

    private final Path cache;
    private final Map<String, String> environment;
    private final Progress progress;

    GoBuild(Path cache, Map<String, String> environment, Progress progress) {
        this.cache = cache;
        this.environment = environment;
        this.progress = progress;
    }

    @Override
    public Result get(String program) {
        if (!onPath("go")) {
            return new Absent("it cannot be built, since there is no go on the PATH (" + NEEDED + ")");
        }
        try {
            Path folder = Files.createTempDirectory(cache, BinaryFinder.TEMPORARY);
            try {
                for (String name : List.of("go.mod", "go.sum")) {
                    Files.write(folder.resolve(name), resource(name));
                }
                return build(program, folder);
            } finally {
                Folders.delete(folder);
            }
        } catch (IOException failure) {
            return new Absent("it could not be built (" + failure.getMessage() + ")");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return new Absent("its build was interrupted");
        }
    }

    private Result build(String program, Path folder) throws IOException, InterruptedException {
        String source = PACKAGES.get(program);
        Path packages = folder.resolve("packages.txt");
        Elapsed loading = new Elapsed(progress, "downloading the Go modules of " + program);
        int exitCode = run(List.of("go", "list", "-mod=readonly", "-deps", source), folder, packages, lines -> {
            long modules =
                    lines.filter(line -> line.startsWith("go: downloading")).count();
            loading.report(modules == 0 ? "" : modules + " modules");
        });
        if (exitCode != 0) {
            return failed(program, packages);
        }
        long total = count(packages, line -> !line.startsWith("go: "));
        Path log = folder.resolve("build.txt");
        Path built = folder.resolve(program);
        Elapsed building = new Elapsed(progress, "building " + program + " from its Go modules");
        exitCode = run(
                List.of("go", "build", "-v", "-mod=readonly", "-ldflags", LINKER_FLAGS, "-o", built.toString(), source),
                folder,
                log,
                lines -> {
                    // Only packages that an earlier build has not left in Go's own cache are counted.
                    long compiled = lines.count();
                    building.report(compiled == 0 ? "" : compiled + " of at most " + total + " packages");
                });
        if (exitCode != 0) {
            return failed(program, log);
        }
        Path kept = cache.resolve(program);
        Files.move(built, kept, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return new Found(kept);
    }

    private int run(List<String> command, Path folder, Path log, LogReader reader)
            throws IOException, InterruptedException {
        // A module of its own, whatever workspace the current folder belongs to.
        try (GuardedProcess process =
                GuardedProcess.start("go", command, log, GRACE, folder, Map.of("GOWORK", "off"))) {
            do {
                try (Stream<String> lines = Files.lines(log)) {
                    reader.read(lines);
                }
            } while (!process.waitFor(POLL));
            return process.exitCode();
        }
    }

    private static Absent failed(String program, Path log) throws IOException {
        try (Stream<String> lines = Files.lines(log)) {
            List<String> told = lines.filter(line -> line.contains(": ") && !line.startsWith("go: downloading"))
                    .toList();
            String words = String.join(" / ", told.subList(Math.max(0, told.size() - 3), told.size()));
            return new Absent("the build of " + program + " from Go modules failed (" + words + ")"
                    + (words.contains("go.mod") ? "; it needs Go (" + NEEDED + ")" : ""));
        }
    }

    private static long count(Path file, Predicate<String> which) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(which).count();
        }
    }

    private boolean onPath(String program) {
        return Stream.of(environment.getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .filter(folder -> !folder.isEmpty())
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream content = GoBuild.class.getResourceAsStream("/control-plane/" + name)) {
            if (content == null) {
                throw new IOException("control-plane/" + name + " is missing from the class path");
            }
            return content.readAllBytes();
        }
    }

    /** Reads what a build has printed so far. */
    @FunctionalInterface
    private interface LogReader {
        void read(Stream<String> lines);
    }
}
