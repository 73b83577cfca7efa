/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogLevelFileTest {

    @TempDir
    private Path folder;

    private final Logger root = new LoggerContext().getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private LogLevelFile level;
    private Path file;

    @BeforeEach
    void follow() {
        root.setLevel(Level.INFO);
        file = folder.resolve("level");
        level = new LogLevelFile(file, root);
    }

    @Test
    void keepsTheLevelOfTheStartWithoutAFile() {
        level.look();

        assertThat(root.getLevel()).isEqualTo(Level.INFO);
    }

    @Test
    void followsTheFile() throws IOException {
        says("debug\n");
        assertThat(root.getLevel()).isEqualTo(Level.DEBUG);
        says("WARN");
        assertThat(root.getLevel()).isEqualTo(Level.WARN);
    }

    @Test
    void goesBackToTheLevelOfTheStartWhenTheFileIsEmptyOrGone() throws IOException {
        says("TRACE");
        says("");
        assertThat(root.getLevel()).isEqualTo(Level.INFO);
        says("TRACE");
        Files.delete(file);
        level.look();
        assertThat(root.getLevel()).isEqualTo(Level.INFO);
    }

    @Test
    void keepsTheLevelWhenTheFileHoldsSomethingElse() throws IOException {
        says("ERROR");
        says("a lot");

        assertThat(root.getLevel()).isEqualTo(Level.ERROR);
    }

    private void says(String text) throws IOException {
        Files.writeString(file, text);
        level.look();
    }
}
