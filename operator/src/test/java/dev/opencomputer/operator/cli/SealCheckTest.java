/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.api.Names;
import dev.opencomputer.operator.cli.Sealer.Ended;
import dev.opencomputer.operator.seal.PrivateSealingKey;
import dev.opencomputer.operator.seal.PublicSealingKey;
import dev.opencomputer.operator.seal.SealingPlace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SealCheckTest {

    private static final PublicSealingKey CURRENT = PrivateSealingKey.generate().publicKey();
    private static final PublicSealingKey OLD = PrivateSealingKey.generate().publicKey();
    private static final PublicSealingKey STRANGE = PrivateSealingKey.generate().publicKey();

    @TempDir
    Path folder;

    private String keys;

    @BeforeEach
    void saveKeys() throws IOException {
        keys = Files.writeString(folder.resolve("keys.yaml"), """
                kind: ConfigMap
                metadata: {annotations: {"%s": "%s"}}
                data: {"%s": "%s", "%s": "%s"}
                """.formatted(
                        Names.CURRENT_KEY, CURRENT.id(), CURRENT.id(), CURRENT.base64(), OLD.id(), OLD.base64()))
                .toString();
    }

    @Test
    void tellsOfEachSealedValueWhichKeyItIsFor() throws IOException {
        String file =
                file(document("A", sealed(CURRENT)) + document("B", sealed(OLD)) + document("C", sealed(STRANGE)));

        Ended ended = Sealer.seal("", "--check", file, "--keys", keys);

        assertThat(ended.exitCode()).isEqualTo(4);
        assertThat(ended.err()).isEmpty();
        assertThat(ended.out()
                        .lines()
                        .map(line -> line.replace(folder + "/", "").replaceAll(" {2,}", " | ")))
                .containsExactly(
                        "WHERE | WHAT | SEALING KEY | VERDICT",
                        "f.yaml:2 | A of team-a/agent | " + CURRENT.id() + " | current key",
                        "f.yaml:7 | B of team-a/agent | " + OLD.id() + " | old key",
                        "f.yaml:12 | C of team-a/agent | " + STRANGE.id() + " | unknown key");
    }

    @Test
    void endsWellWhenAllKeysAreCurrentAndTellsWhenOneIsOld() throws IOException {
        String current = file(document("A", sealed(CURRENT)));

        assertThat(Sealer.seal("", "--check", current, "--keys", keys).exitCode())
                .isZero();
        Path old = Files.writeString(folder.resolve("old.yaml"), document("A", sealed(OLD)));
        assertThat(Sealer.seal("", "--keys", keys, "--check", current, old.toString())
                        .exitCode())
                .isEqualTo(5);
    }

    @Test
    void looksAtTheFormAloneWhereNoKeysAreNamed() throws IOException {
        Ended ended = Sealer.seal("", "--check", file(document("A", sealed(STRANGE))));

        assertThat(ended.exitCode()).isZero();
        assertThat(ended.out()).contains(STRANGE.id() + "   well-formed");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "AgBy3i4OJSWK+PiTySYZZA9rO43cGDEq | it looks like kubeseal's",
                "oc1.0123456789abcdef.AAAA | so it was cut short",
                "oc1.0123.AAAA | no key id",
                "oc2.0123456789abcdef.AAAA | a newer version",
                "'wrapped here' | white space",
                "[a] | it does not begin with oc1."
            })
    void namesWhatIsWrongWithAText(String text, String why) throws IOException {
        Ended ended = Sealer.seal("", "--check", file(document("A", text)), "--keys", keys);

        assertThat(ended.exitCode()).isEqualTo(4);
        assertThat(ended.out()).contains("malformed: ", why);
    }

    @Test
    void namesATextOfAMegabyte() throws IOException {
        Ended ended = Sealer.seal("", "--check", file(document("A", "oc1.0123456789abcdef." + "A".repeat(1_000_000))));

        assertThat(ended.exitCode()).isEqualTo(4);
        assertThat(ended.out()).contains("malformed: it has 1000021 characters").hasSizeLessThan(1000);
    }

    @Test
    void leavesOutWhatHasNoSealedValue() throws IOException {
        Ended ended =
                Sealer.seal("", "--check", file("kind: Secret\nstringData: {a: sk-canary}\n" + document("A", "")));

        assertThat(ended.exitCode()).isZero();
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err()).contains("no AgentSecret with a sealed value").doesNotContain("canary");
    }

    @Test
    void goesOnAfterAFileThatCannotBeRead() throws IOException {
        Ended ended = Sealer.seal(
                "", "--check", folder.resolve("none").toString(), file(document("A", sealed(CURRENT))), "--keys", keys);

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.err()).contains("There is no file");
        assertThat(ended.out()).contains("current key");
    }

    @Test
    void repeatsNoNameThatIsNoneOfAFileOfManifests() {
        assertThat(Sealer.seal("", "--check", "sk-canary").err())
                .contains("There is no file")
                .doesNotContain("canary");
        assertThat(Sealer.seal("", "--check", "x".repeat(1000) + "sk-canary").err())
                .contains("could not be read")
                .doesNotContain("canary");
        assertThat(Sealer.seal("", "--check", "none.yaml").err()).contains("There is no file none.yaml.");
    }

    @Test
    void takesNoKeyForKnownThatIsAnotherThanItsIdSays() throws IOException {
        String other = Files.readString(Path.of(keys)).replace(OLD.base64(), CURRENT.base64());
        Files.writeString(Path.of(keys), other);

        Ended ended = Sealer.seal("", "--check", file(document("A", sealed(OLD))), "--keys", keys);

        assertThat(ended.exitCode()).isEqualTo(4);
        assertThat(ended.out()).contains("unknown key");
    }

    @Test
    void checksNothingAgainstKeysThatAreNotTrusted() throws IOException {
        Ended ended = Sealer.seal(
                "",
                "--check",
                file(document("A", sealed(CURRENT))),
                "--keys",
                keys,
                "--trusted-sealing-keys",
                OLD.id().value());

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.err()).contains("are not to be used");
        assertThat(ended.out()).isEmpty();
    }

    private String file(String text) throws IOException {
        return Files.writeString(folder.resolve("f.yaml"), text).toString();
    }

    private static String sealed(PublicSealingKey key) {
        return key.seal(new SealingPlace("team-a", "agent", "A"), "value".getBytes(StandardCharsets.UTF_8))
                .text();
    }

    private static String document(String key, String sealed) {
        return """
                ---
                apiVersion: opencomputer.dev/v1alpha1
                kind: AgentSecret
                metadata: {namespace: team-a}
                spec: {agentRef: {name: agent}, key: %s, sealedValue: %s}
                """.formatted(key, sealed);
    }
}
