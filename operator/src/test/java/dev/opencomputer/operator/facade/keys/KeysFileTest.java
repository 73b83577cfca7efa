/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeysFileTest {

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = folder.resolve("keys.yaml");
    }

    @Test
    void isMadeForItsOwnerAlone() throws Exception {
        KeysFile.add(file, entry("ci"));

        assertThat(entries()).containsExactly(entry("ci"));
        assertThat(permissions()).isEqualTo("rw-------");
    }

    @Test
    void keepsWhatStandsInItAsItWasWritten() throws Exception {
        String former = """
                # Who asked for it stands behind each.
                keys:
                    - name: ci   # the pipeline
                      sha256: %s
                      namespace: team-a
                      serviceAccount: ci
                """.formatted(NewKey.sha256("of-ci"));
        Files.writeString(file, former);

        KeysFile.add(file, entry("nightly"));

        assertThat(Files.readString(file)).startsWith(former);
        assertThat(entries()).containsExactly(entry("ci"), entry("nightly"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"keys: []\n", "keys: []", "{keys: []}", "{\"keys\": []}\n", "---\nkeys: []\n...\n"})
    void takesAnEntryInWhateverFormItHas(String empty) throws Exception {
        Files.writeString(file, empty);

        KeysFile.add(file, entry("ci"));
        KeysFile.add(file, entry("nightly"));

        assertThat(entries()).containsExactly(entry("ci"), entry("nightly"));
    }

    @Test
    void keepsTheEntriesOfAListInOneLine() throws Exception {
        Files.writeString(
                file,
                "keys: [{name: ci, namespace: team-a, serviceAccount: ci, sha256: " + NewKey.sha256("of-ci") + "}]");

        KeysFile.add(file, entry("nightly"));

        assertThat(entries()).containsExactly(entry("ci"), entry("nightly"));
    }

    @Test
    void keepsItsPermissionsAndWhatALinkLeadsTo() throws Exception {
        Path target = Files.writeString(folder.resolve("target"), "keys: []\n");
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rw-r-----"));
        Files.createSymbolicLink(file, target);

        KeysFile.add(file, entry("ci"));

        assertThat(file).isSymbolicLink();
        assertThat(permissions()).isEqualTo("rw-r-----");
        assertThat(entries()).containsExactly(entry("ci"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", " \n\n"})
    void thatIsBlankHasNoKeysYet(String blank) throws Exception {
        Files.writeString(file, blank);

        KeysFile.add(file, entry("ci"));

        assertThat(entries()).containsExactly(entry("ci"));
    }

    @Test
    void thatIsALinkToNothingIsNotMade() throws Exception {
        Files.createSymbolicLink(file, folder.resolve("nothing"));

        assertThatExceptionOfType(UnusableKeysException.class)
                .isThrownBy(() -> KeysFile.add(file, entry("ci")))
                .withMessageContaining("it is a link that leads nowhere");
        assertThat(file).isSymbolicLink();
    }

    @Test
    void isNotChangedWhereTheLocksNameLeadsElsewhere() throws Exception {
        Path others = Files.writeString(folder.resolve("others"), "theirs");
        Files.createSymbolicLink(folder.resolve(".keys.yaml.lock"), others);

        assertThatExceptionOfType(UnusableKeysException.class).isThrownBy(() -> KeysFile.add(file, entry("ci")));
        assertThat(others).hasContent("theirs");
        assertThat(file).doesNotExist();
    }

    @Test
    void isChangedWhereALockWasLeft() throws Exception {
        Files.writeString(folder.resolve(".keys.yaml.lock"), "of a process that was killed");

        KeysFile.add(file, entry("ci"));

        assertThat(entries()).containsExactly(entry("ci"));
    }

    @Test
    void losesARemovedEntryAndNothingElse() throws Exception {
        String former = """
                # Who asked for it stands behind each.
                keys:
                  - name: ci   # the pipeline
                    sha256: %s
                    # twice a day
                    namespace: team-a
                    serviceAccount: ci
                  # at night
                  - name: nightly
                    sha256: %s
                    namespace: team-a
                    serviceAccount: ci
                """.formatted(NewKey.sha256("of-ci"), NewKey.sha256("of-nightly"));
        Files.writeString(file, former);

        KeysFile.remove(file, "ci");

        assertThat(entries()).containsExactly(entry("nightly"));
        assertThat(file).content().contains("# Who asked", "# at night").doesNotContain("# twice");

        KeysFile.remove(file, "nightly");
        assertThat(entries()).isEmpty();
        assertThatExceptionOfType(UnusableKeysException.class)
                .isThrownBy(() -> KeysFile.remove(file, "nightly"))
                .withMessageContaining("it has no key nightly");
    }

    @Test
    void losesARemovedEntryOfAListInOneLine() throws Exception {
        Files.writeString(
                file,
                "keys: [{name: ci, namespace: team-a, serviceAccount: ci, sha256: " + NewKey.sha256("of-ci") + "}]");
        KeysFile.add(file, entry("nightly"));

        KeysFile.remove(file, "ci");

        assertThat(entries()).containsExactly(entry("nightly"));
    }

    @Test
    void refusesASecondKeyOfOneName() throws Exception {
        KeysFile.add(file, entry("ci"));
        String before = Files.readString(file);

        assertThatExceptionOfType(UnusableKeysException.class)
                .isThrownBy(() -> KeysFile.add(file, entry("ci")))
                .withMessageContainingAll(file.toString(), "has a key ci already", "choose another name");
        assertThat(file).hasContent(before);
    }

    @Test
    void thatCannotBeUnderstoodStaysAsItIs() throws Exception {
        Files.writeString(file, "keys: nonsense");

        assertThatExceptionOfType(UnusableKeysException.class)
                .isThrownBy(() -> KeysFile.add(file, entry("ci")))
                .withMessageContainingAll(file.toString(), "it is no YAML of keys");
        assertThat(file).hasContent("keys: nonsense");
    }

    @Test
    void losesNoEntryOfManyThatAreAddedAtOnce() {
        List<KeyEntry> entries =
                IntStream.range(0, 20).mapToObj(n -> entry("ci-" + n)).toList();

        entries.parallelStream().forEach(entry -> KeysFile.add(file, entry));

        assertThat(entries()).containsExactlyInAnyOrderElementsOf(entries);
    }

    @Test
    void isNotMadeInAFolderThatIsNotThere() {
        Path nowhere = folder.resolve("none").resolve("keys.yaml");

        assertThatExceptionOfType(UnusableKeysException.class)
                .isThrownBy(() -> KeysFile.add(nowhere, entry("ci")))
                .withMessageStartingWith("The keys file " + nowhere + " was not changed: ");
    }

    @Test
    void putsAnEntryInThePlaceOfTheOneOfItsName() throws Exception {
        KeysFile.add(file, entry("dev"));
        KeysFile.add(file, entry("ci"));
        KeyEntry next = new KeyEntry("dev", NewKey.sha256("next"), "default", "agents", Optional.empty());

        KeysFile.put(file, next);
        assertThat(entries()).containsExactly(next, entry("ci"));

        String before = Files.readString(file);
        KeysFile.put(file, next);
        assertThat(file).hasContent(before);
    }

    @Test
    void leavesNothingBesideIt() throws Exception {
        KeysFile.add(file, entry("ci"));
        KeysFile.add(file, entry("nightly"));

        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(path -> path.getFileName().toString())).containsExactly("keys.yaml");
        }
    }

    @Test
    void writesEveryNameSoThatItIsReadAgain() {
        Stream.of("null", "on", "1e3", "a \"b\" \\ c", "# ci", "é").forEach(name -> KeysFile.add(file, entry(name)));

        assertThat(entries())
                .extracting(KeyEntry::name)
                .containsExactly("null", "on", "1e3", "a \"b\" \\ c", "# ci", "é");
    }

    @Test
    void ofAKeyThatExpiresSaysWhen() {
        KeyEntry entry = new KeyEntry(
                "ci", NewKey.sha256("key"), "team-a", "ci", Optional.of(Instant.parse("2030-01-31T00:00:00Z")));

        KeysFile.add(file, entry);

        assertThat(entries()).containsExactly(entry);
    }

    @Test
    void holdsHashesOfKeysThatAreNeverTwiceTheSame() {
        NewKey key = NewKey.random();

        assertThat(key.text())
                .matches("ock_[0-9a-f]{64}")
                .isNotEqualTo(NewKey.random().text());
        assertThat(key.sha256()).isEqualTo(NewKey.sha256(key.text()));
        assertThat(key).hasToString("ock_***");
    }

    private String permissions() throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    private List<KeyEntry> entries() {
        try {
            return KeysText.parse(Files.readAllBytes(file));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static KeyEntry entry(String name) {
        return new KeyEntry(name, NewKey.sha256("of-" + name), "team-a", "ci", Optional.empty());
    }
}
