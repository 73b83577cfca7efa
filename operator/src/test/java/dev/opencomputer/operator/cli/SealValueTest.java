/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.cli.Sealer.Ended;
import dev.opencomputer.operator.seal.Opening;
import dev.opencomputer.operator.seal.PrivateSealingKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a value comes in. */
class SealValueTest {

    private static final PrivateSealingKey KEY = PrivateSealingKey.generate();

    @TempDir
    Path folder;

    private String keys;

    @BeforeEach
    void saveKey() throws IOException {
        keys = Files.writeString(folder.resolve("key"), KEY.publicKey().base64())
                .toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"value\n", "value\r\n", "\n"})
    void keepsALineEndAndWarnsOfIt(String value) {
        Ended ended = Sealer.sealThere(bytes(value), "--keys", keys);

        assertThat(ended.err().lines()).singleElement().asString().contains("ends with a line end", "remove");
        assertOpens(ended, value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"value\n", "value\r\n", "value"})
    void takesOneLineEndOffWhenAskedTo(String value) {
        Ended ended = Sealer.sealThere(bytes(value), "--keys", keys, "--trailing-newline=remove");

        assertThat(ended.err()).isEmpty();
        assertOpens(ended, "value");
    }

    @Test
    void takesNoMoreThanOneLineEndOff() {
        assertOpens(Sealer.sealThere(bytes("value\n\n"), "--keys", keys, "--trailing-newline=remove"), "value\n");
        assertOpens(Sealer.sealThere(bytes("value\r"), "--keys", keys, "--trailing-newline=remove"), "value\r");
    }

    @Test
    void keepsALineEndWithoutAWordWhenAskedTo() {
        Ended ended = Sealer.sealThere(bytes("value\n"), "--keys", keys, "--trailing-newline=keep");

        assertThat(ended.err()).isEmpty();
        assertOpens(ended, "value\n");
    }

    @Test
    void sealsNothingWhereALineEndIsAllThereIs() {
        Ended ended = Sealer.sealThere(bytes("\n"), "--keys", keys, "--trailing-newline=remove");

        assertThat(ended.exitCode()).isEqualTo(3);
        assertThat(ended.err()).contains("empty", "line end");
    }

    @Test
    void readsAFile() throws IOException {
        Path file = Files.writeString(folder.resolve("value"), "from a file");

        assertOpens(
                Sealer.sealThere(bytes("from a pipe"), "--keys", keys, "--from-file", file.toString()), "from a file");
    }

    @Test
    void asksNobodyWhenAFileIsNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("value"), "from a file");

        assertOpens(Sealer.type(List.of(), "--keys", keys, "--from-file", file.toString()), "from a file");
    }

    @Test
    void saysThatAFileCannotBeRead() {
        Ended missing = Sealer.sealThere(
                bytes(""), "--keys", keys, "--from-file", folder.resolve("none").toString());
        Ended none = Sealer.sealThere(bytes(""), "--keys", keys, "--from-file", folder.toString());

        assertThat(missing.exitCode()).isEqualTo(3);
        assertThat(missing.err()).contains("There is no file");
        assertThat(none.exitCode()).isEqualTo(3);
        assertThat(none.err()).contains("could not be read");
        assertThat(missing.err() + none.err())
                .doesNotContain(folder.getFileName().toString());
    }

    @Test
    void asksTwiceAtATerminal() {
        assertOpens(Sealer.type(List.of("sk-typed", "sk-typed"), "--keys", keys), "sk-typed");
    }

    @Test
    void sealsNothingWhenBothDiffer() {
        Ended ended = Sealer.type(List.of("sk-canary-1", "sk-canary-2"), "--keys", keys);

        assertThat(ended.exitCode()).isEqualTo(3);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err()).contains("differ").doesNotContain("canary");
    }

    @Test
    void asksOnceWhenNothingIsTyped() {
        Ended ended = Sealer.type(List.of(""), "--keys", keys);

        assertThat(ended.exitCode()).isEqualTo(3);
        assertThat(ended.err()).contains("empty");
    }

    private static byte[] bytes(String value) {
        return value.getBytes(StandardCharsets.UTF_8);
    }

    private static void assertOpens(Ended ended, String value) {
        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(ended.open(KEY))
                .isInstanceOfSatisfying(
                        Opening.Opened.class,
                        opened -> assertThat(opened.plaintext()).isEqualTo(bytes(value)));
    }
}
