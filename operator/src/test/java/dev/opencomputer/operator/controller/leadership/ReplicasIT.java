/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.leadership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.opencomputer.operator.local.Operation;
import dev.opencomputer.operator.opencomputer.ConnectionSettings;
import dev.opencomputer.operator.testing.ControlPlaneExtension;
import dev.opencomputer.operator.testing.HeldCall;
import dev.opencomputer.operator.testing.Line;
import dev.opencomputer.operator.testing.OperatorProcess;
import dev.opencomputer.operator.testing.Scene;
import dev.opencomputer.operator.testing.TestCluster;
import io.fabric8.kubernetes.client.Config;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Of two replicas one reconciles, however the leader leaves. Each test has two of its own. A leader that falls silent is
 * followed only when it was watched being silent for a while, so all that do are lost before the first test.
 */
@ExtendWith(ControlPlaneExtension.class)
class ReplicasIT {

    private static final Deque<AutoCloseable> OPENED = new ArrayDeque<>();

    @TempDir
    private static Path data;

    private static TwoReplicas stopping;
    private static OperatorProcess leader;

    private static TwoReplicas killed;

    private static TwoReplicas asleep;
    private static OperatorProcess sleeper;
    private static HeldCall sleepersCall;

    private static TwoReplicas cutOff;
    private static Line toOpenComputer;
    private static final AtomicLong SAID_BEFORE_THE_SECOND = new AtomicLong();

    @BeforeAll
    static void loseLeaders(TestCluster cluster) throws Exception {
        stopping = replicas(cluster);
        leader = stopping.startFirst();
        killed = replicas(cluster);
        OperatorProcess victim = killed.startFirst();
        asleep = replicas(cluster);
        sleeper = asleep.startFirst();
        cutOff = replicas(cluster);
        Line toKubernetes = opened(Line.to(cluster));
        toOpenComputer = opened(Line.to(cutOff.scene().server().url()));
        cutOff.startFirst(
                Config.fromKubeconfig(toKubernetes.kubeconfig(cluster, data).toFile()),
                new ConnectionSettings(
                        toOpenComputer.url(),
                        Optional.of(toOpenComputer.url()),
                        cutOff.scene().settings().apiKey()));
        List.of(cutOff, stopping, killed, asleep).forEach(TwoReplicas::startSecond);

        cut(toKubernetes);
        kill(victim);
        putToSleep();
    }

    private static void cut(Line toKubernetes) {
        cutOff.whenSecondHolds(() -> SAID_BEFORE_THE_SECOND.set(toOpenComputer.said()));
        cutOff.scene().agents().create("resolver");
        cutOff.scene().agents().awaitReady("resolver");
        long before = toOpenComputer.said();
        await("routine checks").until(() -> toOpenComputer.said() > before);
        toKubernetes.cut();
    }

    private static void kill(OperatorProcess victim) throws InterruptedException {
        HeldCall call = HeldCall.after(killed.scene().server(), Operation.CREATE_AGENT);
        killed.scene().agents().create("resolver");
        call.awaitCall();
        victim.kill();
        call.release();
    }

    private static void putToSleep() throws Exception {
        sleepersCall = HeldCall.before(asleep.scene().server(), Operation.CREATE_AGENT);
        asleep.scene().agents().create("resolver");
        sleepersCall.awaitCall();
        sleeper.pause();
    }

    @AfterAll
    static void close() throws Exception {
        for (AutoCloseable one : OPENED) {
            one.close();
        }
    }

    @Test
    void aLeaderThatIsAskedToStopFinishesItsCallAndThenHandsOverAtOnce() throws Exception {
        Scene scene = stopping.scene();
        HeldCall call = HeldCall.within(scene.server(), Operation.CREATE_AGENT);
        scene.agents().create("resolver");
        call.awaitCall();

        leader.terminate();
        stopping.first().await("503 stopping");
        assertThat(stopping.holders()).containsExactly("first");
        call.release();
        leader.awaitExit();

        stopping.second().awaitLeading();
        scene.agents().awaitReady("resolver");
        assertThat(stopping.holders()).containsExactly("first", "nobody", "second");
        assertThat(scene.server().counters().snapshot().writes()).isOne();
        assertThat(stopping.writes()).containsExactly("patch agents", "patch agents/status");
    }

    @Test
    void aLeaderThatIsKilledIsFollowedByOneThatBringsItsWorkToAnEnd() throws Exception {
        killed.second().awaitLeading();

        killed.scene().agents().awaitReady("resolver");
        assertThat(killed.holders()).containsExactly("first", "second");
        assertThat(killed.scene().records()).containsExactly("resolver");
    }

    @Test
    void aLeaderThatWasAsleepWhileAnotherTookOverWritesNothingMoreWhenItWakesUp() throws Exception {
        Scene scene = asleep.scene();
        asleep.second().awaitLeading();
        scene.agents().awaitReady("resolver");
        List<String> writes = asleep.writes();

        sleepersCall.release();
        sleeper.resume();
        asleep.first().awaitStandingBy();

        // What it was doing may go on with a look, which changes nothing, until it has noticed.
        assertThat(scene.server().counters().snapshot().writes())
                .as("its own, which was under way, and that of its successor")
                .isEqualTo(2);
        assertThat(scene.server().counters().calls(Operation.CREATE_AGENT)).isEqualTo(2);
        assertThat(asleep.writes()).isEqualTo(writes);
        assertThat(asleep.holders()).containsExactly("first", "second");
    }

    @Test
    void aLeaderThatIsCutOffFromTheApiServerFallsSilentBeforeAnotherFollows() {
        cutOff.second().awaitLeading();
        cutOff.first().awaitStandingBy();

        assertThat(toOpenComputer.said()).isEqualTo(SAID_BEFORE_THE_SECOND.get());
        assertThat(cutOff.holders()).containsExactly("first", "second");
    }

    private static TwoReplicas replicas(TestCluster cluster) {
        return opened(new TwoReplicas(cluster.besides(), data));
    }

    private static <T extends AutoCloseable> T opened(T one) {
        OPENED.push(one);
        return one;
    }
}
