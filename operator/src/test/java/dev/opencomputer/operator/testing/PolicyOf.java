/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The administrator's policy of one test, in a file that an operator follows. */
public final class PolicyOf {

    private final Path file;

    /** Writes into a folder. */
    public PolicyOf(Path folder) {
        this.file = folder.resolve("policy.yaml");
    }

    public Path file() {
        return file;
    }

    /** Lets teams use connections of their own, which may lead to these servers. */
    public PolicyOf connections(String hosts, Team... teams) {
        return write("connections:\n  namespaces: [" + names(teams) + "]\n  hosts: [" + hosts + "]\n");
    }

    /** Puts another text in the place of what is there, at one stroke. */
    public PolicyOf write(String yaml) {
        try {
            Path next = file.resolveSibling("policy.next");
            Files.writeString(next, yaml);
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return this;
        } catch (IOException failure) {
            throw new UncheckedIOException("could not write the policy", failure);
        }
    }

    /** A server as a policy lists it. */
    public static String host(Scene scene) {
        return "\"" + scene.settings().apiUrl() + "\"";
    }

    private static String names(Team... teams) {
        return Arrays.stream(teams).map(Team::namespace).collect(Collectors.joining(", "));
    }
}
