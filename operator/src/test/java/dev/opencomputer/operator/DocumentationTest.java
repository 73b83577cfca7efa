/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DocumentationTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:)([^)#]*)(#[^)]*)?\\)");

    /** A path below the root package, as CONTRIBUTING.md names files. */
    private static final Pattern SOURCE = Pattern.compile("`((?:[a-z]+/)+[A-Z]\\w*\\.java)`");

    private static final Path SOURCES = ROOT.resolve("operator/src/main/java/dev/opencomputer/operator");

    @Test
    void everyLinkLeadsToAFileAndAHeadingThatAreThere() throws IOException {
        List<String> broken = new ArrayList<>();
        for (Path page : pages()) {
            Matcher links = LINK.matcher(Files.readString(page));
            while (links.find()) {
                Path target = links.group(1).isEmpty()
                        ? page
                        : page.resolveSibling(links.group(1)).normalize();
                if (!Files.exists(target) || !hasHeading(target, links.group(2))) {
                    broken.add(ROOT.relativize(page) + ": " + links.group());
                }
            }
        }

        assertThat(broken).isEmpty();
    }

    @Test
    void recipesLeadToFilesThatAreThere() throws IOException {
        List<String> named = SOURCE.matcher(Files.readString(ROOT.resolve("CONTRIBUTING.md")))
                .results()
                .map(found -> found.group(1))
                .toList();

        assertThat(named)
                .isNotEmpty()
                .allSatisfy(path -> assertThat(SOURCES.resolve(path)).exists());
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> root = Files.list(ROOT);
                Stream<Path> docs = Files.walk(ROOT.resolve("docs"));
                Stream<Path> chart = Files.walk(ROOT.resolve("helm"))) {
            return Stream.of(root, docs, chart)
                    .flatMap(files -> files)
                    .filter(file -> file.toString().endsWith(".md"))
                    .toList();
        }
    }

    private static boolean hasHeading(Path page, String anchor) {
        if (anchor == null) {
            return true;
        }
        try (Stream<String> lines = Files.lines(page)) {
            return lines.filter(line -> line.startsWith("#"))
                    .map(line -> "#"
                            + line.replaceFirst("^#+ ", "")
                                    .toLowerCase(Locale.ROOT)
                                    .replaceAll("[^\\w -]", "")
                                    .replace(' ', '-'))
                    .anyMatch(anchor::equals);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
