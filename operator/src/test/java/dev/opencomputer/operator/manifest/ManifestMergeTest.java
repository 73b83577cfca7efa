/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** AgentSecrets that share parts by anchors and merge keys. */
class ManifestMergeTest {

    private static final String NEW = "oc1.0123456789abcdef.NEW_-";

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"team-a", "team-b"})
    void leavesAValueThatAnotherAgentSecretGetsByAMerge(String namespace) throws Exception {
        ManifestFile file = read("""
                kind: List
                items:
                - &a
                  apiVersion: opencomputer.dev/v1alpha1
                  kind: AgentSecret
                  metadata: {namespace: team-a}
                  spec: {agentRef: {name: agent}, key: A_KEY, sealedValue: old}
                - <<: *a
                  metadata: {namespace: team-b}
                """);

        assertRefused(file, file.agentSecret(namespace, "agent", "A_KEY"), "by an anchor (&)");
    }

    @Test
    void readsAMergeKeyWhereItStandsAsKubectlDoes() throws Exception {
        ManifestFile file = read(withBase("spec: {key: BEFORE, <<: *base, agentRef: {name: behind}}"));

        AgentSecretDocument document = file.agentSecrets().get(0);
        assertThat(document.key()).contains("OF_THE_BASE");
        assertThat(document.agent()).contains("behind");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "spec: {key: A_KEY, <<: *base}",
                "spec: {<<: *base, key: A_KEY}\n<<: {}",
                "spec: {<<: *base, key: A_KEY}\nmetadata: {namespace: team-a, <<: {}}"
            })
    void leavesAMergeKeyBehindOtherFields(String spec) throws Exception {
        ManifestFile file = read(withBase(spec));

        assertRefused(file, file.agentSecrets().get(0), "a merge key (<<) behind other fields");
    }

    @Test
    void leavesASpecThatIsAMergeAndNothingElse() throws Exception {
        ManifestFile file = read(withBase("spec:\n  <<: *base"));

        assertRefused(file, file.agentSecrets().get(0), "set it by hand");
    }

    @Test
    void setsTheValueBehindAMergeThatHasOneToo() throws Exception {
        String before = withBase("spec:\n  <<: *base\n  key: A_KEY");
        ManifestFile file = read(before);

        file.withSealedValue(file.agentSecrets().get(0), NEW).write();

        assertThat(file.file()).hasContent(before + "  sealedValue: " + NEW + "\n");
    }

    @Test
    void looksIntoEachMappingOnceHoweverOftenItIsMerged() throws Exception {
        StringBuilder bomb = new StringBuilder("m0: &m0 {a: b}\n");
        for (int level = 1; level < 100; level++) {
            String below = "*m" + (level - 1);
            bomb.append("m" + level + ": &m" + level + " {<<: [" + (below + ", ").repeat(9) + below + "]}\n");
        }

        assertThat(read(bomb + "<<: *m99\n").agentSecrets()).isEmpty();
    }

    private static void assertRefused(ManifestFile file, AgentSecretDocument document, String why) {
        assertThatExceptionOfType(ManifestException.class)
                .isThrownBy(() -> file.withSealedValue(document, NEW))
                .withMessageContaining(why);
    }

    private static String withBase(String spec) {
        return """
                apiVersion: opencomputer.dev/v1alpha1
                kind: AgentSecret
                base: &base {agentRef: {name: agent}, key: OF_THE_BASE, sealedValue: old}
                """ + spec + "\n";
    }

    private ManifestFile read(String text) throws IOException, ManifestException {
        return ManifestFile.read(Files.writeString(folder.resolve("manifest.yaml"), text));
    }
}
