/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeysTest {

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = folder.resolve("keys.yaml");
    }

    @Test
    void standForTheServiceAccountOfTheirEntry() throws Exception {
        Files.writeString(
                file, "keys:\n" + entry("ci", "key-1", "team-a", "ci") + entry("b", "key-2", "team-b", "x.y"));

        ApiKeys keys = new ApiKeys(file);

        assertThat(keys.entryOf("key-1").map(KeyEntry::user)).contains("system:serviceaccount:team-a:ci");
        assertThat(keys.entryOf("key-2").map(KeyEntry::user)).contains("system:serviceaccount:team-b:x.y");
        assertThat(keys.entryOf("key-3")).isEmpty();
        assertThat(keys.entryOf("")).isEmpty();
    }

    @Test
    void areThoseThatTheFileHoldsNow() throws Exception {
        Files.writeString(file, "keys:\n" + entry("ci", "former", "team-a", "ci"));
        ApiKeys keys = new ApiKeys(file);

        Files.writeString(file, "keys:\n" + entry("ci", "present", "team-a", "ci"));

        assertThat(keys.entryOf("former")).isEmpty();
        assertThat(keys.entryOf("present")).isPresent();

        Files.writeString(file, "keys: []\n");

        assertThat(keys.entryOf("present")).isEmpty();
    }

    @Test
    void stayWhileTheFileCannotBeUsed() throws Exception {
        Files.writeString(file, "keys:\n" + entry("ci", "key", "team-a", "ci"));
        ApiKeys keys = new ApiKeys(file);

        Files.writeString(file, "keys: nonsense");
        assertThat(keys.entryOf("key")).isPresent();
        Files.delete(file);
        assertThat(keys.entryOf("key")).isPresent();

        Files.writeString(file, "keys:\n" + entry("ci", "next", "team-a", "ci"));
        assertThat(keys.entryOf("key")).isEmpty();
        assertThat(keys.entryOf("next")).isPresent();
    }

    @Test
    void thatWereRevokedDoNotComeBackThroughASlowReader() throws Exception {
        byte[] without = "keys: []\n".getBytes(StandardCharsets.UTF_8);
        byte[] with = ("keys:\n" + entry("ci", "key", "team-a", "ci")).getBytes(StandardCharsets.UTF_8);
        AtomicReference<byte[]> content = new AtomicReference<>(without);
        AtomicReference<Runnable> beforeItIsSeen = new AtomicReference<>(() -> {});
        ApiKeys keys = new ApiKeys(file, () -> {
            byte[] read = content.get();
            beforeItIsSeen.getAndSet(() -> {}).run();
            return read;
        });
        content.set(with);
        beforeItIsSeen.set(() -> {
            // The key works, is revoked, and somebody else sees both.
            assertThat(keys.entryOf("key")).isPresent();
            content.set(without);
            assertThat(keys.entryOf("key")).isEmpty();
        });

        assertThat(keys.entryOf("key")).isEmpty();

        content.set("nonsense".getBytes(StandardCharsets.UTF_8));
        assertThat(keys.entryOf("key")).isEmpty();
    }

    @Test
    void haveEachFieldOnce() throws Exception {
        Files.writeString(file, "keys:\n" + entry("ci", "key", "team-a", "ci") + "    serviceAccount: admin\n");

        assertUnusable("it is no YAML of keys");
    }

    @ParameterizedTest
    @ValueSource(strings = {"admin", "team-a:admin", "Admin", "a/b", "../a", ""})
    void nameNobodyButAServiceAccount(String account) throws Exception {
        boolean fits = account.equals("admin");
        Files.writeString(file, "keys:\n" + entry("ci", "key", "team-a", "\"" + account + "\""));

        if (fits) {
            assertThat(new ApiKeys(file).entryOf("key")).isPresent();
        } else {
            assertUnusable("serviceAccount must be the name of a ServiceAccount");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"2030-01-31T00:00:00Z", "\"2030-01-31T01:00:00+01:00\"", "2030-01-31t00:00:00z"})
    void expireWhenTheFileSaysSo(String time) throws Exception {
        Files.writeString(file, "keys:\n" + entry("ci", "key", "team-a", "ci") + "    expires: " + time + "\n");

        KeyEntry entry = new ApiKeys(file).entryOf("key").orElseThrow();

        assertThat(entry.expiredAt(Instant.parse("2030-01-30T23:59:59Z"))).isFalse();
        assertThat(entry.expiredAt(Instant.parse("2030-01-31T00:00:00Z"))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "~",
                "null",
                "{}",
                "tomorrow",
                "2030-01-31",
                "90d",
                "\"\"",
                "2030-02-31T00:00:00Z",
                "1890000000"
            })
    void whoseEndIsNoTimeAreRefused(String time) throws Exception {
        Files.writeString(file, "keys:\n" + entry("ci", "key", "team-a", "ci") + "    expires: " + time + "\n");

        assertUnusable("key ci: expires must be a time as RFC 3339 has it, such as 2030-01-31T00:00:00Z");
    }

    @Test
    void nameNoGroupAndNoUser() throws Exception {
        Files.writeString(file, "keys:\n" + entry("ci", "key", "team-a", "ci") + "    group: system:masters\n");

        assertUnusable("it is no YAML of keys");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "[]",
                "keys:\n  - name: ci\n",
                "keys:\n  -\n",
                "a: b\n",
                "keys: {a: b}",
                "{",
                "keys: *nobody",
                "keys: []\nkeys: []\n",
                "keys: []\n---\nkeys: []\n",
                "keys: \u0000"
            })
    void ofAFileWithoutThemAreRefused(String content) throws Exception {
        Files.writeString(file, content);

        assertThatExceptionOfType(UnusableKeysException.class)
                .isThrownBy(() -> new ApiKeys(file))
                .withMessageContaining(file.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"team-a:x", "Team", "kube/system", "-a"})
    void leadToNothingButANamespace(String namespace) throws Exception {
        Files.writeString(file, "keys:\n" + entry("ci", "key", "\"" + namespace + "\"", "ci"));

        assertUnusable("namespace must be the name of a namespace");
    }

    @Test
    void ofOneHashAreOne() throws Exception {
        Files.writeString(file, "keys:\n" + entry("one", "key", "team-a", "ci") + entry("two", "key", "team-b", "ci"));

        assertUnusable("key two: another key has the same sha256");
    }

    @Test
    void ofAFileThatIsNotThereAreRefused() {
        assertUnusable("NoSuchFileException");
    }

    private void assertUnusable(String words) {
        assertThatExceptionOfType(UnusableKeysException.class)
                .isThrownBy(() -> new ApiKeys(file))
                .withMessageContaining(words);
    }

    private static String entry(String name, String key, String namespace, String account) {
        return "  - name: " + name + "\n    sha256: " + NewKey.sha256(key) + "\n    namespace: " + namespace
                + "\n    serviceAccount: " + account + "\n";
    }
}
