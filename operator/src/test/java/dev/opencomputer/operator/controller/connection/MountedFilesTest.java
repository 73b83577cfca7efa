/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MountedFilesTest {

    private static final List<String> NAMES = List.of("url", "apiKey");

    @TempDir
    private Path folder;

    /** What happens to the mount before each reading of a file. */
    private final Deque<Exchange> exchanges = new ArrayDeque<>();

    private int versions;

    private interface Exchange {
        void happen() throws IOException;
    }

    private Map<String, String> read() throws MountedFiles.Unreadable {
        return new MountedFiles(folder, file -> {
                    if (!exchanges.isEmpty()) {
                        exchanges.remove().happen();
                    }
                    return Files.readString(file);
                })
                .read(NAMES);
    }

    /** Does what the kubelet does: a folder for the new version, the link turned to it, the former one removed. */
    private void mount(String url, String key) throws IOException {
        Path former = folder.resolve("..version-" + versions++);
        Path next = Files.createDirectory(folder.resolve("..version-" + versions));
        Files.writeString(next.resolve("url"), url);
        Files.writeString(next.resolve("apiKey"), key);
        Path link = Files.createSymbolicLink(folder.resolve("..data-next"), next.getFileName());
        Files.move(link, folder.resolve("..data"), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        for (String name : NAMES) {
            if (!Files.exists(folder.resolve(name))) {
                Files.createSymbolicLink(folder.resolve(name), Path.of("..data", name));
            }
            Files.deleteIfExists(former.resolve(name));
        }
        Files.deleteIfExists(former);
    }

    @Test
    void neverPairsAFormerFileWithANewOne() throws Exception {
        mount("former-url", "former-key");
        exchanges.add(() -> {});
        exchanges.add(() -> mount("new-url", "new-key"));

        assertThat(read()).isEqualTo(Map.of("url", "new-url", "apiKey", "new-key"));
    }

    @Test
    void doesNotTakeAVersionThatIsRemovedUnderItsHandsForMissingFiles() throws Exception {
        mount("former-url", "former-key");
        exchanges.add(() -> mount("new-url", "new-key"));

        assertThat(read()).isEqualTo(Map.of("url", "new-url", "apiKey", "new-key"));
    }

    @Test
    void readsAFolderWithoutVersionsAsItIs() throws Exception {
        Files.writeString(folder.resolve("url"), "the-url");

        assertThat(read()).isEqualTo(Map.of("url", "the-url"));
    }
}
