/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The zip file that a report becomes; readable by its owner alone, since it is for them to decide who gets it. */
final class Bundle implements AutoCloseable {

    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .build();

    private final ZipOutputStream zip;
    private final List<String> missing = new ArrayList<>();

    /**
     * Makes the file.
     *
     * @throws FileAlreadyExistsException when there is a file of that name
     * @throws IOException when it cannot be written
     */
    Bundle(Path file) throws IOException {
        this.zip = new ZipOutputStream(Channels.newOutputStream(Files.newByteChannel(
                file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), OWNER_ONLY)));
    }

    /** Adds a text. */
    void add(String name, String text) {
        try {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(text.getBytes(StandardCharsets.UTF_8));
            zip.closeEntry();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Adds objects, one YAML document each. */
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

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
