/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several values of one file, set at once. */
class ManyValuesTest {

    private static final int MANY = 200;

    @TempDir
    Path folder;

    @Test
    void setsManyAndNothingElse() throws Exception {
        ManifestFile file = file(IntStream.range(0, MANY)
                .mapToObj(index -> document(index, index % 3 == 0 ? "" : "sealedValue: oc1.old" + index))
                .collect(Collectors.joining()));
        Map<AgentSecretDocument, String> values = new LinkedHashMap<>();
        file.agentSecrets()
                .forEach(document ->
                        values.put(document, "oc1.new." + document.key().orElseThrow()));

        ManifestFile.Changed changed = file.withSealedValues(values);
        changed.file().write();

        assertThat(changed.refused()).isEmpty();
        assertThat(ManifestFile.read(file.file()).agentSecrets())
                .hasSize(MANY)
                .allSatisfy(document -> assertThat(document.sealedValue())
                        .isEqualTo(document.key().map(key -> "oc1.new." + key)));
    }

    @Test
    void setsWhatCanBeSetAndTellsOfTheRest() throws Exception {
        ManifestFile file = file(document(0, "sealedValue: oc1.old")
                + document(1, "valueFrom: {}")
                + document(2, "sealedValue: ! # a tag\n    oc1.old")
                + document(3, "sealedValue: &anchor oc1.old")
                + document(4, ""));
        Map<AgentSecretDocument, String> values =
                file.agentSecrets().stream().collect(Collectors.toMap(each -> each, each -> "oc1.new"));

        ManifestFile.Changed changed = file.withSealedValues(values);

        assertThat(changed.refused().keySet().stream()
                        .map(AgentSecretDocument::key)
                        .map(Optional::orElseThrow))
                .containsExactlyInAnyOrder("KEY_1", "KEY_2");
        assertThat(changed.refused().values())
                .allSatisfy(why -> assertThat(why).hasMessageStartingWith(file.file() + " is left as it is"));
        assertThat(changed.file().agentSecrets().stream()
                        .filter(document -> document.sealedValue().equals(Optional.of("oc1.new")))
                        .map(AgentSecretDocument::key)
                        .map(Optional::orElseThrow))
                .containsExactly("KEY_0", "KEY_3", "KEY_4");
    }

    private ManifestFile file(String text) throws IOException, ManifestException {
        return ManifestFile.read(Files.writeString(folder.resolve("f.yaml"), text));
    }

    private static String document(int index, String line) {
        return """
                ---
                apiVersion: opencomputer.dev/v1alpha1
                kind: AgentSecret
                metadata: {name: secret-%d}
                spec:
                  agentRef: {name: agent}
                  key: KEY_%d
                  %s
                """.formatted(index, index, line);
    }
}
