/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnNamespaceTest {

    @Test
    void isThePodsInAPod(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("namespace"), "platform\n");

        assertThat(OwnNamespace.detect(file)).isEqualTo("platform");
    }

    @Test
    void isAFixedOneOutsideOfPods(@TempDir Path folder) {
        assertThat(OwnNamespace.detect(folder.resolve("namespace"))).isEqualTo("opencomputer-system");
    }
}
