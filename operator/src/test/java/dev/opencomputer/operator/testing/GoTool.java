/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;

/**
 * Programs that tests run and that come as Go modules: {@code tools/<name>/go.mod} names one as its {@code tool} and pins
 * it. Each is built once into the cache, and anew when the module, its own sources or the flags change.
 */
public final class GoTool {

    static final Path TOOLS = Path.of("..", "tools");
    private static final long BUILD_MINUTES = 20;

    private GoTool() {}

    /**
     * The program, built first where the cache has none. Without Go the test is skipped; with CI=true it fails.
     *
     * @param name folder of its module below {@code tools}, and the program's name
     * @param linkerFlags what its own build sets, such as {@code -X package.variable=value}
     */
    public static synchronized Path binary(String name, String... linkerFlags) {
        Path module = TOOLS.resolve(name);
        String flags = "-s -w " + String.join(" ", linkerFlags);
        try {
            Path folder = cache(System.getenv()).resolve(name + "-" + digest(module, flags));
            Path program = folder.resolve(name);
            if (Files.isExecutable(program)) {
                return program;
            }
            if (!onPath("go")) {
                throw missing(name + " is built with Go 1.26 or newer, and there is no go on the PATH");
            }
            Files.createDirectories(folder);
            try (FileChannel channel = FileChannel.open(
                            folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                // While this one waited for the lock, another process may have built it.
                if (lock.isValid() && !Files.isExecutable(program)) {
                    build(module, flags, folder, program);
                }
            }
            return program;
        } catch (IOException failure) {
            throw new UncheckedIOException("could not build " + name + " from " + module, failure);
        }
    }

    private static void build(Path module, String flags, Path folder, Path program) throws IOException {
        System.err.println("building " + program.getFileName() + " from its Go modules, once");
        Path log = folder.resolve("build.txt");
        Path unfinished = folder.resolve(".unfinished");
        ProcessBuilder builder = new ProcessBuilder(
                        "go",
                        "build",
                        "-mod=readonly",
                        "-ldflags",
                        flags,
                        "-o",
                        unfinished.toAbsolutePath().toString(),
                        "tool")
                .directory(module.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        // A module of its own, whatever workspace the current folder belongs to.
        builder.environment().put("GOWORK", "off");
        Process process = builder.start();
        try {
            if (!process.waitFor(BUILD_MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
                throw missing("the build of " + program.getFileName() + " failed: " + lastWords(log));
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + program.getFileName() + " was built", interrupted);
        } finally {
            process.destroyForcibly();
        }
        Files.move(unfinished, program, StandardCopyOption.ATOMIC_MOVE);
    }

    private static String lastWords(Path log) throws IOException {
        List<String> lines = Files.readAllLines(log);
        return String.join(" / ", lines.subList(Math.max(0, lines.size() - 3), lines.size()));
    }

    static RuntimeException missing(String why) {
        if ("true".equals(System.getenv("CI"))) {
            throw new AssertionError(why);
        }
        return new TestAbortedException(why);
    }

    private static Path cache(Map<String, String> environment) {
        String base = environment.getOrDefault("XDG_CACHE_HOME", "");
        Path caches = base.isBlank()
                ? Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")), ".cache")
                : Path.of(base);
        return caches.resolve("opencomputer-operator").resolve("tools");
    }

    private static String digest(Path module, String flags) throws IOException {
        List<byte[]> parts = new ArrayList<>();
        for (Path file : sources(module)) {
            parts.add(Files.readAllBytes(file));
        }
        parts.add(flags.getBytes(StandardCharsets.UTF_8));
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            parts.forEach(sha256::update);
            return HexFormat.of().formatHex(sha256.digest(), 0, 8);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    /** What pins the module, and what it has of its own. */
    private static List<Path> sources(Path module) throws IOException {
        try (Stream<Path> files = Files.list(module)) {
            return files.filter(file -> file.toString().matches(".*\\.(mod|sum|go)"))
                    .sorted()
                    .toList();
        }
    }

    static boolean onPath(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .filter(folder -> !folder.isEmpty())
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
