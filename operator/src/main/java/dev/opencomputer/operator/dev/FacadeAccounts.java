/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.dev;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The two accounts of the agents API: the one that a key stands for, with no right on Secrets, and the facade's own,
 * which may act as that one and as nobody else.
 */
public final class FacadeAccounts {

    /** The ServiceAccount that a key stands for. */
    public static final String CALLER = "opencomputer-agents";

    /** The ServiceAccount that the facade runs as. */
    public static final String FACADE = "opencomputer-facade";

    private static final String FIELD_MANAGER = "opencomputer-operator-dev";

    private FacadeAccounts() {}

    /**
     * Applies the accounts and their rights.
     *
     * @param client an administrator's client
     * @param operatorNamespace where the facade's account is, and the public sealing keys
     * @param callerNamespace where the callers' account is, and the agents
     */
    public static void apply(KubernetesClient client, String operatorNamespace, String callerNamespace) {
        String manifests = manifests()
                .replace("OPERATOR_NAMESPACE", operatorNamespace)
                .replace("CALLER_NAMESPACE", callerNamespace);
        client.load(new ByteArrayInputStream(manifests.getBytes(StandardCharsets.UTF_8)))
                .items()
                .forEach(object -> client.resource(object)
                        .fieldManager(FIELD_MANAGER)
                        .forceConflicts()
                        .serverSideApply());
    }

    private static String manifests() {
        try (InputStream stream = FacadeAccounts.class.getResourceAsStream("facade-accounts.yaml")) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("The program was built without the facade's accounts", e);
        }
    }
}
