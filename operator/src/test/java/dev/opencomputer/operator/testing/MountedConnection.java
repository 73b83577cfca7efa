/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.testing;

import dev.opencomputer.operator.opencomputer.ConnectionSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A connection's files as the kubelet mounts a Secret: links into a folder that is exchanged at one stroke. */
public final class MountedConnection {

    private static final String DATA = "..data";

    private final Path folder;
    private int version;

    /** Mounts into an empty folder. */
    public MountedConnection(Path folder) {
        this.folder = folder;
    }

    /** What an operator is given. */
    public Path folder() {
        return folder;
    }

    /** Puts these settings, with a key of the test's own, in the place of what is there. */
    public void write(ConnectionSettings settings, String apiKey) throws IOException {
        Path next = Files.createDirectory(folder.resolve("..version-" + ++version));
        write(next, "url", settings.apiUrl().toString());
        write(next, "apiKey", apiKey + "\n");
        if (settings.agentsUrl().isPresent()) {
            write(next, "agentsUrl", settings.agentsUrl().get().toString());
        }
        Path link = Files.createSymbolicLink(folder.resolve("..data-next"), next.getFileName());
        Files.move(link, folder.resolve(DATA), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private void write(Path version, String name, String content) throws IOException {
        Files.writeString(version.resolve(name), content);
        if (!Files.exists(folder.resolve(name))) {
            Files.createSymbolicLink(folder.resolve(name), Path.of(DATA, name));
        }
    }
}
