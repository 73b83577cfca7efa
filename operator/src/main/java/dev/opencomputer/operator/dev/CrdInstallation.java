/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.dev;

import dev.opencomputer.operator.api.CustomResourceDefinitions;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
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
        List<CustomResourceDefinition> definitions = CustomResourceDefinitions.all();
        for (CustomResourceDefinition definition : definitions) {
            client.resource(definition)
                    .fieldManager(FIELD_MANAGER)
                    .forceConflicts()
                    .serverSideApply();
        }
        for (CustomResourceDefinition definition : definitions) {
            var unused = client.resource(definition)
                    .waitUntilCondition(CrdInstallation::established, ESTABLISHED_SECONDS, TimeUnit.SECONDS);
        }
    }

    private static boolean established(CustomResourceDefinition definition) {
        // A status that was just begun has no conditions at all.
        return Optional.ofNullable(definition)
                .map(CustomResourceDefinition::getStatus)
                .map(CustomResourceDefinitionStatus::getConditions)
                .stream()
                .flatMap(List::stream)
                .anyMatch(condition -> condition.getType().equals("Established")
                        && condition.getStatus().equals("True"));
    }
}
