/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.testing.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Files as the kubelet mounts them: links through {@code ..data} into a folder that is exchanged at one stroke. */
final class AtomicFolder {

    private static final String DATA = "..data";

    private final Path folder;
    private final Map<String, byte[]> present = new TreeMap<>();
    private int version;

    AtomicFolder(Path folder) {
        this.folder = folder;
    }

    /** Puts these files, by their paths, in the place of those that are there; nothing happens when they are the same. */
    void write(Map<String, byte[]> files) {
        if (version > 0 && same(files)) {
            return;
        }
        try {
            Path next = Files.createDirectory(folder.resolve("..version-" + ++version));
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                Path path = next.resolve(file.getKey());
                Files.createDirectories(path.getParent());
                Files.write(path, file.getValue());
            }
            Path link = Files.createSymbolicLink(folder.resolve("..data-next"), next.getFileName());
            Files.move(link, folder.resolve(DATA), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            link(tops(files.keySet()));
        } catch (IOException failure) {
            throw new UncheckedIOException("could not write the volume " + folder, failure);
        }
        present.clear();
        present.putAll(files);
    }

    private void link(Set<String> names) throws IOException {
        for (String name : names) {
            if (!Files.exists(folder.resolve(name))) {
                Files.createSymbolicLink(folder.resolve(name), Path.of(DATA, name));
            }
        }
        for (String former : tops(present.keySet())) {
            if (!names.contains(former)) {
                Files.delete(folder.resolve(former));
            }
        }
    }

    private boolean same(Map<String, byte[]> files) {
        return present.keySet().equals(files.keySet())
                && present.entrySet().stream()
                        .allMatch(file -> Arrays.equals(file.getValue(), files.get(file.getKey())));
    }

    private static Set<String> tops(Set<String> paths) {
        return paths.stream()
                .map(path -> Path.of(path).getName(0).toString())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
