/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.testing.node;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.PodResource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A pod on this node, from its binding to its end. */
final class RunningPod implements Runnable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long STEP_MILLIS = 100;
    private static final Duration VOLUMES_PERIOD = Duration.ofSeconds(1);

    private final KubernetesClient client;
    private final Pod pod;
    private final String address;
    private final Path folder;
    private final Sources sources;
    private final Volumes volumes;
    private final PodStatuses statuses;
    private final List<RunningContainer> containers;
    private final CountDownLatch gone = new CountDownLatch(1);
    private volatile boolean deleted;
    private long volumesDue = System.nanoTime();
    private Optional<PodStatus> written = Optional.empty();

    RunningPod(KubernetesClient client, Pod pod, String address, Path folder) {
        Set<String> unknown = PodFields.unknown(pod.getSpec());
        if (!unknown.isEmpty()) {
            throw new NotUnderstoodException("the fields " + unknown + " of the pod "
                    + pod.getMetadata().getNamespace() + "/" + pod.getMetadata().getName());
        }
        this.client = client;
        this.pod = pod;
        this.address = address;
        this.folder = folder;
        this.sources = new Sources(client, pod.getMetadata().getNamespace());
        this.volumes = new Volumes(client, sources, pod, address, folder.resolve("volumes"));
        this.statuses = new PodStatuses(address);
        Duration grace = Duration.ofSeconds(pod.getSpec().getTerminationGracePeriodSeconds());
        this.containers = pod.getSpec().getContainers().stream()
                .map(container ->
                        new RunningContainer(container, pod.getSpec().getRestartPolicy(), address, grace, this::start))
                .toList();
    }

    /** Lives until the pod is deleted, or this thread is interrupted. */
    @Override
    public void run() {
        try {
            while (!step()) {
                if (gone.await(STEP_MILLIS, TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        } finally {
            containers.forEach(RunningContainer::kill);
        }
    }

    /** The pod is to end in good order. */
    void delete() {
        deleted = true;
    }

    /** The pod is no more. */
    void forget() {
        gone.countDown();
    }

    /** What its containers have said. */
    String words() {
        StringBuilder words = new StringBuilder();
        pod.getSpec().getContainers().forEach(container -> words.append(ContainerProcess.words(log(container))));
        return words.toString();
    }

    Pod pod() {
        return pod;
    }

    /** Does what is due, and tells whether the pod has come to its end. */
    private boolean step() {
        if (System.nanoTime() - volumesDue >= 0) {
            volumesDue = System.nanoTime() + VOLUMES_PERIOD.toNanos();
            try {
                volumes.update();
            } catch (NotYetException missing) {
                // The files stay as they were; a container that has not started yet waits.
            }
        }
        if (deleted) {
            containers.forEach(RunningContainer::stop);
        }
        containers.forEach(RunningContainer::step);
        report();
        boolean end = deleted && containers.stream().allMatch(RunningContainer::over);
        if (end) {
            resource().withGracePeriod(0).delete();
        }
        return end;
    }

    private ContainerProcess start(Container container) throws NotYetException {
        volumes.update();
        try {
            Path home = Files.createDirectories(folder.resolve("home"));
            return ContainerProcess.start(
                    container,
                    new ContainerProcess.Place(
                            new Environment(sources, pod, address).of(container.getEnv()),
                            volumes.mounts(container),
                            address,
                            pod.getMetadata().getName(),
                            URI.create(client.getConfiguration().getMasterUrl()),
                            home,
                            log(container)));
        } catch (IOException failure) {
            throw new UncheckedIOException("could not make a folder for " + container.getName(), failure);
        }
    }

    private void report() {
        PodStatus status = statuses.of(containers);
        if (written.filter(status::equals).isPresent()) {
            return;
        }
        String patch = JsonNodeFactory.instance
                .objectNode()
                .set("status", JSON.valueToTree(status))
                .toString();
        try {
            var unused = resource().subresource("status").patch(PatchContext.of(PatchType.JSON_MERGE), patch);
            written = Optional.of(status);
        } catch (KubernetesClientException failure) {
            if (failure.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
                throw failure;
            }
        }
    }

    private PodResource resource() {
        return client.pods()
                .inNamespace(pod.getMetadata().getNamespace())
                .withName(pod.getMetadata().getName());
    }

    private Path log(Container container) {
        return folder.resolve(container.getName() + ".log");
    }
}
