/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.testing.node;

import dev.opencomputer.operator.testing.TestCluster;
import io.fabric8.kubernetes.api.model.BindingBuilder;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * Scheduler and kubelet for a test's namespace: takes every pod there and runs its containers as processes of this program, with
 * the pod's arguments, variables, volumes, account, probes and signals. Each pod has a loopback address of its own, so
 * that its ports are its own too.
 *
 * <p>Not tried here: images, what {@code securityContext} and {@code resources} demand, Services, DNS and network
 * policies.
 */
public final class Node implements AutoCloseable {

    /** The node's name. */
    static final String NAME = "this-machine";

    /** The node's own address. */
    static final String HOST = "127.0.0.1";

    private static final Map<String, String> LABELS =
            Map.of("kubernetes.io/os", "linux", "kubernetes.io/hostname", NAME);

    private final KubernetesClient client;
    private final Path folder;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, RunningPod> pods = new ConcurrentHashMap<>();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final AtomicInteger addresses = new AtomicInteger();
    private final SharedIndexInformer<Pod> informer;

    private Node(KubernetesClient client, String namespace, Path folder) {
        this.client = client;
        this.folder = folder;
        this.informer = client.pods().inNamespace(namespace).inform(new Handler());
    }

    /**
     * Joins the cluster, whose control plane has to be one with workloads.
     *
     * @param folder an empty folder for the pods' volumes and logs
     */
    public static Node start(TestCluster cluster, Path folder) {
        return start(cluster, cluster.namespace(), folder);
    }

    /**
     * Joins the cluster for another namespace than the test's.
     *
     * @param namespace whose pods it runs; it need not be there yet
     * @param folder an empty folder for the pods' volumes and logs
     */
    public static Node start(TestCluster cluster, String namespace, Path folder) {
        Config config = cluster.config();
        config.setUserAgent("node-of-the-tests");
        KubernetesClient client =
                new KubernetesClientBuilder().withConfig(config).build();
        client.resource(new NodeBuilder()
                        .withNewMetadata()
                        .withName(NAME)
                        .withLabels(LABELS)
                        .endMetadata()
                        .build())
                .serverSideApply();
        return new Node(client, namespace, folder);
    }

    /** What the containers of a pod have said so far, of each pod whose name begins so, ended ones too. */
    public String words(String beginning) {
        return pods.values().stream()
                .filter(running -> running.pod().getMetadata().getName().startsWith(beginning))
                .map(running -> running.pod().getMetadata().getName() + ":\n" + running.words())
                .collect(Collectors.joining("\n"));
    }

    /** Fails when a pod asked for something that this node cannot do. */
    public void check() {
        if (!failures.isEmpty()) {
            throw new AssertionError("the tests' node failed: " + List.copyOf(failures), failures.peek());
        }
    }

    /** Ends all processes at once, and then {@link #check checks}. */
    @Override
    public void close() {
        informer.close();
        threads.shutdownNow();
        client.close();
        check();
    }

    private void add(Pod pod) {
        String uid = pod.getMetadata().getUid();
        if (pods.containsKey(uid)) {
            return;
        }
        try {
            RunningPod running = new RunningPod(
                    client, pod, address(), folder.resolve(pod.getMetadata().getName() + "-" + uid.substring(0, 8)));
            pods.put(uid, running);
            threads.execute(() -> {
                try {
                    bind(pod);
                    running.run();
                } catch (RuntimeException | Error failure) {
                    fail(failure);
                }
            });
        } catch (RuntimeException failure) {
            fail(failure);
        }
    }

    private void fail(Throwable failure) {
        if (!threads.isShutdown()) {
            failures.add(failure);
        }
    }

    private void bind(Pod pod) {
        Map<String, String> selector = pod.getSpec().getNodeSelector();
        if (selector != null && !LABELS.entrySet().containsAll(selector.entrySet())) {
            throw new NotUnderstoodException("the node selector " + selector);
        }
        if (pod.getSpec().getNodeName() == null) {
            var unused = client.resource(new BindingBuilder()
                            .withNewMetadata()
                            .withNamespace(pod.getMetadata().getNamespace())
                            .withName(pod.getMetadata().getName())
                            .endMetadata()
                            .withTarget(new ObjectReferenceBuilder()
                                    .withApiVersion("v1")
                                    .withKind("Node")
                                    .withName(NAME)
                                    .build())
                            .build())
                    .create();
        }
    }

    /** Another one for each run of the tests on this machine, as long as process ids are. */
    private String address() {
        long process = ProcessHandle.current().pid();
        return "127." + (64 + process % 128) + "." + (process / 128 % 256) + "." + addresses.incrementAndGet();
    }

    private final class Handler implements ResourceEventHandler<Pod> {
        @Override
        public void onAdd(Pod pod) {
            add(pod);
        }

        @Override
        public void onUpdate(Pod before, Pod pod) {
            RunningPod running = pods.get(pod.getMetadata().getUid());
            if (running != null && pod.getMetadata().getDeletionTimestamp() != null) {
                running.delete();
            }
        }

        @Override
        public void onDelete(Pod pod, boolean unknown) {
            RunningPod running = pods.get(pod.getMetadata().getUid());
            if (running != null) {
                running.forget();
            }
        }
    }
}
