/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class YamlWriterTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "123",
                "1e3",
                "0x1f",
                "0o7",
                "no",
                "On",
                "y",
                "null",
                "TRUE",
                "2001-01-01",
                "*.example.com",
                "",
                "a: b",
                "a #b",
                "\"",
                "\\",
                "=",
                "~",
                "1234567890123456",
                "12345678901234e5",
                "a\nb"
            })
    void quotesWhatAReaderOfYamlCouldTakeForSomethingElse(String text) throws Exception {
        String yaml = YamlWriter.write(Map.of("list", List.of(text)));

        JsonNode read = new YAMLMapper().readTree(yaml).path("list").path(0);
        assertThat(yaml).startsWith("list:\n- \"");
        assertThat(read.isTextual()).isTrue();
        assertThat(read.asText()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"no", "1234567890123456", "12345678901234e5"})
    void quotesSuchANameOfAField(String name) {
        assertThat(YamlWriter.write(Map.of(name, "text"))).isEqualTo("\"" + name + "\": text\n");
    }

    @Test
    void leavesTheRestPlainAndWritesALongTextInOneLine() {
        String text = "oc1.0123456789abcdef." + "x-_".repeat(50_000);

        assertThat(YamlWriter.write(Map.of("spec", Map.of("sealedValue", text))))
                .isEqualTo("spec:\n  sealedValue: " + text + "\n");
        assertThat(YamlWriter.write(Map.of("data", "=" + text))).isEqualTo("data: \"=" + text + "\"\n");
    }
}
