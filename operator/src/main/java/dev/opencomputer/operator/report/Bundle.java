/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The zip file that a report becomes; readable by its owner alone, since it is for them to decide who gets it. It has
 * another name until it is whole, and what is not whole goes.
 */
final class Bundle implements AutoCloseable {

    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .build();

    private final Path file;
    private final Path part;
    private final ZipOutputStream zip;
    private final List<String> missing = new ArrayList<>();

    /**
     * Begins the file, beside where it is to be.
     *
     * @throws FileAlreadyExistsException when there is a file of that name
     * @throws IOException when it cannot be written
     */
    Bundle(Path file) throws IOException {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAlreadyExistsException(file.toString());
        }
        this.file = file;
        this.part =
                Files.createTempFile(file.toAbsolutePath().getParent(), ".opencomputer-report-", ".part", OWNER_ONLY);
        this.zip = new ZipOutputStream(Files.newOutputStream(part));
    }

    /**
     * Adds a text.
     *
     * @throws UncheckedIOException when it cannot be written
     */
    void add(String name, String text) {
        try {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(text.getBytes(StandardCharsets.UTF_8));
            zip.closeEntry();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Adds objects, one YAML document each.
     *
     * @throws UncheckedIOException when they cannot be written
     */
    void add(String name, List<? extends JsonNode> objects) {
        StringBuilder documents = new StringBuilder();
        for (JsonNode object : objects) {
            try {
                documents.append(YAML.writeValueAsString(object));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("a tree that was read can be written", e);
            }
        }
        add(name, documents.toString());
    }

    /** Notes that something is not in it. */
    void missing(String sentence) {
        missing.add(sentence);
    }

    /** What is not in it, a sentence each. */
    List<String> missing() {
        return List.copyOf(missing);
    }

    /**
     * Gives the file its name: it holds all.
     *
     * @throws FileAlreadyExistsException when there is a file of that name by now
     * @throws IOException when it cannot be written
     */
    void complete() throws IOException {
        zip.close();
        Files.move(part, file);
    }

    /** Ends it; without {@link #complete()} nothing is left. */
    @Override
    public void close() throws IOException {
        try {
            zip.close();
        } finally {
            Files.deleteIfExists(part);
        }
    }
}
