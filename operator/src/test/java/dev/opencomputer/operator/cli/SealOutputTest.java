/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.cli.Sealer.Ended;
import dev.opencomputer.operator.cli.sealing.Terminal;
import dev.opencomputer.operator.seal.KeyRing;
import dev.opencomputer.operator.seal.Opening;
import dev.opencomputer.operator.seal.PrivateSealingKey;
import dev.opencomputer.operator.seal.SealingPlace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where a sealed value goes, and which options go together. */
class SealOutputTest {

    private static final PrivateSealingKey KEY = PrivateSealingKey.generate();
    private static final byte[] VALUE = "sk-canary".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    private String keys;

    @BeforeEach
    void saveKey() throws IOException {
        keys = Files.writeString(folder.resolve("key"), KEY.publicKey().base64())
                .toString();
    }

    @Test
    void printsTheSealedValueAlone() {
        Ended ended = Sealer.sealThere(VALUE, "--keys", keys, "-o", "value");

        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(ended.out()).matches("oc1[.][0-9a-f]{16}[.][-_A-Za-z0-9]+\n");
        assertOpens(ended.out().strip());
    }

    @Test
    void setsTheValueInAFileAndPrintsNothing() throws IOException {
        Path file = manifest();

        Ended ended = Sealer.sealThere(VALUE, "--keys", keys, "--in-place", file.toString());

        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(ended.out() + ended.err()).isEmpty();
        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(7).contains("# mine", "  key: ANTHROPIC_API_KEY");
        assertOpens(lines.get(6).replace("  sealedValue: ", ""));
    }

    @Test
    void asksForNoValueThatItCouldNotSet() throws IOException {
        Path file = manifest();
        Files.writeString(file, Files.readString(file) + "  valueFrom: {}\n");

        Ended ended = Sealer.type(List.of(), "--keys", keys, "--in-place", file.toString());

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.err().lines()).singleElement().asString().contains("valueFrom");
    }

    @Test
    void keepsWhatAnEditorHasSavedWhileSomebodyWasAskedForTheValue() throws IOException {
        Path file = manifest();
        Terminal slow = prompt -> {
            Files.writeString(file, Files.readString(file).replace("# mine", "# yours"));
            return VALUE;
        };

        Ended ended = Sealer.ask(slow, "--keys", keys, "--in-place", file.toString());

        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(file).content().contains("# yours", "sealedValue: oc1.").doesNotContain("# mine");
    }

    @Test
    void leavesTheFileWhenThereIsNoKey() throws IOException {
        Path file = manifest();
        String before = Files.readString(file);

        Ended ended = Sealer.sealThere(
                VALUE, "--keys", keys, "--trusted-sealing-keys", "0123456789abcdef", "--in-place", file.toString());

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.err())
                .contains("0123456789abcdef", KEY.publicKey().id().value());
        assertThat(file).hasContent(before);
    }

    @Test
    void sealsForATrustedKey() {
        Ended ended = Sealer.sealThere(
                VALUE,
                "--keys",
                keys,
                "--trusted-sealing-keys",
                "0123456789abcdef," + KEY.publicKey().id());

        assertThat(ended.exitCode()).as(ended.err()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--in-place a --check b | --in-place and --check do not go together",
                "--fetch-keys a --in-place b | --in-place and --fetch-keys do not go together",
                "--check a --key K | --key does not go together with --check, which seals nothing",
                "--check a -o value | --output does not go together with --check",
                "--fetch-keys a --from-file b | --from-file does not go together with --fetch-keys",
                "--fetch-keys a --keys b | --keys does not go together with --fetch-keys, which asks the cluster",
                "--in-place a --name n | --name does not go together with --in-place",
                "--in-place a -o yaml | --output does not go together with --in-place",
                "-o value --allowed-hosts h | --allowed-hosts does not go together with -o value",
                "--keys a --context c | --context does not go together with --keys, with which no cluster is asked",
                "--check a --trusted-sealing-keys 0123456789abcdef | name keys too, with --keys",
                "--check a --keys b --trusted-sealing-keys ABC | 16 lowercase hex digits",
                "-o json | --output",
                "--trailing-newline=strip | --trailing-newline"
            })
    void saysWhichOptionsDoNotGoTogether(String arguments, String why) {
        Ended ended = Sealer.seal("value", arguments.split(" "));

        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.err()).contains(why);
        assertThat(ended.out()).isEmpty();
    }

    private Path manifest() throws IOException {
        return Files.writeString(folder.resolve("manifest.yaml"), """
                apiVersion: opencomputer.dev/v1alpha1
                kind: AgentSecret
                # mine
                spec:
                  agentRef: {name: issue-resolver}
                  key: ANTHROPIC_API_KEY
                """);
    }

    private static void assertOpens(String sealed) {
        assertThat(KeyRing.of(List.of(KEY))
                        .open(sealed, new SealingPlace("team-a", "issue-resolver", "ANTHROPIC_API_KEY")))
                .isInstanceOfSatisfying(
                        Opening.Opened.class,
                        opened -> assertThat(opened.plaintext()).isEqualTo(VALUE));
    }
}
