/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.testing.node;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Probe;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/** A container's life: its process, its probes, and what its status says of both. */
final class RunningContainer {

    /** Shorter than the kubelet's, which doubles from ten seconds on. */
    private static final Duration BACK_OFF = Duration.ofSeconds(1);

    private final Container container;
    private final String restartPolicy;
    private final String address;
    private final Duration grace;
    private final Starter starter;
    private Optional<ContainerProcess> process = Optional.empty();
    private Optional<HttpProbe> startup = Optional.empty();
    private Optional<HttpProbe> liveness = Optional.empty();
    private Optional<HttpProbe> readiness = Optional.empty();
    private Optional<ContainerState> ended = Optional.empty();
    private boolean started;
    private boolean ready;
    private boolean stopping;
    private Optional<Long> terminateAt = Optional.empty();
    private Optional<Long> killAt = Optional.empty();
    private int restarts;
    private long nextStart;
    private String waitsFor = "ContainerCreating";

    /**
     * A container that is yet to start.
     *
     * @param grace how long it may take to end after SIGTERM before it gets SIGKILL
     */
    RunningContainer(Container container, String restartPolicy, String address, Duration grace, Starter starter) {
        this.container = container;
        this.restartPolicy = restartPolicy;
        this.address = address;
        this.grace = grace;
        this.starter = starter;
    }

    /** Starts the process of a container. */
    @FunctionalInterface
    interface Starter {
        ContainerProcess start(Container container) throws NotYetException;
    }

    /** Starts, asks and starts again, whatever is due. */
    void step() {
        if (process.isPresent() && process.get().exitCode().isPresent()) {
            noteEnd(process.get().exitCode());
        }
        if (terminateAt.isPresent() && System.nanoTime() - terminateAt.get() >= 0) {
            terminate();
        }
        if (killAt.isPresent() && System.nanoTime() - killAt.get() >= 0) {
            kill();
        }
        if (process.isEmpty()) {
            if (!over() && System.nanoTime() - nextStart >= 0) {
                start();
            }
            return;
        }
        if (!started) {
            started = startup.isEmpty() || startup.get().passing();
            if (!started) {
                killIfFailed(startup);
                return;
            }
            liveness = probe(container.getLivenessProbe(), true);
            readiness = probe(container.getReadinessProbe(), false);
        }
        ready = readiness.isEmpty() || readiness.get().passing();
        if (liveness.isPresent() && !liveness.get().passing()) {
            killIfFailed(liveness);
        }
    }

    private void start() {
        try {
            process = Optional.of(starter.start(container));
            killAt = Optional.empty();
            started = false;
            startup = probe(container.getStartupProbe(), false);
        } catch (NotYetException missing) {
            waitsFor = "CreateContainerConfigError";
            nextStart = System.nanoTime() + BACK_OFF.toNanos();
        }
    }

    private void noteEnd(OptionalInt exitCode) {
        ended = Optional.of(new ContainerStateBuilder()
                .withNewTerminated()
                .withExitCode(exitCode.getAsInt())
                .withReason(exitCode.getAsInt() == 0 ? "Completed" : "Error")
                .withStartedAt(process.orElseThrow().startedAt().toString())
                .withFinishedAt(Instant.now().toString())
                .endTerminated()
                .build());
        process = Optional.empty();
        started = false;
        ready = false;
        if (!over()) {
            restarts++;
            waitsFor = "CrashLoopBackOff";
            nextStart = System.nanoTime() + BACK_OFF.toNanos();
        }
    }

    /** Whether it has ended for good, or is never to start. */
    boolean over() {
        if (process.isPresent()) {
            return false;
        }
        return stopping || (ended.isPresent() && !startsAgain());
    }

    private boolean startsAgain() {
        return switch (restartPolicy) {
            case "Never" -> false;
            case "OnFailure" -> !succeeded();
            default -> true;
        };
    }

    /** Whether its last process ended with 0. */
    boolean succeeded() {
        return ended.filter(state -> state.getTerminated().getExitCode() == 0).isPresent();
    }

    boolean ready() {
        return ready;
    }

    boolean running() {
        return process.isPresent();
    }

    /** Asks it to stop for good, once its preStop hook has slept. */
    void stop() {
        if (!stopping) {
            stopping = true;
            terminateAt = Optional.of(System.nanoTime() + preStop().toNanos());
        }
    }

    private Duration preStop() {
        return Optional.ofNullable(container.getLifecycle())
                .map(lifecycle ->
                        Duration.ofSeconds(lifecycle.getPreStop().getSleep().getSeconds()))
                .orElse(Duration.ZERO);
    }

    /** Ends it, as SIGKILL does. */
    void kill() {
        process.ifPresent(ContainerProcess::kill);
    }

    private void terminate() {
        if (killAt.isEmpty()) {
            killAt = Optional.of(System.nanoTime() + grace.toNanos());
            process.ifPresent(ContainerProcess::terminate);
        }
    }

    /** What the pod's status says of it. */
    ContainerStatus status() {
        return new ContainerStatusBuilder()
                .withName(container.getName())
                .withImage(container.getImage())
                .withImageID("")
                .withReady(ready)
                .withStarted(started)
                .withRestartCount(restarts)
                .withState(state())
                .withLastState(restarts > 0 ? ended.orElse(null) : null)
                .build();
    }

    private ContainerState state() {
        if (process.isPresent()) {
            return new ContainerStateBuilder()
                    .withNewRunning(process.get().startedAt().toString())
                    .build();
        }
        return over() && ended.isPresent()
                ? ended.get()
                : new ContainerStateBuilder().withNewWaiting("", waitsFor).build();
    }

    private void killIfFailed(Optional<HttpProbe> probe) {
        // What a probe gave up is stopped like a deleted pod; the next step starts it again.
        probe.filter(HttpProbe::failed).ifPresent(failed -> terminate());
    }

    private Optional<HttpProbe> probe(Probe probe, boolean passing) {
        return Optional.ofNullable(probe).map(given -> HttpProbe.of(given, container, address, passing));
    }
}
