/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.dev.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuardedProcessTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(300);

    @TempDir
    private Path folder;

    @Test
    void passesTheExitCodeAndTheOutputOn() throws Exception {
        try (GuardedProcess process = bash("echo said; exit 7", LONG)) {
            assertThat(process.onExit().get(30, TimeUnit.SECONDS).exitCode()).isEqualTo(7);
            assertThat(process.lastWords()).isEqualTo("said");
        }
    }

    @Test
    void letsTheProgramEndInItsOwnWay() {
        GuardedProcess process = bash("trap 'echo tidied; exit' TERM; echo up; while :; do sleep 0.05; done", LONG);
        await().until(() -> Files.readString(process.log()).contains("up"));

        process.close();

        assertThat(process.alive()).isFalse();
        assertThat(process.lastWords()).endsWith("tidied");
    }

    @Test
    void killsAProgramThatDoesNotEnd() {
        GuardedProcess process = bash("trap '' TERM; echo up; while :; do sleep 0.05; done", SHORT);
        await().until(() -> Files.readString(process.log()).contains("up"));

        process.close();

        assertThat(process.alive()).isFalse();
    }

    @Test
    void endsWhatTheProgramStarted() {
        GuardedProcess process = bash("sleep 4242.4242 & echo up; wait", LONG);
        await().until(() -> Files.readString(process.log()).contains("up"));

        process.close();

        await().untilAsserted(() -> assertThat(ProcessHandle.allProcesses()
                        .map(handle -> handle.info().commandLine().orElse("")))
                .noneMatch(command -> command.equals("sleep 4242.4242")));
    }

    @Test
    void waitsForTheEndEvenWhenInterrupted() {
        GuardedProcess process = bash("trap 'sleep 0.3; exit' TERM; echo up; while :; do sleep 0.05; done", LONG);
        await().until(() -> Files.readString(process.log()).contains("up"));
        Thread.currentThread().interrupt();

        process.close();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(process.alive()).isFalse();
    }

    @Test
    void givesTheProgramAProcessGroupOfItsOwn() throws Exception {
        try (GuardedProcess process = bash("echo $$ $(ps -o pgid= -p $$)", LONG)) {
            process.onExit().get(30, TimeUnit.SECONDS);

            String[] ids = process.lastWords().split(" +", -1);
            assertThat(ids[1]).isEqualTo(ids[0]);
        }
    }

    @Test
    void saysWhatIsMissingWhenItCannotStart() {
        assertThatExceptionOfType(ControlPlaneException.class)
                .isThrownBy(() -> GuardedProcess.start(
                        "thing",
                        List.of("thing"),
                        folder.resolve("thing.log"),
                        LONG,
                        folder.resolve("absent"),
                        Map.of()))
                .withMessageContaining("could not start thing");
    }

    private GuardedProcess bash(String script, Duration grace) {
        return GuardedProcess.start("bash", List.of("bash", "-c", script), folder.resolve("bash.log"), grace);
    }
}
