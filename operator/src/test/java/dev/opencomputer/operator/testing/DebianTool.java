/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.testing;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.opentest4j.TestAbortedException;

/** Programs that tests run and that come as packages of the system. */
public final class DebianTool {

    private DebianTool() {}

    /**
     * A program on the PATH. Without it the test is skipped; with CI=true it fails.
     *
     * @param program its name
     * @param debianPackage the package that brings it
     */
    public static Path find(String program, String debianPackage) {
        String why =
                "There is no " + program + " on the PATH: install it, on Debian with apt-get install " + debianPackage;
        Optional<Path> found = Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
        if (found.isPresent()) {
            return found.get();
        }
        if ("true".equals(System.getenv("CI"))) {
            throw new AssertionError(why);
        }
        throw new TestAbortedException(why);
    }
}
