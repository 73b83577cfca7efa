/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.dev.controlplane;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Downloads the release that the Kubernetes project publishes for tests (etcd, kube-apiserver and kubectl) and keeps it
 * only if its SHA-512 is the one in the project's list, {@code envtest-releases.yaml} of kubernetes-sigs/controller-tools.
 */
final class EnvtestRelease implements BinarySource {

    /** The newest of Kubernetes 1.34 in that list. */
    private static final String VERSION = "v1.34.1";

    private static final URI RELEASES = URI.create(
            "https://github.com/kubernetes-sigs/controller-tools/releases/download/envtest-" + VERSION + "/");

    private static final Map<String, String> SHA512 = Map.of(
            "darwin-amd64",
            "d9e0464dc1708c36ab41147b5e364c8b8e201eafc14c299dcbe58ebeaa82c651"
                    + "b8e834647167a951ded8c6d08c616aadbae1673a54743f9c8fa15a278c78c0c0",
            "darwin-arm64",
            "43d7c10b74100d20044df7c73be03e26f8243a9cb7c1d3035e581ee7bb0c7ffc"
                    + "af759b9e182186b5bb2f47d1608835414ca443181a02d9ecb6c9cf04b43e3809",
            "linux-amd64",
            "c5e7c237ae18a8c65d0df1214b864ecd19aa9ff4f1383dbd477c202546d778c0"
                    + "f74efe15750ec38f57d8de26ba17cd62f404446cdd3c975399a5d4589de35cdd",
            "linux-arm64",
            "bf13d2456183e66d084e28e1c9eed6a408fb77a06d8d1fd0461a7d9bc0c90b63"
                    + "d29ea67870b28f80d1f992acb026007d6f43987753c859c81d6a78bc1ca2c903");

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(30);
    private static final int BUFFER = 1 << 16;

    private final Path cache;
    private final URI releases;
    private final Map<String, String> checksums;
    private final Progress progress;

    EnvtestRelease(Path cache, Progress progress) {
        this(cache, RELEASES, SHA512, progress);
    }

    EnvtestRelease(Path cache, URI releases, Map<String, String> checksums, Progress progress) {
        this.cache = cache;
        this.releases = releases;
        this.checksums = checksums;
        this.progress = progress;
    }

    /** This machine's name in the names of Go's releases, "linux-amd64". */
    static String platform() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String machine = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        return (system.startsWith("mac") ? "darwin" : system.replace(' ', '-'))
                + "-"
                + switch (machine) {
                    case "x86_64" -> "amd64";
                    case "aarch64" -> "arm64";
                    default -> machine;
                };
    }

    @Override
    public Result get(String program) {
        Optional<String> checksum = Optional.ofNullable(checksums.get(platform()));
        if (program.equals("kube-controller-manager")) {
            return new Absent("the envtest release does not hold it");
        }
        if (checksum.isEmpty()) {
            return new Absent("there is no envtest release for " + platform());
        }
        URI archive = releases.resolve("envtest-" + VERSION + "-" + platform() + ".tar.gz");
        try {
            Path folder = Files.createTempDirectory(cache, BinaryFinder.TEMPORARY);
            try {
                Path file = folder.resolve("envtest.tar.gz");
                String problem = download(archive, file, checksum.get());
                return problem.isEmpty() ? unpack(program, file, folder) : new Absent(problem);
            } finally {
                Folders.delete(folder);
            }
        } catch (IOException failure) {
            return new Absent("the download of " + archive + " failed (" + reason(failure) + ")");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return new Absent("the download of " + archive + " was interrupted");
        }
    }

    /** Empty when the file is there and right, otherwise what is wrong. */
    private String download(URI archive, Path file, String checksum) throws IOException, InterruptedException {
        HttpClient client = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .connectTimeout(CONNECT_TIMEOUT)
                .build();
        HttpRequest request =
                HttpRequest.newBuilder(archive).timeout(ANSWER_TIMEOUT).build();
        Elapsed elapsed = new Elapsed(progress, "downloading " + archive);
        elapsed.report("");
        HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            if (response.statusCode() != 200) {
                return archive + " answered " + response.statusCode();
            }
            long total = response.headers().firstValueAsLong("Content-Length").orElse(0);
            String actual = copy(body, file, total, elapsed);
            return actual.equals(checksum)
                    ? ""
                    : archive + " has the SHA-512 " + actual + " and not the expected one, so it was thrown away";
        }
    }

    private static String copy(InputStream body, Path file, long total, Elapsed elapsed) throws IOException {
        MessageDigest digest = sha512();
        try (OutputStream out = new DigestOutputStream(Files.newOutputStream(file), digest)) {
            byte[] buffer = new byte[BUFFER];
            long done = 0;
            long reported = 0;
            for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
                out.write(buffer, 0, n);
                done += n;
                if ((done >> 20) > reported) {
                    reported = done >> 20;
                    elapsed.report(reported + (total > 0 ? " of " + (total >> 20) : "") + " MiB");
                }
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private Result unpack(String program, Path archive, Path folder) throws IOException, InterruptedException {
        Process tar = new ProcessBuilder("tar", "-xzf", archive.toString(), "-C", folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("tar.log").toFile())
                .start();
        if (tar.waitFor() != 0) {
            return new Absent(
                    "tar could not unpack the envtest release: " + Files.readString(folder.resolve("tar.log")));
        }
        for (String each : List.of("etcd", "kube-apiserver")) {
            Path unpacked =
                    folder.resolve("controller-tools").resolve("envtest").resolve(each);
            if (!Files.isExecutable(unpacked)) {
                return new Absent("the envtest release has no " + each);
            }
            // A program that runs from the cache must not be written over.
            if (!Files.exists(cache.resolve(each))) {
                Files.move(unpacked, cache.resolve(each), StandardCopyOption.ATOMIC_MOVE);
            }
        }
        return new Found(cache.resolve(program));
    }

    private static String reason(IOException failure) {
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }

    private static MessageDigest sha512() {
        try {
            return MessageDigest.getInstance("SHA-512");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-512", impossible);
        }
    }
}
