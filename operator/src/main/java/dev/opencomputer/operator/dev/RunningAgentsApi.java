/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.dev;

import dev.opencomputer.operator.api.Names;
import dev.opencomputer.operator.dev.DevException.Reason;
import dev.opencomputer.operator.dev.controlplane.PrivateFiles;
import dev.opencomputer.operator.facade.Facade;
import dev.opencomputer.operator.facade.FacadeOptions;
import dev.opencomputer.operator.facade.FacadeStartException;
import dev.opencomputer.operator.facade.connection.Limits;
import dev.opencomputer.operator.facade.keys.KeyEntry;
import dev.opencomputer.operator.facade.keys.KeysFile;
import dev.opencomputer.operator.facade.keys.NewKey;
import dev.opencomputer.operator.facade.keys.UnusableKeysException;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The agents API of an environment, run with the rights that it has in a cluster and no more. */
final class RunningAgentsApi implements AutoCloseable {

    /** Where the agents are that the API key leads to. */
    private static final String NAMESPACE = "default";

    /** What the key is called in the keys file. */
    private static final String KEY_NAME = "dev";

    private final KubernetesClient administrator;
    private final Facade facade;
    private final String apiKey;

    private RunningAgentsApi(KubernetesClient administrator, Facade facade, String apiKey) {
        this.administrator = administrator;
        this.facade = facade;
        this.apiKey = apiKey;
    }

    /** Makes its accounts in the cluster, an API key at the first start, and serves. */
    static RunningAgentsApi start(RunningCluster cluster, DataFolder data, int port) {
        // It stays open: the facade's tokens are renewed with it.
        KubernetesClient administrator =
                new KubernetesClientBuilder().withConfig(cluster.config()).build();
        try {
            return start(administrator, data, port);
        } catch (RuntimeException failure) {
            administrator.close();
            throw failure;
        }
    }

    private static RunningAgentsApi start(KubernetesClient administrator, DataFolder data, int port) {
        applyAccounts(administrator);
        Path folder = data.part("facade");
        String apiKey = apiKey(folder.resolve("api-key"));
        Path keys = keysFile(folder.resolve("keys.yaml"), apiKey);
        try {
            Facade facade = Facade.start(FacadeOptions.of(
                            AccountLogin.config(administrator, Names.OPERATOR_NAMESPACE, FacadeAccounts.FACADE),
                            Names.OPERATOR_NAMESPACE,
                            keys)
                    .withPort(port)
                    // Whoever types Ctrl-C is not to wait for connections that a browser keeps.
                    .withLimits(Limits.STANDARD.withLastHead(Duration.ofMillis(200))));
            return new RunningAgentsApi(administrator, facade, apiKey);
        } catch (FacadeStartException failure) {
            Reason reason =
                    failure.getCause() instanceof UnusableKeysException ? Reason.DATA_FOLDER : Reason.PORT_TAKEN;
            throw new DevException(reason, "The agents API did not start. " + failure.getMessage(), failure);
        }
    }

    private static void applyAccounts(KubernetesClient administrator) {
        try {
            FacadeAccounts.apply(administrator, Names.OPERATOR_NAMESPACE, NAMESPACE);
        } catch (KubernetesClientException failure) {
            throw new DevException(
                    Reason.CLUSTER,
                    "The accounts of the agents API could not be applied: " + failure.getMessage()
                            + ". Check that this user may write ServiceAccounts, Roles and RoleBindings in "
                            + Names.OPERATOR_NAMESPACE + " and " + NAMESPACE + ".",
                    failure);
        }
    }

    /** Base of the agents API, without {@code /v1/agents}. */
    URI url() {
        return facade.url();
    }

    /** What opens it; a secret. */
    String apiKey() {
        return apiKey;
    }

    @Override
    public void close() {
        try (administrator) {
            facade.close();
        }
    }

    static String apiKey(Path file) {
        try {
            if (!Files.exists(file)) {
                PrivateFiles.write(file, NewKey.random().text());
            }
            return Files.readString(file).strip();
        } catch (IOException | UncheckedIOException failure) {
            throw new DevException(
                    Reason.DATA_FOLDER,
                    "The API key in " + file + " cannot be read or made: " + failure.getMessage()
                            + ". See to it that this user may do both.",
                    failure);
        }
    }

    /** What else people put into the file stays. */
    private static Path keysFile(Path file, String apiKey) {
        try {
            KeysFile.put(
                    file,
                    new KeyEntry(KEY_NAME, NewKey.sha256(apiKey), NAMESPACE, FacadeAccounts.CALLER, Optional.empty()));
            return file;
        } catch (UnusableKeysException failure) {
            throw new DevException(
                    Reason.DATA_FOLDER, failure.getMessage() + " Mend it, or delete it with the keys in it.", failure);
        }
    }
}
