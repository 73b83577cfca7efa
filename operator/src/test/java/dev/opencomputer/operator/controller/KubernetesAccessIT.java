/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.opencomputer.operator.testing.ControlPlaneExtension;
import dev.opencomputer.operator.testing.Line;
import dev.opencomputer.operator.testing.TestCluster;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(ControlPlaneExtension.class)
class KubernetesAccessIT {

    @TempDir
    private Path data;

    @Test
    void aConnectionThatDiedWithoutASignCostsOneRequest(TestCluster cluster) throws Exception {
        try (Line line = Line.to(cluster);
                KubernetesClient client = KubernetesAccess.electionClient(
                        Config.fromKubeconfig(line.kubeconfig(cluster, data).toFile()))) {
            assertThat(leases(client, cluster)).isZero();

            line.hold();

            assertThatExceptionOfType(KubernetesClientException.class).isThrownBy(() -> leases(client, cluster));
            assertThat(leases(client, cluster)).isZero();
        }
    }

    private static int leases(KubernetesClient client, TestCluster cluster) {
        return client.leases()
                .inNamespace(cluster.namespace())
                .list()
                .getItems()
                .size();
    }
}
