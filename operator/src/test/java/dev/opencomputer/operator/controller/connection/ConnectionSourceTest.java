/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.opencomputer.operator.controller.connection.ConnectionSource.Unusable;
import dev.opencomputer.operator.opencomputer.ApiKey;
import dev.opencomputer.operator.opencomputer.ConnectionSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionSourceTest {

    private static final String CANARY = "canary-7b1f";

    @TempDir
    private Path folder;

    private ConnectionSource source;

    @BeforeEach
    void mount() throws IOException {
        source = ConnectionSource.files(folder);
        put("url", "https://opencomputer.example/");
        put("apiKey", "osb_key");
    }

    private void put(String name, String content) throws IOException {
        Files.writeString(folder.resolve(name), content);
    }

    @Test
    void readsUrlAndKey() throws Exception {
        assertThat(source.read())
                .isEqualTo(new ConnectionSettings(
                        URI.create("https://opencomputer.example"), Optional.empty(), new ApiKey("osb_key")));
    }

    @Test
    void readsTheAgentsUrlWhereThereIsOne() throws Exception {
        put("agentsUrl", "https://agents.example\n");

        assertThat(source.read().agentsUrl()).contains(URI.create("https://agents.example"));
    }

    @Test
    void takesAnEmptyAgentsUrlForNone() throws Exception {
        put("agentsUrl", "\n");

        assertThat(source.read().agentsUrl()).isEmpty();
    }

    @Test
    void leavesOutWhiteSpaceAroundValues() throws Exception {
        put("url", "  https://opencomputer.example\n");
        put("apiKey", "osb_key\r\n");

        assertThat(source.read().apiKey()).isEqualTo(new ApiKey("osb_key"));
    }

    @Test
    void readsAgainAtEachCall() throws Exception {
        source.read();
        put("apiKey", "osb_rotated");

        assertThat(source.read().apiKey()).isEqualTo(new ApiKey("osb_rotated"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"url", "apiKey"})
    void saysWhichFileIsMissingAndWhatToDo(String name) throws IOException {
        Files.delete(folder.resolve(name));

        assertThatThrownBy(source::read)
                .isInstanceOf(Unusable.class)
                .hasMessageContaining("has no " + name)
                .hasMessageContaining(folder.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"url", "apiKey"})
    void takesAnEmptyFileForAMissingOne(String name) throws IOException {
        put(name, " \n");

        assertThatThrownBy(source::read).isInstanceOf(Unusable.class).hasMessageContaining("has no " + name);
    }

    @Test
    void saysThatTheFolderIsMissing() {
        assertThatThrownBy(ConnectionSource.files(folder.resolve("nowhere"))::read)
                .isInstanceOf(Unusable.class)
                .hasMessageContaining("nowhere");
    }

    @Test
    void saysThatAFileCannotBeRead() throws IOException {
        Files.delete(folder.resolve("url"));
        Files.createDirectory(folder.resolve("url"));

        assertThatThrownBy(source::read)
                .isInstanceOf(Unusable.class)
                .hasMessageContaining("url")
                .hasMessageContaining("cannot be read");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://user:" + CANARY + "@opencomputer.example",
                "https://opencomputer.example/?key=" + CANARY,
                "https://opencomputer.example/" + CANARY + " with a space",
                "ftp://" + CANARY,
                CANARY,
                "http://[" + CANARY,
                "https:" + CANARY
            })
    void repeatsNothingOfAUrlThatCannotBeUsed(String url) throws IOException {
        put("url", url);

        assertNothingLeaks();
        put("url", "https://opencomputer.example");
        put("agentsUrl", url);
        assertNothingLeaks();
    }

    @ParameterizedTest
    @ValueSource(strings = {CANARY + " with a space", CANARY + "\nsecond line", "clé-" + CANARY, CANARY + "\0"})
    void repeatsNothingOfAKeyThatCannotBeUsed(String key) throws IOException {
        put("apiKey", key);

        assertNothingLeaks();
    }

    @Test
    void repeatsNothingOfAFileThatIsNoText() throws IOException {
        byte[] bytes = ("\u00ff" + CANARY).getBytes(StandardCharsets.ISO_8859_1);
        Files.write(folder.resolve("apiKey"), bytes);

        assertNothingLeaks();
    }

    @Test
    void givesFixedSettingsAsTheyAre() throws Exception {
        ConnectionSettings settings = source.read();

        assertThat(ConnectionSource.fixed(settings).read()).isSameAs(settings);
    }

    private void assertNothingLeaks() {
        assertThatThrownBy(source::read)
                .isInstanceOf(Unusable.class)
                .hasNoCause()
                .message()
                .isNotBlank()
                .doesNotContain(CANARY);
    }
}
