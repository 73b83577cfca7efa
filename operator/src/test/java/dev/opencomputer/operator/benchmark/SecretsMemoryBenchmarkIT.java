/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.local.Dialect;
import dev.opencomputer.operator.testing.ControlPlaneExtension;
import dev.opencomputer.operator.testing.OperatorProcess;
import dev.opencomputer.operator.testing.Scene;
import dev.opencomputer.operator.testing.TestCluster;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Secrets that nothing refers to cost the operator a name each, and none of their data. */
@Tag("benchmark")
@ExtendWith(ControlPlaneExtension.class)
class SecretsMemoryBenchmarkIT {

    private static final int SECRETS = 10_000;
    private static final int BYTES = 10_000;
    private static final long MOST = 20L * 1024 * 1024;

    /** Each so manyth was applied with kubectl, which leaves a copy of the data in an annotation. */
    private static final int APPLIED = 10;

    @TempDir
    private Path data;

    @Test
    void tenThousandSecretsOfTenKilobytesChangeItsMemoryByLessThanTwentyMebibytes(TestCluster cluster)
            throws IOException, InterruptedException {
        try (Scene scene = Scene.withoutOperator(cluster, data, Dialect.LOCAL)) {
            scene.agents().create("resolver");
            long alone;
            long grown;
            try (OperatorProcess operator = OperatorProcess.start(cluster, scene)) {
                operator.readiness().awaitLeading();
                awaitFollowed(scene, "before");
                alone = operator.liveHeap();
                IntStream.range(0, SECRETS).parallel().forEach(number -> create(cluster, number));
                awaitFollowed(scene, "after");
                grown = operator.liveHeap();
            }
            long restarted;
            try (OperatorProcess operator = OperatorProcess.start(cluster, scene)) {
                operator.readiness().awaitLeading();
                awaitFollowed(scene, "after-the-restart");
                restarted = operator.liveHeap();
            }
            System.out.printf(
                    "%,d Secrets of %,d bytes: live heap %,d KiB without, %,d KiB more once they are made, %,d KiB more at"
                            + " a start%n",
                    SECRETS, BYTES, alone / 1024, (grown - alone) / 1024, (restarted - alone) / 1024);
            assertThat(grown - alone).as("bytes more, made while it ran").isLessThan(MOST);
            assertThat(restarted - alone).as("bytes more, there at its start").isLessThan(MOST);
        }
    }

    /** What is made after all others is put upstream: so the operator has heard of those, too. */
    private static void awaitFollowed(Scene scene, String name) {
        scene.secrets().source(name, "value");
        scene.secrets().create(name, "resolver", "KEY_" + name.replace('-', '_'), name);
        scene.secrets().awaitReady(name);
    }

    private static void create(TestCluster cluster, int number) {
        byte[] bytes = new byte[BYTES];
        new Random(number).nextBytes(bytes);
        String content = Base64.getEncoder().encodeToString(bytes);
        SecretBuilder secret = new SecretBuilder()
                .withNewMetadata()
                .withName("unrelated-" + number)
                .withNamespace(cluster.namespace())
                .endMetadata()
                .withData(Map.of("value", content));
        if (number % APPLIED == 0) {
            secret.editMetadata()
                    .addToAnnotations(
                            "kubectl.kubernetes.io/last-applied-configuration",
                            "{\"data\":{\"value\":\"" + content + "\"}}")
                    .endMetadata();
        }
        cluster.client().resource(secret.build()).create();
    }
}
