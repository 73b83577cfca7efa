/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.testing.ControlPlaneExtension;
import dev.opencomputer.operator.testing.Helm;
import dev.opencomputer.operator.testing.TestCluster;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What helm says after an install goes by what is in the cluster. */
@ExtendWith(ControlPlaneExtension.class)
class ChartNotesIT {

    @TempDir
    private Path folder;

    @Test
    void sayHowToMakeTheSecretThatIsMissing(TestCluster cluster) {
        assertThat(notes(cluster))
                .contains(
                        "The Secret opencomputer is not there",
                        "kubectl create secret generic opencomputer --namespace " + cluster.namespace());
    }

    @Test
    void sayHowToMarkASecretAsTheOperatorsOwn(TestCluster cluster) {
        secret(cluster, false);

        assertThat(notes(cluster))
                .contains("kubectl label secret opencomputer --namespace " + cluster.namespace()
                        + " opencomputer.dev/key-purpose=connection")
                .doesNotContain("is not there");
    }

    @Test
    void sayNothingOfASecretThatIsAsItShouldBe(TestCluster cluster) {
        secret(cluster, true);

        assertThat(notes(cluster))
                .doesNotContain("kubectl label", "kubectl create")
                .contains("helm test oc");
    }

    @Test
    void sayNothingOfASecretWhereNoClusterIsAsked(TestCluster cluster) {
        assertThat(notes(cluster, "--dry-run=client"))
                .doesNotContain("is not there", "kubectl label")
                .contains("helm test oc");
    }

    @Test
    void sayThatCopiesAreLeftWhichTheOperatorMayNotDeleteAnyMore(TestCluster cluster) {
        cluster.client()
                .resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName("opencomputer-connection-team-a")
                        .withNamespace(cluster.namespace())
                        .addToLabels("opencomputer.dev/connection-namespace", "team-a")
                        .endMetadata()
                        .build())
                .create();

        assertThat(notes(cluster)).contains("may not change or delete them any more: opencomputer-connection-team-a.");
        assertThat(notes(cluster, "--dry-run=server", "--set-json", "policy.connections.namespaces=[]"))
                .doesNotContain("opencomputer-connection-team-a");
    }

    private String notes(TestCluster cluster) {
        return notes(cluster, "--dry-run=server");
    }

    private String notes(TestCluster cluster, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "install",
                "oc",
                Helm.CHART.toString(),
                "--namespace",
                cluster.namespace(),
                "--set",
                "crds.install=false,connection.existingSecret=opencomputer"));
        arguments.addAll(List.of(more));
        return Helm.of(cluster, folder).run(arguments).orThrow().replaceFirst("(?s).*\nNOTES:\n", "");
    }

    private static void secret(TestCluster cluster, boolean marked) {
        SecretBuilder secret = new SecretBuilder()
                .withNewMetadata()
                .withName("opencomputer")
                .withNamespace(cluster.namespace())
                .endMetadata();
        if (marked) {
            secret.editMetadata()
                    .addToLabels("opencomputer.dev/key-purpose", "connection")
                    .endMetadata();
        }
        cluster.client().resource(secret.build()).create();
    }
}
