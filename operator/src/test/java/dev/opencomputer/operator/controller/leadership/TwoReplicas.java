/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.leadership;

import dev.opencomputer.operator.controller.OperatorOptions;
import dev.opencomputer.operator.local.Dialect;
import dev.opencomputer.operator.opencomputer.ConnectionSettings;
import dev.opencomputer.operator.testing.OperatorProcess;
import dev.opencomputer.operator.testing.Readiness;
import dev.opencomputer.operator.testing.RunningOperator;
import dev.opencomputer.operator.testing.Scene;
import dev.opencomputer.operator.testing.TestCluster;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A release of two replicas, with a namespace, a Lease and an OpenComputer of its own; the first one leads at first. */
final class TwoReplicas implements AutoCloseable {

    private final TestCluster cluster;
    private final Scene scene;
    private final List<String> holders = new CopyOnWriteArrayList<>();
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private volatile Runnable whenSecondHolds = () -> {};
    private Readiness first;
    private Readiness second;

    TwoReplicas(TestCluster cluster, Path data) {
        this.cluster = cluster;
        this.scene = Scene.withoutOperator(cluster, data.resolve(cluster.namespace()), Dialect.LOCAL);
        opened.push(scene);
        opened.push(cluster.client()
                .leases()
                .inNamespace(TestCluster.OPERATOR_NAMESPACE)
                .withName(lease())
                .watch(new Looking()));
    }

    /** Starts the first one as a process, and does not wait for it. */
    OperatorProcess startFirst() {
        OperatorProcess process = OperatorProcess.startReplica(cluster, scene, lease());
        opened.push(process);
        first = process.readiness();
        return process;
    }

    /** Starts the first one in this process, with ways of its own to all that it calls; it checks for drift all the time. */
    void startFirst(Config kubernetes, ConnectionSettings connection) {
        first = start(kubernetes, connection, Duration.ofSeconds(1));
    }

    /** Starts the second one once the first one leads, and waits until it stands by. */
    void startSecond() {
        first.awaitLeading();
        second = start(cluster.operatorConfig(), scene.settings(), OperatorOptions.DEFAULT_RESYNC);
        second.awaitStandingBy();
    }

    private Readiness start(Config kubernetes, ConnectionSettings connection, Duration resync) {
        RunningOperator replica = RunningOperator.startReplica(cluster, kubernetes, connection, resync, lease());
        opened.push(replica);
        return replica.readiness();
    }

    /** Does something as soon as the second one holds the Lease. */
    void whenSecondHolds(Runnable what) {
        whenSecondHolds = what;
    }

    Readiness first() {
        return first;
    }

    Readiness second() {
        return second;
    }

    Scene scene() {
        return scene;
    }

    /** Who has held the Lease so far: {@code first}, {@code second} or {@code nobody}, each as often as it got it. */
    List<String> holders() {
        return holders;
    }

    /** What both have written into the namespace. */
    List<String> writes() {
        return cluster.auditLog().operatorsWrites(cluster.namespace());
    }

    @Override
    public void close() throws Exception {
        for (AutoCloseable one : opened) {
            one.close();
        }
    }

    private String lease() {
        return cluster.namespace();
    }

    private final class Looking implements Watcher<Lease> {

        private final List<String> identities = new ArrayList<>();
        private String last = "";

        @Override
        public void eventReceived(Action action, Lease lease) {
            String holder = LeaseView.of(lease).holder().map(this::name).orElse("nobody");
            if (!holder.equals(last)) {
                last = holder;
                if (holder.equals("second")) {
                    whenSecondHolds.run();
                }
                holders.add(holder);
            }
        }

        private String name(String identity) {
            if (!identities.contains(identity)) {
                identities.add(identity);
            }
            return identities.indexOf(identity) == 0 ? "first" : "second";
        }

        @Override
        public void onClose(WatcherException cause) {}
    }
}
