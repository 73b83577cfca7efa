/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyFileTest {

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void begin() throws IOException {
        file = folder.resolve("policy.yaml");
        write("team-a");
    }

    private void write(String namespace) throws IOException {
        Files.writeString(file, "connections: {namespaces: [" + namespace + "]}");
    }

    @Test
    void followsTheFileAndTellsOfEachChangeOnce() throws Exception {
        try (PolicyFile policy = PolicyFile.open(file)) {
            List<Policy> told = new ArrayList<>();
            policy.onChange((former, now) -> told.addAll(List.of(former, now)));
            Policy before = policy.present();

            policy.look();
            write("team-b");
            policy.look();
            policy.look();

            assertThat(policy.present().hasOwnConnection("team-b")).isTrue();
            assertThat(told).containsExactly(before, policy.present());
        }
    }

    @Test
    void keepsTheLastGoodOneAndSaysWhatIsWrong() throws Exception {
        try (PolicyFile policy = PolicyFile.open(file)) {
            write("Team");
            policy.look();

            assertThat(policy.present().hasOwnConnection("team-a")).isTrue();
            assertThat(policy.problem())
                    .hasValueSatisfying(problem ->
                            assertThat(problem).contains(file.toString()).contains("connections.namespaces: 'Team'"));

            Files.delete(file);
            policy.look();
            assertThat(policy.present().hasOwnConnection("team-a")).isTrue();
            assertThat(policy.problem())
                    .hasValueSatisfying(problem -> assertThat(problem).contains("There is no"));

            write("team-b");
            policy.look();
            assertThat(policy.present().hasOwnConnection("team-b")).isTrue();
            assertThat(policy.problem()).isEmpty();
        }
    }

    @Test
    void goesOnWhenTheParserFailsInAWayOfItsOwn() throws Exception {
        try (PolicyFile policy = PolicyFile.open(file)) {
            Files.writeString(file, "connections: {maxConcurrentCalls: !!int many}");
            policy.look();
            assertThat(policy.problem())
                    .hasValueSatisfying(problem -> assertThat(problem).contains(file.toString()));

            write("team-b");
            policy.look();
            assertThat(policy.present().hasOwnConnection("team-b")).isTrue();
        }
    }

    @Test
    void goesOnWhenAListenerFails() throws Exception {
        try (PolicyFile policy = PolicyFile.open(file)) {
            List<Policy> told = new ArrayList<>();
            policy.onChange((former, now) -> {
                throw new IllegalStateException("on purpose");
            });
            policy.onChange((former, now) -> told.add(now));
            write("team-b");

            policy.look();

            assertThat(told).containsExactly(policy.present());
        }
    }

    @Test
    void refusesToBeginWithoutAFile() {
        assertThatThrownBy(() -> PolicyFile.open(folder.resolve("nowhere.yaml")))
                .hasMessageStartingWith("There is no policy file")
                .hasMessageContaining("--policy-file");
    }

    @Test
    void refusesToBeginWithAWrongFile() throws IOException {
        Files.writeString(file, "hosts: []");

        assertThatThrownBy(() -> PolicyFile.open(file))
                .hasMessage("The policy in " + file
                        + " cannot be used: unknown key hosts: there are connections, ids, secrets.");
    }

    @Test
    void refusesToBeginWithAFileThatIsNoText() throws IOException {
        Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, 0});

        assertThatThrownBy(() -> PolicyFile.open(file)).hasMessageContaining("it is no text in UTF-8");
    }

    @Test
    void readsAMountedFileOfAFolderThatIsExchanged() throws Exception {
        Path mount = Files.createDirectory(folder.resolve("mount"));
        Path one = Files.createDirectory(mount.resolve("..one"));
        Path two = Files.createDirectory(mount.resolve("..two"));
        Files.writeString(one.resolve("policy.yaml"), "connections: {namespaces: [team-a]}");
        Files.writeString(two.resolve("policy.yaml"), "connections: {namespaces: [team-b]}");
        Files.createSymbolicLink(mount.resolve("..data"), Path.of("..one"));
        Files.createSymbolicLink(mount.resolve("policy.yaml"), Path.of("..data", "policy.yaml"));
        try (PolicyFile policy = PolicyFile.open(mount.resolve("policy.yaml"))) {
            Files.delete(mount.resolve("..data"));
            Files.createSymbolicLink(mount.resolve("..data"), Path.of("..two"));

            policy.look();

            assertThat(policy.present().hasOwnConnection("team-b")).isTrue();
        }
    }
}
