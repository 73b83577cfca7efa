/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secret;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.api.Annotations;
import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.local.Dialect;
import dev.opencomputer.operator.local.Fault;
import dev.opencomputer.operator.local.Operation;
import dev.opencomputer.operator.testing.ControlPlaneExtension;
import dev.opencomputer.operator.testing.Scene;
import dev.opencomputer.operator.testing.TestCluster;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A server that lists hosts in a way of its own, and keys of one agent that come to their check together. */
@ExtendWith(ControlPlaneExtension.class)
class HostsListedAnotherWayIT {

    private static final List<String> KEYS =
            IntStream.range(0, 6).mapToObj(i -> "KEY_" + i).toList();

    @TempDir
    private Path data;

    @Test
    void areNotAcceptedOfEachKeyAndNobodyIsAccusedOfThem(TestCluster cluster) {
        CountDownLatch slow = new CountDownLatch(1);
        try (Scene scene = Scene.open(cluster, data, Dialect.LOCAL)) {
            scene.agents().create("resolver");
            scene.secrets().source("anthropic", "value");
            KEYS.forEach(key -> scene.secrets()
                    .create(
                            name(key),
                            "resolver",
                            key,
                            "anthropic",
                            secret -> secret.getSpec().setAllowedHosts(List.of("xn--bcher-kva.example"))));
            KEYS.forEach(key -> scene.secrets().awaitReady(name(key)));
            scene.server().faults().always(Operation.LIST_SECRETS, Fault.answer(200, listing()));
            // So that the others come while the first puts back, and wait for its turn to end.
            scene.server().faults().next(Operation.PUT_SECRET, Fault.held(slow));

            KEYS.forEach(key -> scene.secrets().annotate(name(key), Annotations.RECONCILE_AT, "now"));
            slow.countDown();

            KEYS.forEach(key -> scene.secrets().awaitReason(name(key), ConditionReason.NOT_ACCEPTED));
            assertThat(scene.server().counters().calls(Operation.PUT_SECRET)).isEqualTo(3L * KEYS.size());
            KEYS.forEach(key -> assertThat(scene.events(name(key))).doesNotContain("DriftRepaired"));
        } finally {
            slow.countDown();
        }
    }

    private static String name(String key) {
        return "of-" + key.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String listing() {
        return KEYS.stream()
                .map(key -> "{\"name\": \"" + key + "\", \"allowedHosts\": [\"bücher.example\"]}")
                .collect(Collectors.joining(",", "[", "]"));
    }
}
