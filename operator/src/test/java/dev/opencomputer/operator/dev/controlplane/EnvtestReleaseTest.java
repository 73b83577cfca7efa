/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.dev.controlplane;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import dev.opencomputer.operator.dev.controlplane.BinarySource.Absent;
import dev.opencomputer.operator.dev.controlplane.BinarySource.Found;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class EnvtestReleaseTest {

    @RegisterExtension
    static final WireMockExtension GITHUB = WireMockExtension.newInstance().build();

    @TempDir
    private Path folder;

    private Path cache;
    private byte[] archive;

    @BeforeEach
    void packARelease() throws Exception {
        cache = Files.createDirectory(folder.resolve("cache"));
        Path content = Files.createDirectories(folder.resolve("controller-tools/envtest"));
        for (String program : List.of("etcd", "kube-apiserver", "kubectl")) {
            Path file = Files.writeString(content.resolve(program), "#!/bin/sh\n# " + program);
            assertThat(file.toFile().setExecutable(true)).isTrue();
        }
        Path packed = folder.resolve("release.tar.gz");
        Process tar = new ProcessBuilder("tar", "-czf", packed.toString(), "-C", folder.toString(), "controller-tools")
                .inheritIO()
                .start();
        assertThat(tar.waitFor()).isZero();
        archive = Files.readAllBytes(packed);
    }

    @Test
    void keepsTheProgramsOfTheRightRelease() throws Exception {
        answer(200, archive);

        BinarySource.Result result = release(sha512(archive)).get("etcd");

        assertThat(result).isEqualTo(new Found(cache.resolve("etcd")));
        assertThat(cache.resolve("etcd")).isExecutable().content().contains("# etcd");
        assertThat(cache.resolve("kube-apiserver")).isExecutable();
        assertThat(cache)
                .isDirectoryNotContaining(file -> file.getFileName().toString().startsWith("."));
    }

    @Test
    void throwsAwayWhatHasAnotherChecksum() throws Exception {
        answer(200, archive);

        BinarySource.Result result = release("0".repeat(128)).get("etcd");

        assertThat(result)
                .isInstanceOfSatisfying(
                        Absent.class, absent -> assertThat(absent.reason()).contains("not the expected one"));
        assertThat(cache).isEmptyDirectory();
    }

    @Test
    void saysWhatTheServerAnswered() throws Exception {
        answer(404, new byte[0]);

        assertThat(release(sha512(archive)).get("etcd"))
                .isInstanceOfSatisfying(
                        Absent.class, absent -> assertThat(absent.reason()).endsWith("answered 404"));
    }

    @Test
    void knowsThatItHoldsNoControllerManager() throws Exception {
        assertThat(release(sha512(archive)).get("kube-controller-manager")).isInstanceOf(Absent.class);
        GITHUB.verify(0, anyRequestedFor(anyUrl()));
    }

    private EnvtestRelease release(String checksum) {
        return new EnvtestRelease(
                cache,
                URI.create(GITHUB.baseUrl() + "/"),
                Map.of(EnvtestRelease.platform(), checksum),
                Progress.silent());
    }

    private static void answer(int status, byte[] body) {
        GITHUB.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(status).withBody(body)));
    }

    private static String sha512(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-512").digest(bytes));
    }
}
