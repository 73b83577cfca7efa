/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SourceTreeTest {

    private static final Path MAIN = Path.of("src", "main", "java");
    private static final Path TESTS = Path.of("src", "test", "java");
    private static final int MOST_LINES = 400;
    private static final Set<String> MEANINGLESS = Set.of(
            "util",
            "utils",
            "utility",
            "utilities",
            "common",
            "commons",
            "helper",
            "helpers",
            "manager",
            "managers",
            "impl",
            "misc",
            "shared",
            "stuff",
            "tools",
            "lib",
            "base",
            "internal");

    @Test
    void everyPackageSaysInOneSentenceWhatItIsFor() throws IOException {
        List<Path> silent = packages(MAIN)
                .filter(folder -> !saysWhatItIsFor(folder.resolve("package-info.java")))
                .toList();

        assertThat(silent)
                .as(
                        "Add a package-info.java with a Javadoc sentence that says what the package is for; who cannot say it"
                                + " in one sentence has two packages")
                .isEmpty();
    }

    @Test
    void noPackageHasANameThatSaysNothing() throws IOException {
        List<Path> meaningless = Stream.concat(packages(MAIN), packages(TESTS))
                .filter(folder -> MEANINGLESS.contains(folder.getFileName().toString()))
                .toList();

        assertThat(meaningless)
                .as(
                        "Put each class beside its only user, or into the package whose job it does; none of %s is a job",
                        MEANINGLESS)
                .isEmpty();
    }

    @Test
    void noFileHasMoreThan400Lines() throws IOException {
        List<String> tooLong = Stream.concat(sources(MAIN), sources(TESTS))
                .filter(file -> lines(file) > MOST_LINES)
                .map(file -> file + " (" + lines(file) + ")")
                .toList();

        assertThat(tooLong)
                .as("A file of more than %d lines holds two ideas: give each a file of its own", MOST_LINES)
                .isEmpty();
    }

    private static boolean saysWhatItIsFor(Path file) {
        return Files.exists(file) && text(file).contains("/**");
    }

    private static Stream<Path> packages(Path root) throws IOException {
        return sources(root).map(Path::getParent).distinct();
    }

    private static Stream<Path> sources(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.getFileName().toString().endsWith(".java")).toList().stream();
        }
    }

    private static long lines(Path file) {
        return text(file).lines().count();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
