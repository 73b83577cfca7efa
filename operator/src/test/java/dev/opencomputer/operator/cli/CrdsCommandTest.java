/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CrdsCommandTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final CommandLine command =
            new CommandLine(new CrdsCommand()).setOut(new PrintWriter(out)).setErr(new PrintWriter(err));

    @Test
    void printsOneDocumentForEachKind() throws IOException {
        assertThat(command.execute()).isZero();

        List<JsonNode> documents = new YAMLMapper()
                .readerFor(JsonNode.class)
                .<JsonNode>readValues(out.toString())
                .readAll();
        assertThat(documents)
                .extracting(document -> document.at("/metadata/name").asText())
                .containsExactly("agents.opencomputer.dev", "agentsecrets.opencomputer.dev");
    }

    @Test
    void writesOneFileForEachKindIntoAFolderThatItMakes(@TempDir Path folder) {
        Path crds = folder.resolve("new").resolve("crds");

        assertThat(command.execute("--output-dir", crds.toString())).isZero();

        assertThat(crds)
                .isDirectoryContaining("glob:**/agents.opencomputer.dev.yaml")
                .isDirectoryContaining("glob:**/agentsecrets.opencomputer.dev.yaml");
        assertThat(out.toString()).contains("Wrote ");
    }

    @Test
    void saysWhatToDoWhenTheFolderCannotBeMade(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");

        assertThat(command.execute("--output-dir", file.toString())).isEqualTo(1);

        assertThat(err.toString()).contains(file.toString(), "--output-dir");
    }
}
