/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.opencomputer.operator.controller.connection.ConnectionSource;
import dev.opencomputer.operator.testing.ControlPlaneExtension;
import dev.opencomputer.operator.testing.Readiness;
import dev.opencomputer.operator.testing.TestCluster;
import io.fabric8.kubernetes.client.Config;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ControlPlaneExtension.class)
class OperatorStartIT {

    private static final ConnectionSource NONE = () -> {
        throw new ConnectionSource.Unusable("There is none.");
    };

    @Test
    void doesNotStartWithoutItsOwnNamespace(TestCluster cluster) {
        OperatorOptions options = options(cluster, "nowhere");

        assertThatExceptionOfType(CannotStartException.class)
                .isThrownBy(() -> Operator.start(options).close())
                .withMessageContaining("no namespace nowhere")
                .withMessageContaining("--operator-namespace");
    }

    @Test
    void startsForTheOthersWhenOneOfItsNamespacesIsGone(TestCluster cluster) {
        String gone = gone(cluster);
        OperatorOptions options = options(cluster.operatorConfig(), Set.of(cluster.namespace(), gone));

        try (Operator operator = Operator.start(options)) {
            assertThat(new Readiness(operator.metricsUrl()).now()).startsWith("200");
        }
    }

    @Test
    void startsForWhatIsStillToBeDeletedInTheOnlyOneThatIsGone(TestCluster cluster) {
        TestCluster other = cluster.besides();
        Config account = other.operatorConfig();
        delete(other);

        try (Operator operator = Operator.start(options(account, Set.of(other.namespace())))) {
            assertThat(new Readiness(operator.metricsUrl()).now()).startsWith("200");
        }
    }

    private static String gone(TestCluster cluster) {
        TestCluster other = cluster.besides();
        delete(other);
        return other.namespace();
    }

    private static void delete(TestCluster cluster) {
        cluster.client().namespaces().withName(cluster.namespace()).delete();
    }

    private static OperatorOptions options(Config kubernetes, Set<String> namespaces) {
        return OperatorOptions.defaults(kubernetes, NONE)
                .withOperatorNamespace(TestCluster.OPERATOR_NAMESPACE)
                .withNamespaces(namespaces);
    }

    private static OperatorOptions options(TestCluster cluster, String operatorNamespace) {
        return OperatorOptions.defaults(cluster.config(), NONE)
                .withOperatorNamespace(operatorNamespace)
                .withNamespaces(Set.of(cluster.namespace()));
    }
}
