/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.keys;

import dev.opencomputer.operator.api.Names;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds out in which namespace the operator keeps what is its own. */
public final class OwnNamespace {

    private static final Path OF_THE_POD = Path.of("/var/run/secrets/kubernetes.io/serviceaccount/namespace");

    private OwnNamespace() {}

    /** The namespace of the pod that this process runs in; {@code opencomputer-system} when it runs in none. */
    public static String detect() {
        return detect(OF_THE_POD);
    }

    static String detect(Path file) {
        try {
            String namespace = Files.readString(file).strip();
            return namespace.isEmpty() ? Names.OPERATOR_NAMESPACE : namespace;
        } catch (IOException notInAPod) {
            return Names.OPERATOR_NAMESPACE;
        }
    }
}
