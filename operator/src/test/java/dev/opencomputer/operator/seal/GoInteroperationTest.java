/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Go's crypto/hpke opens what this package seals, and the other way round; each time with vectors just made. */
class GoInteroperationTest {

    private static final Path PROGRAM = Path.of("..", "tools", "sealing-vectors");
    private static final Path RESOURCES =
            Path.of("src", "test", "resources", "dev", "opencomputer", "operator", "seal");

    /** Of these, {@code vectors-made-by-java.json} in the test resources was once a copy. */
    private static final Path MADE_BY_JAVA = Path.of("target", "sealing-vectors", "vectors-made-by-java.json");

    @TempDir
    Path folder;

    @BeforeAll
    static void needsGo() {
        boolean ci = "true".equals(System.getenv("CI"));
        // Where CI stands for a gate, a test that is skipped shows nothing.
        assumeTrue(ci || onPath("go"), "needs Go 1.26 or newer on the PATH");
    }

    @Test
    void goOpensWhatJavaSeals() throws Exception {
        Vector.write(Vector.make(), MADE_BY_JAVA);

        assertThat(run("check", MADE_BY_JAVA.toAbsolutePath().toString())).contains("7 vectors open");
    }

    @Test
    void javaOpensWhatGoSeals() throws Exception {
        List<Vector> vectors = Vector.parse(run("make").getBytes(StandardCharsets.UTF_8));

        assertThat(vectors)
                .hasSize(7)
                .allSatisfy(vector -> assertThat(
                                KeyRing.of(List.of(vector.privateKey())).open(vector.sealedValue(), vector.place()))
                        .isInstanceOfSatisfying(
                                Opening.Opened.class,
                                opened -> assertThat(opened.plaintext()).isEqualTo(vector.value())));
    }

    @Test
    void goOpensTheVectorsInTheRepository() throws Exception {
        String[] files = Stream.of("vectors-made-by-java.json", "vectors-made-by-go.json")
                .map(name -> RESOURCES.resolve(name).toAbsolutePath().toString())
                .toArray(String[]::new);

        assertThat(run("check", files[0], files[1])).hasLineCount(2);
    }

    @Test
    void javaOpensWhatTheProgramOnThePageSeals() throws Exception {
        Files.writeString(folder.resolve("main.go"), programOnThePage());
        Files.writeString(folder.resolve("go.mod"), "module sealer\n\ngo 1.26.0\n");
        PrivateSealingKey key = PrivateSealingKey.generate();
        byte[] value = "p\u00e4ssw\u00f6rd\n".getBytes(StandardCharsets.UTF_8);
        Path file = Files.write(folder.resolve("value"), value);

        String sealed = run(
                folder,
                ProcessBuilder.Redirect.from(file.toFile()),
                "run",
                ".",
                key.publicKey().base64(),
                "team-a",
                "issue-resolver",
                "API_KEY");

        assertThat(KeyRing.of(List.of(key)).open(sealed, new SealingPlace("team-a", "issue-resolver", "API_KEY")))
                .isInstanceOfSatisfying(
                        Opening.Opened.class,
                        opened -> assertThat(opened.plaintext()).isEqualTo(value));
    }

    /** Whoever has only the page has this. */
    private static String programOnThePage() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "sealing.md"));
        int start = page.indexOf("```go\n") + "```go\n".length();
        return page.substring(start, page.indexOf("```", start));
    }

    private String run(String... arguments) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("run", "."));
        all.addAll(List.of(arguments));
        return run(PROGRAM, ProcessBuilder.Redirect.PIPE, all.toArray(String[]::new));
    }

    private String run(Path module, ProcessBuilder.Redirect input, String... arguments)
            throws IOException, InterruptedException {
        Path output = folder.resolve("output");
        Path errors = folder.resolve("errors");
        List<String> command = new ArrayList<>(List.of("go"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(module.toFile())
                .redirectInput(input)
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile());
        // A module of its own, whatever workspace the current folder belongs to.
        builder.environment().put("GOWORK", "off");
        Process process = builder.start();
        try {
            assertThat(process.waitFor(5, TimeUnit.MINUTES)).as("go ended").isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).as(Files.readString(errors)).isZero();
        return Files.readString(output);
    }

    private static boolean onPath(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .filter(folder -> !folder.isEmpty())
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
