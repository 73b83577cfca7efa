/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.cli.Sealer.Ended;
import dev.opencomputer.operator.controller.keys.OperatorKeys;
import dev.opencomputer.operator.seal.Opening;
import dev.opencomputer.operator.seal.SealingPlace;
import dev.opencomputer.operator.testing.ControlPlaneExtension;
import dev.opencomputer.operator.testing.TestCluster;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(ControlPlaneExtension.class)
class SealCommandIT {

    @TempDir
    Path folder;

    private static final byte[] VALUE = "sk-canary".getBytes(StandardCharsets.UTF_8);

    @Test
    void sealsForTheOperatorOfTheCluster(TestCluster cluster) throws Exception {
        OperatorKeys keys = OperatorKeys.prepare(cluster.client(), cluster.namespace());

        Ended ended = seal(cluster);

        assertThat(ended.exitCode()).as(ended.err()).isZero();
        String sealed = ended.manifest().at("/spec/sealedValue").asText();
        assertThat(keys.sealing().open(sealed, new SealingPlace("team-a", "issue-resolver", "ANTHROPIC_API_KEY")))
                .isInstanceOfSatisfying(
                        Opening.Opened.class,
                        opened -> assertThat(opened.plaintext()).isEqualTo(VALUE));
    }

    @Test
    void theApiServerTakesWhatItPrints(TestCluster cluster) throws Exception {
        OperatorKeys.prepare(cluster.client(), cluster.namespace());
        byte[] largest = "x".repeat(128 * 1024).getBytes(StandardCharsets.UTF_8);

        Ended ended = Sealer.sealThere(
                largest,
                "--kubeconfig",
                cluster.kubeconfig().toString(),
                "--operator-namespace",
                cluster.namespace(),
                "--namespace",
                cluster.namespace(),
                "--allowed-hosts",
                "*.example.com");

        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(cluster.client().resource(ended.out()).create().getMetadata().getName())
                .isEqualTo("issue-resolver-anthropic-api-key-8f2c257f");
    }

    @Test
    void saysThatNoKeyIsPublished(TestCluster cluster) {
        Ended ended = seal(cluster);

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.err().lines())
                .singleElement()
                .asString()
                .contains("There is no ConfigMap " + cluster.namespace(), "--operator-namespace");
    }

    @Test
    void sealsWithSavedKeysWhereThereIsNoCluster(TestCluster cluster) throws Exception {
        OperatorKeys keys = OperatorKeys.prepare(cluster.client(), cluster.namespace());
        Path saved = folder.resolve("keys.yaml");

        Ended fetched = Sealer.seal(
                "",
                "--fetch-keys",
                saved.toString(),
                "--kubeconfig",
                cluster.kubeconfig().toString(),
                "--operator-namespace",
                cluster.namespace());
        Ended ended = Sealer.sealThere(VALUE, "--keys", saved.toString());

        assertThat(fetched.exitCode()).as(fetched.err()).isZero();
        assertThat(fetched.out()).startsWith("Saved 1 public key to " + saved + "; the current one is ");
        String sealed = ended.manifest().at("/spec/sealedValue").asText();
        assertThat(keys.sealing().open(sealed, new SealingPlace("team-a", "issue-resolver", "ANTHROPIC_API_KEY")))
                .isInstanceOf(Opening.Opened.class);
    }

    @Test
    void savesNoKeyThatIsNotTrusted(TestCluster cluster) throws Exception {
        OperatorKeys.prepare(cluster.client(), cluster.namespace());
        Path saved = folder.resolve("keys.yaml");

        Ended fetched = Sealer.seal(
                "",
                "--fetch-keys",
                saved.toString(),
                "--trusted-sealing-keys",
                "0123456789abcdef",
                "--kubeconfig",
                cluster.kubeconfig().toString(),
                "--operator-namespace",
                cluster.namespace());

        assertThat(fetched.exitCode()).isEqualTo(1);
        assertThat(fetched.err()).contains("are not to be used", "0123456789abcdef");
        assertThat(saved).doesNotExist();
    }

    @Test
    void saysThatItMayNotReadTheKeys(TestCluster cluster) throws Exception {
        OperatorKeys.prepare(cluster.client(), cluster.namespace());

        Ended ended = Sealer.sealThere(
                VALUE,
                "--kubeconfig",
                cluster.kubeconfigOf(cluster.namespace(), "default").toString(),
                "--operator-namespace",
                cluster.namespace());

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.err().lines()).singleElement().asString().contains("may not get configmaps", "--keys");
    }

    private static Ended seal(TestCluster cluster) {
        return Sealer.sealThere(
                VALUE, "--kubeconfig", cluster.kubeconfig().toString(), "--operator-namespace", cluster.namespace());
    }
}
