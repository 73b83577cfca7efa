/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.cli.sealing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.opencomputer.operator.seal.PrivateSealingKey;
import dev.opencomputer.operator.seal.PublicSealingKey;
import dev.opencomputer.operator.seal.SealingKeyId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublicKeysTest {

    private static final PublicSealingKey OLD = PrivateSealingKey.generate().publicKey();
    private static final PublicSealingKey KEY = PrivateSealingKey.generate().publicKey();

    @TempDir
    Path folder;

    @Test
    void takesTheCurrentKeyOfAConfigMapInYaml() throws Exception {
        assertThat(from(configMap(KEY.id().value())).current()).isEqualTo(KEY);
    }

    @Test
    void takesTheCurrentKeyOfAConfigMapInJson() throws Exception {
        String json = "{\"kind\":\"ConfigMap\",\"data\":{\"" + KEY.id() + "\":\"" + KEY.base64()
                + "\"},\"metadata\":{\"annotations\":{\"opencomputer.dev/current-key\":\"" + KEY.id() + "\"}}}";

        assertThat(from(json).current()).isEqualTo(KEY);
    }

    @Test
    void takesTheBase64OfOneKeyAlsoWhenItIsWrapped() throws Exception {
        byte[] raw = Base64.getDecoder().decode(KEY.base64());
        String wrapped = Base64.getMimeEncoder(76, new byte[] {'\n'}).encodeToString(raw) + "\n";

        assertThat(from(KEY.base64()).current()).isEqualTo(KEY);
        assertThat(from(wrapped).current()).isEqualTo(KEY);
    }

    @Test
    void savesWhatItReadsAgain() throws Exception {
        Path saved = folder.resolve("saved.yaml");
        Files.writeString(saved, "what was there before");

        from(configMap(KEY.id().value())).save(saved);

        PublicKeys read = PublicKeys.from(saved);
        assertThat(read.current()).isEqualTo(KEY);
        assertThat(read.size()).isEqualTo(2);
        assertThat(read.has(OLD.id())).isTrue();
        assertThat(saved).content().startsWith("apiVersion: v1\nkind: ConfigMap\n");
    }

    @Test
    void savesNoKeyThatIsNone() throws Exception {
        PublicKeys keys = from(configMap(KEY.id().value()).replace(OLD.base64(), KEY.base64()));

        assertThatExceptionOfType(KeyNotFoundException.class)
                .isThrownBy(() -> keys.save(folder.resolve("saved.yaml")))
                .withMessageContaining("the one under " + OLD.id());
        assertThat(folder.resolve("saved.yaml")).doesNotExist();
    }

    @Test
    void trustsEveryKeyWhereNoneIsNamedAndNoOtherWhereSomeAre() throws Exception {
        PublicKeys keys = from(configMap(KEY.id().value()));

        assertThat(keys.trusting(Set.of()).current()).isEqualTo(KEY);
        assertThat(keys.trusting(Set.of(OLD.id(), KEY.id())).current()).isEqualTo(KEY);
        assertThatExceptionOfType(KeyNotFoundException.class)
                .isThrownBy(() -> keys.trusting(Set.of(OLD.id(), new SealingKeyId("0123456789abcdef"))))
                .withMessageContaining("the current one is " + KEY.id() + ", and --trusted-sealing-keys names ")
                .withMessageContaining("0123456789abcdef");
    }

    @Test
    void namesACurrentKeyThatIsMissing() {
        assertThatExceptionOfType(KeyNotFoundException.class)
                .isThrownBy(() -> from(configMap("1234567890123456")).current())
                .withMessageContaining("1234567890123456, is not among them");
    }

    @Test
    void saysWhatIsWrongWithAFile() {
        assertRefused("", "no public sealing key");
        assertRefused("AAAA", "1216 bytes");
        assertRefused("{\"kind\":\"Secret\"}", "no ConfigMap");
        assertRefused("a: [", "neither YAML");
        assertRefused(configMap(OLD.id().value()).replace("annotations", "labels"), "none is named");
        assertRefused(configMap(KEY.id().value()).replace(KEY.base64(), OLD.base64()), "changed by hand");
    }

    @Test
    void findsTheConfigMapInAListAndPassesOthersBy() throws Exception {
        String list = "kind: List\nitems:\n- kind: ConfigMap\n  metadata: {name: other}\n  data: {a: b}\n- "
                + configMap(KEY.id().value()).strip().replace("\n", "\n  ");

        assertThat(from(list).current()).isEqualTo(KEY);
        assertRefused(
                "{\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"other\"}}", "none called opencomputer-sealing-keys");
    }

    @Test
    void repeatsNothingThatIsNoId() {
        String escape = "\\e[2Jcanary";
        assertThatExceptionOfType(KeyNotFoundException.class)
                .isThrownBy(() -> from(configMap(escape)).current())
                .satisfies(
                        e -> assertThat(e.getMessage()).doesNotContain("canary").contains("no id of a key"));
        assertThatExceptionOfType(KeyNotFoundException.class)
                .isThrownBy(() -> from(configMap("0123456789abcdef")
                                .replace(OLD.id().value(), escape))
                        .current())
                .satisfies(e -> assertThat(e.getMessage())
                        .doesNotContain("canary")
                        .contains(KEY.id().value()));
        assertThatExceptionOfType(KeyNotFoundException.class)
                .isThrownBy(
                        () -> from(configMap(KEY.id().value()).replace(OLD.id().value(), escape))
                                .save(folder.resolve("saved.yaml")))
                .satisfies(
                        e -> assertThat(e.getMessage()).doesNotContain("canary").contains("what is no id"));
    }

    @Test
    void refusesAFileThatIsTooLarge() {
        assertRefused("A".repeat(4 * 1024 * 1024 + 1), "larger than 4 MiB");
    }

    @Test
    void saysThatAFileIsMissing() {
        assertThatExceptionOfType(KeyNotFoundException.class)
                .isThrownBy(() -> PublicKeys.from(folder.resolve("none")))
                .withMessageContaining("There is no file");
    }

    @Test
    void saysThatAFileIsNone() {
        assertThatExceptionOfType(KeyNotFoundException.class)
                .isThrownBy(() -> PublicKeys.from(folder))
                .withMessageContaining("--keys");
    }

    private void assertRefused(String content, String why) {
        assertThatExceptionOfType(KeyNotFoundException.class)
                .isThrownBy(() -> from(content).current())
                .withMessageContaining(why);
    }

    private PublicKeys from(String content) throws IOException, KeyNotFoundException {
        return PublicKeys.from(Files.write(folder.resolve("keys"), content.getBytes(StandardCharsets.UTF_8)));
    }

    private static String configMap(String current) {
        return """
                apiVersion: v1
                data:
                  OLD_ID: OLD_KEY
                  KEY_ID: KEY_KEY
                kind: ConfigMap
                metadata:
                  annotations:
                    opencomputer.dev/current-key: "CURRENT"
                  name: opencomputer-sealing-keys
                  namespace: opencomputer-system
                """.replace("OLD_ID", '"' + OLD.id().value() + '"')
                .replace("OLD_KEY", OLD.base64())
                .replace("KEY_ID", '"' + KEY.id().value() + '"')
                .replace("KEY_KEY", KEY.base64())
                .replace("CURRENT", current);
    }
}
