/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.opencomputer.operator.cli.sealing.Terminal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PassphraseTest {

    private static final String GOOD = "correct horse";

    @TempDir
    private Path folder;

    @Test
    void isAskedForTwiceWhenItIsNew() throws Passphrase.UnusableException {
        assertThat(new Passphrase().chosen(answering(GOOD, GOOD))).isEqualTo(utf8(GOOD));
    }

    @Test
    void isAskedForOnceWhenItIsKnown() throws Passphrase.UnusableException {
        assertThat(new Passphrase().known(answering("short"))).isEqualTo(utf8("short"));
    }

    @Test
    void isRefusedWhenTheSecondAnswerIsAnother() {
        assertThatExceptionOfType(Passphrase.UnusableException.class)
                .isThrownBy(() -> new Passphrase().chosen(answering(GOOD, "another horse")))
                .withMessageContaining("two passphrases")
                .withMessageNotContaining("horse");
    }

    @Test
    void isRefusedWhenItIsNewAndTooShort() {
        assertThatExceptionOfType(Passphrase.UnusableException.class)
                .isThrownBy(() -> new Passphrase().chosen(answering("hunter2hunt", "hunter2hunt")))
                .withMessageContaining("12 characters")
                .withMessageNotContaining("hunter2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "\r\n"})
    void isTheFileWithoutItsLastLineEnd(String end) throws IOException, Passphrase.UnusableException {
        Path file = Files.writeString(folder.resolve("passphrase"), GOOD + end);

        assertThat(new Passphrase(Optional.of(file)).chosen(nobody())).isEqualTo(utf8(GOOD));
    }

    @Test
    void keepsWhatElseStandsInTheFile() throws IOException, Passphrase.UnusableException {
        Path file = Files.writeString(folder.resolve("passphrase"), " " + GOOD + "\n\n");

        assertThat(new Passphrase(Optional.of(file)).known(nobody())).isEqualTo(utf8(" " + GOOD + "\n"));
    }

    @Test
    void isTheSameFromEveryKeyboard() throws Passphrase.UnusableException {
        assertThat(new Passphrase().known(answering("pa\u0308ss")))
                .isEqualTo(new Passphrase().known(answering("p\u00e4ss")));
    }

    @Test
    void isMissedWhereNobodyCanBeAsked() {
        assertThatExceptionOfType(Passphrase.UnusableException.class)
                .isThrownBy(() -> new Passphrase().known(nobody()))
                .withMessageContaining("--passphrase-file");
    }

    @Test
    void isNotRepeatedWhereItStandsInPlaceOfItsFile() {
        assertThatExceptionOfType(Passphrase.UnusableException.class)
                .isThrownBy(() -> new Passphrase(Optional.of(Path.of(GOOD))).known(nobody()))
                .withMessageContaining("NoSuchFile")
                .withMessageContaining("--passphrase-file")
                .withMessageNotContaining("horse");
    }

    @Test
    void isNotEmpty() {
        assertThatExceptionOfType(Passphrase.UnusableException.class)
                .isThrownBy(() -> new Passphrase().known(answering("")))
                .withMessageContaining("empty");
    }

    private static Supplier<Optional<Terminal>> answering(String... answers) {
        Queue<String> next = new ArrayDeque<>(List.of(answers));
        return () -> Optional.of(question -> utf8(next.remove()));
    }

    private static Supplier<Optional<Terminal>> nobody() {
        return Optional::empty;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
