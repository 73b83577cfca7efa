/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.chart;

import dev.opencomputer.operator.testing.GoModule;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The CRDs of kinds that come with other software, as that software's own modules carry them. */
final class ForeignCrds {

    private static final Map<String, List<String>> FILES = Map.of(
            "github.com/prometheus-operator/prometheus-operator",
            List.of(
                    "example/prometheus-operator-crd/monitoring.coreos.com_servicemonitors.yaml",
                    "example/prometheus-operator-crd/monitoring.coreos.com_podmonitors.yaml",
                    "example/prometheus-operator-crd/monitoring.coreos.com_prometheusrules.yaml"),
            "sigs.k8s.io/gateway-api",
            List.of("config/crd/standard/gateway.networking.k8s.io_httproutes.yaml"),
            "github.com/cert-manager/cert-manager",
            List.of("deploy/crds/cert-manager.io_certificates.yaml"));

    private static final long MINUTES = 2;

    private ForeignCrds() {}

    /** Has the API server know the kinds, and returns when it does. */
    static void install(KubernetesClient administrator) throws IOException {
        for (Map.Entry<String, List<String>> files : FILES.entrySet()) {
            for (String file : files.getValue()) {
                CustomResourceDefinition definition = Serialization.unmarshal(
                        Files.readString(GoModule.folder("crds", files.getKey()).resolve(file)),
                        CustomResourceDefinition.class);
                administrator.resource(definition).forceConflicts().serverSideApply();
                administrator
                        .resource(definition)
                        .waitUntilCondition(ForeignCrds::isEstablished, MINUTES, TimeUnit.MINUTES);
            }
        }
    }

    /** The files have a status without conditions, and so has the object at first. */
    private static boolean isEstablished(CustomResourceDefinition definition) {
        return definition != null
                && definition.getStatus() != null
                && definition.getStatus().getConditions() != null
                && definition.getStatus().getConditions().stream()
                        .anyMatch(condition -> condition.getType().equals("Established")
                                && condition.getStatus().equals("True"));
    }
}
