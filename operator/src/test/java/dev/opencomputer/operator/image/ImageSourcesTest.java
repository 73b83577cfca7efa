/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ImageSourcesTest {

    private static final Path IMAGE = Path.of("..", "image");
    private static final List<String> ARCHITECTURES = List.of("amd64", "arm64");

    @Test
    void locksEveryPackageForEveryArchitecture() throws IOException {
        List<String> wanted = lines("packages")
                .map(line -> line.split(" ", 2)[0])
                .flatMap(name -> ARCHITECTURES.stream().map(architecture -> name + " " + architecture))
                .toList();

        assertThat(lines("packages.lock").map(line -> line.split(" ")).map(fields -> fields[0] + " " + fields[1]))
                .containsExactlyInAnyOrderElementsOf(wanted);
    }

    @Test
    void locksEachPackageToOneContent() throws IOException {
        assertThat(lines("packages.lock"))
                .allMatch(
                        line -> line.matches(
                                "[a-z0-9+.-]+ (amd64|arm64) [0-9][A-Za-z0-9.+:~-]* debian(-security)? pool/\\S+\\.deb [0-9a-f]{64}"));
    }

    @Test
    void namesNoAddressOfAMirror() throws IOException {
        try (Stream<Path> files = Files.walk(IMAGE)) {
            List<Path> withAddress = files.filter(Files::isRegularFile)
                    .filter(file -> contains(file, "http://") || contains(file, "https://"))
                    .toList();
            assertThat(withAddress).isEmpty();
        }
    }

    @Test
    void startsTheProgramItselfSoThatAPodGivesArgumentsAlone() throws IOException {
        assertThat(config().at("/Entrypoint")).hasToString("[\"/app/bin/opencomputer-operator\"]");
        assertThat(config().has("Cmd")).isFalse();
    }

    @Test
    void runsAsANumericUserWhomNobodyHasToLookUp() throws IOException {
        assertThat(config().at("/User").asText()).isEqualTo("65532:65532");
        assertThat(config().has("Volumes")).isFalse();
    }

    private static JsonNode config() throws IOException {
        return new ObjectMapper().readTree(IMAGE.resolve("config.json").toFile());
    }

    private static Stream<String> lines(String file) throws IOException {
        return Files.readAllLines(IMAGE.resolve(file)).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"));
    }

    private static boolean contains(Path file, String text) {
        try {
            return Files.readString(file).contains(text);
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }
}
