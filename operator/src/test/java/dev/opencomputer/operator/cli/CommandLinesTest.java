/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLinesTest {

    @ParameterizedTest
    @ValueSource(strings = {"crds", "crds --help", "--version"})
    void failsWhenWhatItPrintsCannotBeWritten(String arguments) {
        StringWriter err = new StringWriter();
        Writer full = new FilterWriter(new StringWriter()) {
            @Override
            public void flush() throws IOException {
                throw new IOException("No space left on device");
            }
        };

        int exitCode = Main.commandLine()
                .setOut(new PrintWriter(full))
                .setErr(new PrintWriter(err))
                .execute(arguments.split(" "));

        assertThat(exitCode).isEqualTo(1);
        assertThat(err.toString()).contains("could not be written to standard output");
    }
}
