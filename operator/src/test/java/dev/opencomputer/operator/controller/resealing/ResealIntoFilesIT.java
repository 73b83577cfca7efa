/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.resealing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.controller.Operator;
import dev.opencomputer.operator.local.Dialect;
import dev.opencomputer.operator.testing.ControlPlaneExtension;
import dev.opencomputer.operator.testing.Kubectl;
import dev.opencomputer.operator.testing.OwnKeys;
import dev.opencomputer.operator.testing.ProgramProcess;
import dev.opencomputer.operator.testing.Scene;
import dev.opencomputer.operator.testing.TestCluster;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** After a renewal of the sealing keys, the files that values were applied from are brought up to the current one. */
@ExtendWith(ControlPlaneExtension.class)
class ResealIntoFilesIT {

    @TempDir
    private Path data;

    @Test
    void whoMayGetAgentSecretsAndNothingElseCarriesANewlySealedValueIntoItsFile(TestCluster cluster) throws Exception {
        Kubectl kubectl = new Kubectl(cluster, Files.createDirectory(data.resolve("kubectl")));
        Path file = data.resolve("secrets.yaml");
        try (Scene scene = Scene.withoutOperator(cluster, data.resolve("local"), Dialect.LOCAL);
                OwnKeys keys = new OwnKeys(cluster);
                Operator operator = keys.start(scene)) {
            assertThat(operator.metricsUrl()).isNotNull();
            scene.agents().create("resolver");
            Path kubeconfig = carrier(cluster);
            String old = keys.seal("API_KEY", "value");
            Files.writeString(file, manifest(cluster, old));
            kubectl.run("apply", "-f", file.toString()).orThrow();
            scene.secrets().awaitReady("api-key");
            assertThat(reseal(file, kubeconfig)).contains("nothing to do");

            keys.renew();
            String resealed = scene.secrets()
                    .awaitObject("api-key", secret -> secret.getStatus().getResealedValue() != null)
                    .getStatus()
                    .getResealedValue();
            assertThat(reseal(file, kubeconfig))
                    .contains("API_KEY of " + cluster.namespace() + "/resolver: sealed for the key "
                            + keys.current().id() + " now");
            assertThat(file).hasContent(manifest(cluster, resealed));

            kubectl.run("apply", "-f", file.toString()).orThrow();
            scene.secrets().awaitObject("api-key", secret -> secret.getStatus().getResealedValue() == null);
            scene.secrets().awaitReady("api-key");
            assertThat(reseal(file, kubeconfig)).contains("nothing to do");
            assertThat(file).hasContent(manifest(cluster, resealed));
        }
    }

    private String reseal(Path file, Path kubeconfig) throws Exception {
        try (ProgramProcess process = ProgramProcess.start(
                data.resolve("said"), Map.of(), "reseal", file.toString(), "--kubeconfig", kubeconfig.toString())) {
            assertThat(process.awaitEnd()).as(process.output()).isZero();
            return process.output();
        }
    }

    /** A kubeconfig of an account that may get AgentSecrets. */
    private static Path carrier(TestCluster cluster) {
        String name = "carrier-" + cluster.namespace();
        cluster.client()
                .resource(new ServiceAccountBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace(cluster.namespace())
                        .endMetadata()
                        .build())
                .create();
        cluster.client()
                .resource(new RoleBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace(cluster.namespace())
                        .endMetadata()
                        .addNewRule()
                        .withApiGroups("opencomputer.dev")
                        .withResources("agentsecrets")
                        .withVerbs("get")
                        .endRule()
                        .build())
                .create();
        cluster.client()
                .resource(new RoleBindingBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace(cluster.namespace())
                        .endMetadata()
                        .withNewRoleRef("rbac.authorization.k8s.io", "Role", name)
                        .addNewSubject("", "ServiceAccount", name, cluster.namespace())
                        .build())
                .create();
        return cluster.kubeconfigOf(cluster.namespace(), name);
    }

    private static String manifest(TestCluster cluster, String sealed) {
        return """
                # What the agent needs.
                apiVersion: opencomputer.dev/v1alpha1
                kind: AgentSecret
                metadata: {name: api-key, namespace: %s}
                spec:
                  sealedValue: '%s'  # renewed by reseal
                  agentRef: {name: resolver}
                  key: API_KEY
                """.formatted(cluster.namespace(), sealed);
    }
}
