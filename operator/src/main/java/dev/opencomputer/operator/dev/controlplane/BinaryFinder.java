/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.dev.controlplane;

import dev.opencomputer.operator.dev.controlplane.BinarySource.Absent;
import dev.opencomputer.operator.dev.controlplane.BinarySource.Found;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Gets each program from the first source that has it. Only one process at a time downloads or builds into the cache,
 * and a file is in the cache under its name only when it is whole.
 */
final class BinaryFinder {

    /** The version that is built, and that the cache is for; a downloaded envtest release may be a patch older. */
    static final String KUBERNETES_VERSION = "v1.34.2";

    /** How the names of folders in the cache begin that hold unfinished work. */
    static final String TEMPORARY = ".unfinished-";

    private static final Object ONE_IN_THIS_PROCESS = new Object();

    private final Path cache;
    private final List<BinarySource> quick;
    private final List<BinarySource> slow;
    private final Progress progress;

    BinaryFinder(Map<String, String> environment, Progress progress) {
        this(
                cache(environment),
                List.of(new AssetsFolder(environment), new CacheFolder(cache(environment))),
                List.of(
                        new EnvtestRelease(cache(environment), progress),
                        new GoBuild(cache(environment), environment, progress)),
                progress);
    }

    BinaryFinder(Path cache, List<BinarySource> quick, List<BinarySource> slow, Progress progress) {
        this.cache = cache;
        this.quick = List.copyOf(quick);
        this.slow = List.copyOf(slow);
        this.progress = progress;
    }

    /** Folder that downloaded and built programs are kept in. */
    static Path cache(Map<String, String> environment) {
        String base = environment.getOrDefault("XDG_CACHE_HOME", "");
        Path caches = base.isBlank()
                ? Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")), ".cache")
                : Path.of(base);
        return caches.resolve("opencomputer-operator").resolve("control-plane").resolve(KUBERNETES_VERSION);
    }

    Binaries find() {
        return new Binaries(find("etcd"), find("kube-apiserver"), find("kube-controller-manager"));
    }

    private Path find(String program) {
        List<String> tried = new ArrayList<>();
        for (BinarySource source : quick) {
            if (source.get(program) instanceof Found found) {
                return found.file();
            }
        }
        synchronized (ONE_IN_THIS_PROCESS) {
            Path lockFile = cache.resolve(".lock");
            try (FileChannel channel = openLockFile(lockFile);
                    FileLock lock = lock(channel, program)) {
                if (!lock.isValid()) {
                    throw new ControlPlaneException("the lock " + lockFile + " was lost while waiting for it");
                }
                removeLeftovers();
                // While we waited for the lock, another process may have put the program into the cache.
                for (List<BinarySource> sources : List.of(quick, slow)) {
                    for (BinarySource source : sources) {
                        BinarySource.Result result = source.get(program);
                        if (result instanceof Found found) {
                            return found.file();
                        } else if (result instanceof Absent absent) {
                            tried.add(absent.reason());
                        }
                    }
                }
            } catch (IOException | UncheckedIOException failure) {
                throw new ControlPlaneException(
                        "the cache " + cache + " can't be used (" + failure.getMessage()
                                + "). Set XDG_CACHE_HOME to a folder that you may write to.",
                        failure);
            }
        }
        throw new ControlPlaneException("no " + program + " to be had: " + String.join("; ", tried)
                + ". Put etcd, kube-apiserver and kube-controller-manager (Kubernetes 1.31 or newer) into a folder and"
                + " set KUBEBUILDER_ASSETS to it, or make one of the other ways work.");
    }

    /** What a download or build left that was killed: whoever has the lock is the only one at work here. */
    private void removeLeftovers() throws IOException {
        try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(cache, TEMPORARY + "*")) {
            leftovers.forEach(Folders::delete);
        }
    }

    private static FileChannel openLockFile(Path lockFile) throws IOException {
        PrivateFiles.folder(lockFile.getParent());
        return FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    private FileLock lock(FileChannel channel, String program) throws IOException {
        FileLock atOnce = channel.tryLock();
        if (atOnce != null) {
            return atOnce;
        }
        progress.report("waiting for another process that gets " + program, "", Duration.ZERO);
        return channel.lock();
    }

    /** The folder that KUBEBUILDER_ASSETS names, as for other tests against a real API server. */
    private record AssetsFolder(Map<String, String> environment) implements BinarySource {
        @Override
        public Result get(String program) {
            String folder = environment.getOrDefault("KUBEBUILDER_ASSETS", "");
            if (folder.isBlank()) {
                return new Absent("KUBEBUILDER_ASSETS is not set");
            }
            Path file = Path.of(folder, program).toAbsolutePath();
            return Files.isExecutable(file)
                    ? new Found(file)
                    : new Absent("KUBEBUILDER_ASSETS=" + folder + " has no executable " + program);
        }
    }

    /** What an earlier download or build left. */
    private record CacheFolder(Path folder) implements BinarySource {
        @Override
        public Result get(String program) {
            Path file = folder.resolve(program);
            return Files.isExecutable(file) ? new Found(file) : new Absent("the cache " + folder + " has none");
        }
    }
}
