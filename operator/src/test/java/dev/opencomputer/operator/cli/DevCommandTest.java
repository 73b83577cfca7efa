/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What dev refuses before it starts anything. */
class DevCommandTest {

    @TempDir
    private Path folder;

    private final StringWriter err = new StringWriter();

    @Test
    void refusesOnePortForTwoServers() {
        assertThat(run("--local-port", "19998", "--metrics-port", "19998")).isEqualTo(2);

        assertThat(err.toString()).contains("--local-port and --metrics-port cannot be the same, 19998");
    }

    @Test
    void refusesAUrlThatCannotLeadToAnOpenComputer() {
        assertThat(run("--opencomputer-url", "ftp://example.com", "--opencomputer-api-key", "hush"))
                .isEqualTo(2);

        assertThat(err.toString())
                .contains("--opencomputer-url", "https:// or http://")
                .doesNotContain("hush");
    }

    @Test
    void refusesAUrlWithoutAKey() {
        assertThat(run("--opencomputer-url", "https://example.com")).isEqualTo(2);

        assertThat(err.toString()).contains("--opencomputer-url needs --opencomputer-api-key");
    }

    private int run(String... options) {
        String[] all = new String[options.length + 3];
        all[0] = "dev";
        all[1] = "--data-dir";
        all[2] = folder.resolve("data").toString();
        System.arraycopy(options, 0, all, 3, options.length);
        int exitCode = Main.commandLine().setErr(new PrintWriter(err, true)).execute(all);
        assertThat(folder).isEmptyDirectory();
        return exitCode;
    }
}
