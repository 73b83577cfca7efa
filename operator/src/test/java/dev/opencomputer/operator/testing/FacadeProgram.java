/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.testing;

import dev.opencomputer.operator.facade.keys.NewKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The subcommand {@code facade} in a process of its own, on free ports, with one key. */
public final class FacadeProgram {

    private FacadeProgram() {}

    /**
     * Starts one beside the operators of the tests, with the chart's rights and the key {@link RunningFacade#KEY}.
     *
     * @param options more for Java than what the image has
     * @param folder for its keys file, and for what it says, in {@code facade.txt}
     * @param environment variables that it gets beside this process's own
     */
    public static ProgramProcess start(
            List<String> options, TestCluster cluster, Path folder, Map<String, String> environment) {
        return start(
                options,
                folder,
                environment,
                RunningFacade.keysFile(cluster, RunningFacade.KEY),
                cluster.facadeKubeconfig());
    }

    /** The same before an API server of a test's own, with a key for the namespace {@code team-a}. */
    public static ProgramProcess start(
            List<String> options, URI apiServer, Path folder, Map<String, String> environment, String key) {
        return start(
                options,
                folder,
                environment,
                "keys: [{name: test, namespace: team-a, serviceAccount: ci, sha256: " + NewKey.sha256(key) + "}]",
                kubeconfig(folder, apiServer));
    }

    private static Path kubeconfig(Path folder, URI apiServer) {
        try {
            return Files.writeString(folder.resolve("kubeconfig"), """
                    apiVersion: v1
                    kind: Config
                    current-context: test
                    contexts: [{name: test, context: {cluster: test, user: test}}]
                    clusters: [{name: test, cluster: {server: "%s"}}]
                    users: [{name: test, user: {}}]
                    """.formatted(apiServer));
        } catch (IOException failure) {
            throw new UncheckedIOException("could not write a kubeconfig", failure);
        }
    }

    private static ProgramProcess start(
            List<String> options, Path folder, Map<String, String> environment, String keys, Path kubeconfig) {
        try {
            return ProgramProcess.start(
                    options,
                    folder.resolve("facade.txt"),
                    environment,
                    "facade",
                    "--keys-file",
                    Files.writeString(folder.resolve("keys.yaml"), keys).toString(),
                    "--kubeconfig",
                    kubeconfig.toString(),
                    "--operator-namespace",
                    TestCluster.OPERATOR_NAMESPACE,
                    "--port",
                    "0",
                    "--monitoring-port",
                    "0");
        } catch (IOException failure) {
            throw new UncheckedIOException("could not write a keys file", failure);
        }
    }
}
