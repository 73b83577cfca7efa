/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.dev.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.opencomputer.operator.dev.controlplane.BinarySource.Absent;
import dev.opencomputer.operator.dev.controlplane.BinarySource.Found;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BinaryFinderTest {

    @TempDir
    private Path folder;

    private final List<String> asked = new ArrayList<>();

    @Test
    void takesTheAssetsFolderBeforeTheCache() throws Exception {
        Path assets = Files.createDirectory(folder.resolve("assets"));
        Path cache = Files.createDirectories(BinaryFinder.cache(environment(assets)));
        for (String program : List.of("etcd", "kube-apiserver")) {
            executable(assets.resolve(program));
            executable(cache.resolve(program));
        }
        executable(cache.resolve("kube-controller-manager"));

        Binaries found = new BinaryFinder(environment(assets), Progress.silent()).find();

        assertThat(found.etcd()).isEqualTo(assets.resolve("etcd"));
        assertThat(found.apiServer()).isEqualTo(assets.resolve("kube-apiserver"));
        assertThat(found.controllerManager()).isEqualTo(cache.resolve("kube-controller-manager"));
    }

    @Test
    void asksTheNextSourceOnlyForWhatTheOneBeforeLacks() {
        BinarySource release = program -> {
            asked.add("release " + program);
            return program.equals("kube-controller-manager") ? new Absent("not in it") : found(program);
        };
        BinarySource build = program -> {
            asked.add("build " + program);
            return found(program);
        };

        new BinaryFinder(folder, List.of(), List.of(release, build), Progress.silent()).find();

        assertThat(asked)
                .containsExactly(
                        "release etcd",
                        "release kube-apiserver",
                        "release kube-controller-manager",
                        "build kube-controller-manager");
    }

    @Test
    void saysWhatWasTriedAndHowToGoOn() {
        BinaryFinder finder = new BinaryFinder(
                folder,
                List.of(program -> new Absent("no folder")),
                List.of(program -> new Absent("no network")),
                Progress.silent());

        assertThatExceptionOfType(ControlPlaneException.class)
                .isThrownBy(finder::find)
                .withMessageContainingAll("no etcd to be had: no folder; no network", "KUBEBUILDER_ASSETS");
    }

    @Test
    void saysWhichGoABuildNeeds() {
        BinarySource build = new GoBuild(folder, Map.of("PATH", ""), Progress.silent());

        assertThat(build.get("etcd"))
                .isInstanceOfSatisfying(
                        Absent.class,
                        absent -> assertThat(absent.reason())
                                .contains("no go on the PATH", "1.26 or newer", "1.21", "GOTOOLCHAIN"));
    }

    @Test
    void removesWhatAKilledBuildLeft() throws Exception {
        Path leftover = Files.createDirectory(folder.resolve(BinaryFinder.TEMPORARY + "1"));
        Files.writeString(leftover.resolve("etcd"), "half");

        new BinaryFinder(folder, List.of(), List.of(BinaryFinderTest::found), Progress.silent()).find();

        assertThat(leftover).doesNotExist();
    }

    @Test
    void saysWhichCacheItCannotUse() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        BinaryFinder finder =
                new BinaryFinder(file.resolve("below"), List.of(), List.of(BinaryFinderTest::found), Progress.silent());

        assertThatExceptionOfType(ControlPlaneException.class)
                .isThrownBy(finder::find)
                .withMessageContainingAll(file.toString(), "XDG_CACHE_HOME");
    }

    private Map<String, String> environment(Path assets) {
        return Map.of(
                "KUBEBUILDER_ASSETS",
                assets.toString(),
                "XDG_CACHE_HOME",
                folder.resolve("caches").toString());
    }

    private static BinarySource.Result found(String program) {
        return new Found(Path.of(program));
    }

    private static void executable(Path file) throws Exception {
        assertThat(Files.createFile(file).toFile().setExecutable(true)).isTrue();
    }
}
