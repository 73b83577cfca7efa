/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.caller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.opencomputer.operator.facade.FacadeStartException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
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

        assertThat(keys.callerOf("key-1").map(Caller::user)).contains("system:serviceaccount:team-a:ci");
        assertThat(keys.callerOf("key-2").map(Caller::user)).contains("system:serviceaccount:team-b:x.y");
        assertThat(keys.callerOf("key-3")).isEmpty();
        assertThat(keys.callerOf("")).isEmpty();
    }

    @Test
    void areThoseThatTheFileHoldsNow() throws Exception {
        Files.writeString(file, "keys:\n" + entry("ci", "former", "team-a", "ci"));
        ApiKeys keys = new ApiKeys(file);

        Files.writeString(file, "keys:\n" + entry("ci", "present", "team-a", "ci"));

        assertThat(keys.callerOf("former")).isEmpty();
        assertThat(keys.callerOf("present")).isPresent();

        Files.writeString(file, "keys: []\n");

        assertThat(keys.callerOf("present")).isEmpty();
    }

    @Test
    void stayWhileTheFileCannotBeUsed() throws Exception {
        Files.writeString(file, "keys:\n" + entry("ci", "key", "team-a", "ci"));
        ApiKeys keys = new ApiKeys(file);

        Files.writeString(file, "keys: nonsense");
        assertThat(keys.callerOf("key")).isPresent();
        Files.delete(file);
        assertThat(keys.callerOf("key")).isPresent();

        Files.writeString(file, "keys:\n" + entry("ci", "next", "team-a", "ci"));
        assertThat(keys.callerOf("key")).isEmpty();
        assertThat(keys.callerOf("next")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"admin", "team-a:admin", "Admin", "a/b", "../a", ""})
    void nameNobodyButAServiceAccount(String account) throws Exception {
        boolean fits = account.equals("admin");
        Files.writeString(file, "keys:\n" + entry("ci", "key", "team-a", "\"" + account + "\""));

        if (fits) {
            assertThat(new ApiKeys(file).callerOf("key")).isPresent();
        } else {
            assertUnusable("serviceAccount must be the name of a ServiceAccount");
        }
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
                "keys: \u0000"
            })
    void ofAFileWithoutThemAreRefused(String content) throws Exception {
        Files.writeString(file, content);

        assertThatExceptionOfType(FacadeStartException.class)
                .isThrownBy(() -> new ApiKeys(file))
                .withMessageContaining(file.toString());
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
        assertThatExceptionOfType(FacadeStartException.class)
                .isThrownBy(() -> new ApiKeys(file))
                .withMessageContaining(words);
    }

    private static String entry(String name, String key, String namespace, String account) throws Exception {
        String hash = HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
        return "  - name: " + name + "\n    sha256: " + hash + "\n    namespace: " + namespace
                + "\n    serviceAccount: " + account + "\n";
    }
}
