/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.opencomputer.operator.controller.connection.ConnectionSource;
import dev.opencomputer.operator.testing.ControlPlaneExtension;
import dev.opencomputer.operator.testing.TestCluster;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ControlPlaneExtension.class)
class OperatorStartIT {

    @Test
    void doesNotStartWithoutItsOwnNamespace(TestCluster cluster) {
        OperatorOptions options = options(cluster, "nowhere");

        assertThatExceptionOfType(CannotStartException.class)
                .isThrownBy(() -> Operator.start(options).close())
                .withMessageContaining("no namespace nowhere")
                .withMessageContaining("--operator-namespace");
    }

    private static OperatorOptions options(TestCluster cluster, String operatorNamespace) {
        ConnectionSource none = () -> {
            throw new ConnectionSource.Unusable("There is none.");
        };
        return OperatorOptions.defaults(cluster.config(), none)
                .withOperatorNamespace(operatorNamespace)
                .withNamespaces(Set.of(cluster.namespace()));
    }
}
