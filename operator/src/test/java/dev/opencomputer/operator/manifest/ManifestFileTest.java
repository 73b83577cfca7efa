/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestFileTest {

    private static final String NEW = "oc1.0123456789abcdef.NEW_-";

    /** Stands for the place in a file where the value is, or is to be. */
    private static final String HERE = "@@";

    @TempDir
    Path folder;

    @Test
    void replacesTheValueAndLeavesEveryOtherByte() throws Exception {
        assertReplaces("oc1.old", NEW, """
                # Who may change this: team A.
                ---
                apiVersion: opencomputer.dev/v1alpha1   # group, and version
                kind:    "AgentSecret"
                metadata: {name: 'a',   labels: {x: &x "1", y: *x}}
                spec:
                    key: A_KEY


                    sealedValue:   @@   # the token
                    agentRef:
                          name: agent
                ...
                --- # another
                kind: Namespace
                """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"'", "\""})
    void keepsTheQuotes(String quote) throws Exception {
        assertReplaces(quote + "old" + quote, quote + NEW + quote, document("  sealedValue: @@\n"));
    }

    @Test
    void fillsInWhatIsEmpty() throws Exception {
        assertReplaces("", " " + NEW, document("  sealedValue:@@\n"));
        assertReplaces("", " " + NEW, document("  sealedValue:@@   # soon\n"));
        assertReplaces("null", NEW, document("  sealedValue: @@\n"));
        assertReplaces("~", NEW, document("  sealedValue: @@ # soon\n"));
        assertReplaces("\"\"", '"' + NEW + '"', document("  sealedValue: @@\n"));
    }

    @Test
    void writesABlockOntoItsOwnLineWithTheCommentAndTheEmptyLinesAroundIt() throws Exception {
        assertReplaces(
                ">-\n    oc1.old\n    more", NEW, document("  sealedValue: @@\n\n  # hosts\n  allowedHosts: []\n"));
        assertReplaces("|+\n    oc1.old", NEW, document("  sealedValue: @@\n\n\n"));
        assertReplaces("|", NEW, document("  sealedValue: @@\n  allowedHosts: []\n"));
        assertReplaces(">2-\n    oc1.old", NEW, document("  sealedValue: @@"));
        assertReplaces(
                ">-  # wrapped\n    oc1.old", NEW + "  # wrapped", document("  sealedValue: @@\n  allowedHosts: []\n"));
    }

    @Test
    void writesAPlainValueOverSeveralLinesOntoOne() throws Exception {
        assertReplaces("oc1.old\n    more", NEW, document("  sealedValue: @@\n  allowedHosts: []\n"));
    }

    @Test
    void addsTheFieldBelowTheKey() throws Exception {
        assertAdds("\n    sealedValue: " + NEW, """
                kind: AgentSecret
                apiVersion: opencomputer.dev/v1alpha1
                spec:
                    agentRef: {name: agent}
                    key: 'A_KEY'   # of the store@@

                    # where it may go
                    allowedHosts: []
                """);
    }

    @Test
    void addsTheFieldAtTheEndOfAFileWithoutALineEnd() throws Exception {
        assertAdds("\n  sealedValue: " + NEW, document("").stripTrailing() + HERE);
    }

    @Test
    void addsTheFieldAboveAKeyThatIsWrittenInSeveralLines() throws Exception {
        assertAdds("sealedValue: " + NEW + "\n  ", """
                kind: AgentSecret
                apiVersion: opencomputer.dev/v1alpha1
                spec:
                  agentRef: {name: agent}
                  @@key: >-
                    A_KEY
                """);
    }

    @Test
    void addsTheFieldWithinFlowStyle() throws Exception {
        assertAdds(
                "sealedValue: " + NEW + ", ",
                "{apiVersion: opencomputer.dev/v1alpha1, kind: AgentSecret, spec: {agentRef: {name: agent}, @@key: A_KEY}}\n");
    }

    @Test
    void readsJsonAndWritesJson() throws Exception {
        String json = """
                {
                \t"apiVersion": "opencomputer.dev/v1alpha1", "kind": "AgentSecret",
                \t"spec": {
                \t\t"agentRef": {"name": "agent"},
                \t\t@@"key": "A_KEY"
                \t}
                }""";
        assertAdds("\"sealedValue\": \"" + NEW + "\",\n\t\t", json);
        assertReplaces("null", '"' + NEW + '"', json.replace(HERE, "\"sealedValue\": @@,\n"));
        assertReplaces("\"old\"", '"' + NEW + '"', json.replace(HERE, "\"sealedValue\":@@,"));
    }

    @Test
    void keepsLineEndsOfWindowsAndTheByteOrderMark() throws Exception {
        assertReplaces("old", NEW, "\uFEFF" + document("  sealedValue: @@\n").replace("\n", "\r\n"));
        assertAdds("\r\n  sealedValue: " + NEW, (document("").stripTrailing() + "@@\n# end\n").replace("\n", "\r\n"));
        assertReplaces(">-\r\n    old", NEW, document("  sealedValue: @@\n\n").replace("\n", "\r\n"));
    }

    @Test
    void countsCharactersBeyondTheBasicPlaneAsTheyAre() throws Exception {
        assertReplaces("old", NEW, "# 🔑 key\n" + document("  # 🔑🔑\n  sealedValue: @@ # 🔑\n"));
    }

    @Test
    void findsItInListsAndAmongOtherDocuments() throws Exception {
        assertReplaces("old", NEW, """
                kind: Secret
                ---
                apiVersion: v1
                kind: List
                items:
                - kind: Agent
                - apiVersion: opencomputer.dev/v1alpha1
                  kind: AgentSecret
                  spec: {key: OTHER, agentRef: {name: agent}, sealedValue: x}
                - spec:
                    sealedValue: @@
                    key: A_KEY
                    agentRef:
                      name: agent
                  apiVersion: opencomputer.dev/v1alpha1
                  kind: AgentSecret
                """);
        assertAdds("\n      sealedValue: " + NEW, """
                kind: AgentSecretList
                apiVersion: opencomputer.dev/v1alpha1
                items:
                  - spec:
                      key: A_KEY@@
                      agentRef:
                        name: agent
                    apiVersion: opencomputer.dev/v1alpha1
                    kind: AgentSecret
                """);
    }

    @Test
    void readsWhatAnchorsAndMergeKeysBringIn() throws Exception {
        assertAdds("\n  sealedValue: " + NEW, """
                apiVersion: opencomputer.dev/v1alpha1
                kind: AgentSecret
                metadata: &m {namespace: team-a}
                base: &base {agentRef: {name: agent}}
                spec:
                  <<: [*m, *base]
                  key: A_KEY@@
                """);
    }

    @Test
    void takesAnAgentSecretWithoutANamespaceForOneOfTheNamespaceAskedFor() throws Exception {
        ManifestFile file = read(document("").replace("spec:", "metadata: {namespace: team-b}\nspec:") + "---\n"
                + document("  sealedValue: old\n"));

        assertThat(file.agentSecret("team-a", "agent", "A_KEY").sealedValue()).contains("old");
    }

    @Test
    void saysWhatThereIsInsteadOfWhatIsAskedFor() {
        assertRefused(document(""), "OTHER", "no AgentSecret for the key OTHER", "A_KEY of agent (line 1)");
        assertRefused("kind: Agent\n---\nkind: ConfigMap\n", "A_KEY", "It holds: Agent, ConfigMap.");
        assertRefused("", "A_KEY", "It is empty.");
        assertRefused(document("") + "---\n" + document(""), "A_KEY", "more than once: on the lines 1, 7");
    }

    @Test
    void repeatsNothingThatIsNoName() {
        assertRefused(document("").replace("A_KEY", "\"\\e[31m sk-canary\""), "A_KEY", "(no valid name) of agent");
        assertRefused("kind: \"\\e[31m sk-canary\"\n", "A_KEY", "something without a kind");
    }

    @Test
    void leavesAFileInWhichTheValueComesFromASecret() {
        assertRefused(document("  valueFrom: {secretKeyRef: {name: a, key: b}}\n"), "A_KEY", "valueFrom");
    }

    @Test
    void leavesAFileInWhichTheValueStandsTwiceOrIsNoText() {
        assertRefused(document("  sealedValue: a\n  sealedValue: b\n"), "A_KEY", "sealedValue twice");
        assertRefused(document("  sealedValue: [a]\n"), "A_KEY", "no text");
    }

    @Test
    void leavesAnAgentSecretWithoutASpec() throws Exception {
        ManifestFile file = read("apiVersion: opencomputer.dev/v1alpha1\nkind: AgentSecret\n");

        assertThatExceptionOfType(ManifestException.class)
                .isThrownBy(() -> file.withSealedValue(file.agentSecrets().get(0), NEW))
                .withMessageContaining("on line 1 has no spec");
    }

    @Test
    void leavesAFileInWhichAnotherPlaceWouldChangeToo() {
        assertRefused(document("  sealedValue: &v old\nother: *v\n"), "A_KEY", "an anchor");
        assertRefused("other: &v old\n" + document("  sealedValue: *v\n"), "A_KEY", "an anchor");
        assertRefused(document("").replace("spec:", "spec: &s") + "other: *s\n", "A_KEY", "an anchor");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{- if .Values.secret }}\n@@{{- end }}\n",
                "@@metadata:\n  namespace: {{ .Release.Namespace }}\n",
                "@@metadata:\n  labels: {{- include \"labels\" . | nindent 4 }}\n",
                "{{ range .Values.keys }}\n@@{{ end }}\n",
                "@@metadata: {name: {{ .Values.name }}}\n"
            })
    void leavesATemplate(String template) {
        assertRefused(template.replace(HERE, document("  sealedValue: old\n")), "A_KEY", "is a template", "-o value");
    }

    @Test
    void leavesAValueThatATemplateFillsIn() {
        assertRefused(document("  sealedValue: \"{{ .Values.token }}\"\n"), "A_KEY", "filled in by a template");
    }

    @Test
    void saysWhyAFileCannotBeRead() throws IOException {
        assertRefused("a: [\n", "A_KEY", "is not YAML: line ");
        assertRefused("a: \u0000\n", "A_KEY", "is not YAML");
        assertRefused("[".repeat(100_000), "A_KEY", "");
        assertThatExceptionOfType(ManifestException.class)
                .isThrownBy(() ->
                        ManifestFile.read(Files.write(folder.resolve("f"), new byte[] {'a', (byte) 0xe4, 'b'})))
                .withMessageContaining("not UTF-8");
        assertThatExceptionOfType(ManifestException.class)
                .isThrownBy(() -> ManifestFile.read(folder.resolve("none")))
                .withMessageContaining("There is no file");
        assertThatExceptionOfType(ManifestException.class)
                .isThrownBy(() -> ManifestFile.read(folder))
                .withMessageContaining("could not be read");
    }

    @Test
    void followsALinkAndKeepsThePermissions() throws Exception {
        Path target = Files.writeString(folder.resolve("target.yaml"), document(""));
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rw-rw-r--"));
        Path link = Files.createSymbolicLink(folder.resolve("link.yaml"), Path.of("target.yaml"));

        ManifestFile file = ManifestFile.read(link);
        file.withSealedValue(file.agentSecrets().get(0), NEW).write();

        assertThat(link).isSymbolicLink();
        assertThat(target).content().contains("sealedValue: " + NEW);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(target)))
                .isEqualTo("rw-rw-r--");
        assertThat(folder).isDirectoryNotContaining("glob:**.tmp");
    }

    @Test
    void leavesAFileThatSomethingElseHasChangedMeanwhile() throws Exception {
        ManifestFile file = read(document(""));
        ManifestFile changed = file.withSealedValue(file.agentSecrets().get(0), NEW);
        Files.writeString(file.file(), document("  allowedHosts: []\n"));

        assertThatExceptionOfType(ManifestException.class)
                .isThrownBy(changed::write)
                .withMessageContaining("changed by something else meanwhile");
        assertThat(file.file()).hasContent(document("  allowedHosts: []\n"));
    }

    @Test
    void leavesAFileInWhichACommentWouldGo() {
        assertRefused(document("  sealedValue: !!str # why\n    old\n"), "A_KEY", "set it by hand");
        assertRefused(document("  sealedValue: &v # why\n    'old'\n"), "A_KEY", "set it by hand");
    }

    @Test
    void setsAValueOfTheLargestSizeInALargeFile() throws Exception {
        String large = "oc1.0123456789abcdef." + "x".repeat(176_278);
        ManifestFile file = read((document("  sealedValue: old\n") + "---\n").repeat(50)
                + document("").replace("A_KEY", "LAST"));

        ManifestFile changed = file.withSealedValue(file.agentSecret("team-a", "agent", "LAST"), large);

        assertThat(changed.agentSecret("team-a", "agent", "LAST").sealedValue()).contains(large);
    }

    private void assertReplaces(String old, String replacement, String frame) throws Exception {
        assertThat(seal(frame.replace(HERE, old))).isEqualTo(frame.replace(HERE, replacement));
    }

    private void assertAdds(String added, String frame) throws Exception {
        assertReplaces("", added, frame);
    }

    private String seal(String text) throws Exception {
        ManifestFile file = read(text);
        file.withSealedValue(file.agentSecret("team-a", "agent", "A_KEY"), NEW).write();
        return Files.readString(file.file());
    }

    private void assertRefused(String text, String key, String... why) {
        assertThatExceptionOfType(ManifestException.class)
                .isThrownBy(() -> {
                    ManifestFile file = read(text);
                    file.withSealedValue(file.agentSecret("team-a", "agent", key), NEW);
                })
                .satisfies(e -> assertThat(e.getMessage())
                        .contains(why)
                        .contains(folder.resolve("manifest.yaml").toString())
                        .doesNotContain("canary")
                        .endsWith("."));
    }

    private ManifestFile read(String text) throws IOException, ManifestException {
        return ManifestFile.read(Files.write(folder.resolve("manifest.yaml"), text.getBytes(StandardCharsets.UTF_8)));
    }

    /** An AgentSecret of six lines, the last of them more fields of its spec. */
    private static String document(String more) {
        return """
                apiVersion: opencomputer.dev/v1alpha1
                kind: AgentSecret
                spec:
                  agentRef: {name: agent}
                  key: A_KEY
                """ + more;
    }
}
