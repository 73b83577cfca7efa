/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secret;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.controller.OperatorOptions;
import dev.opencomputer.operator.local.Dialect;
import dev.opencomputer.operator.local.Fault;
import dev.opencomputer.operator.local.Operation;
import dev.opencomputer.operator.testing.ControlPlaneExtension;
import dev.opencomputer.operator.testing.Scene;
import dev.opencomputer.operator.testing.TestCluster;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A PUT may take many seconds: the server passes the value to running sandboxes before it answers. */
@ExtendWith(ControlPlaneExtension.class)
class BusyAgentIT {

    @TempDir
    private Path data;

    @Test
    void whoWaitedForABusyAgentReadsItsValueAgainOnlyWhenItHasItsTurn(TestCluster cluster) {
        CountDownLatch slow = new CountDownLatch(1);
        int keys = 3 * OperatorOptions.DEFAULT_THREADS;
        try (Scene scene = Scene.open(cluster, data, Dialect.LOCAL)) {
            scene.secrets().source("anthropic", "value");
            scene.agents().create("slow");
            scene.secrets().create("first", "slow", "FIRST", "anthropic");
            scene.secrets().awaitReady("first");
            scene.server().faults().next(Operation.PUT_SECRET, Fault.held(slow));
            for (int key = 0; key < keys; key++) {
                scene.secrets().create("slow-" + key, "slow", "KEY_" + key, "anthropic");
            }
            slow.countDown();
            for (int key = 0; key < keys; key++) {
                scene.secrets().awaitReady("slow-" + key);
            }
        } finally {
            slow.countDown();
        }

        long reads = cluster.auditLog().requests().stream()
                .filter(request ->
                        request.verb().equals("get") && request.resource().equals("secrets"))
                .filter(request -> request.namespace().equals(cluster.namespace())
                        && request.userAgent().startsWith("opencomputer-operator"))
                .count();
        // Once at first, and once with the turn; the first key of all may look more often.
        assertThat(reads).isLessThanOrEqualTo(2L * keys + 5);
    }

    @Test
    void aSlowPutHoldsUpItsOwnAgentOnlyHoweverManyKeysWaitForIt(TestCluster cluster) {
        CountDownLatch slow = new CountDownLatch(1);
        try (Scene scene = Scene.open(cluster, data, Dialect.LOCAL)) {
            scene.secrets().source("anthropic", "value");
            for (String agent : new String[] {"slow", "quick"}) {
                scene.agents().create(agent);
                scene.secrets().create(agent + "-first", agent, "FIRST", "anthropic");
                scene.secrets().awaitReady(agent + "-first");
            }
            scene.server().faults().next(Operation.PUT_SECRET, Fault.held(slow));
            int keys = 2 * OperatorOptions.DEFAULT_THREADS;
            for (int key = 0; key < keys; key++) {
                scene.secrets().create("slow-" + key, "slow", "KEY_" + key, "anthropic");
            }

            scene.secrets().create("quick-second", "quick", "SECOND", "anthropic");

            scene.secrets().awaitReady("quick-second");
            assertThat(slow.getCount()).isOne();
            slow.countDown();
            for (int key = 0; key < keys; key++) {
                scene.secrets().awaitReady("slow-" + key);
            }
        } finally {
            slow.countDown();
        }
    }
}
