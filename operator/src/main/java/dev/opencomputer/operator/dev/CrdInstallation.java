/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.dev;

import dev.opencomputer.operator.api.CustomResourceDefinitions;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Puts this version's CRDs into a cluster. */
public final class CrdInstallation {

    private static final String FIELD_MANAGER = "opencomputer-operator-dev";
    private static final int ESTABLISHED_SECONDS = 30;

    private CrdInstallation() {}

    /**
     * Applies the CRDs and returns when the API server serves them.
     *
     * @param client an administrator's client
     * @throws io.fabric8.kubernetes.client.KubernetesClientException when the API server refuses them, or does not
     *     serve them in time
     */
    public static void apply(KubernetesClient client) {
        for (CustomResourceDefinition definition : CustomResourceDefinitions.all()) {
            client.resource(definition)
                    .fieldManager(FIELD_MANAGER)
                    .forceConflicts()
                    .serverSideApply();
        }
        for (CustomResourceDefinition definition : CustomResourceDefinitions.all()) {
            var unused = client.resource(definition)
                    .waitUntilCondition(CrdInstallation::established, ESTABLISHED_SECONDS, TimeUnit.SECONDS);
        }
    }

    private static boolean established(CustomResourceDefinition definition) {
        return Optional.ofNullable(definition).flatMap(found -> Optional.ofNullable(found.getStatus())).stream()
                .flatMap(status -> status.getConditions().stream())
                .anyMatch(condition -> condition.getType().equals("Established")
                        && condition.getStatus().equals("True"));
    }
}
