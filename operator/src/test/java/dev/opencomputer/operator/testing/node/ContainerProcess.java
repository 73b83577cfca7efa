/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.testing.node;

import dev.opencomputer.operator.cli.Main;
import dev.opencomputer.operator.testing.ProgramProcess;
import io.fabric8.kubernetes.api.model.Container;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** A container as a process of the program that is being tested, in whose place the image's entry point would be. */
final class ContainerProcess {

    private static final String ACCOUNT = "/var/run/secrets/kubernetes.io/serviceaccount";

    private final Process process;
    private final Instant startedAt = Instant.now();

    private ContainerProcess(Process process) {
        this.process = process;
    }

    /**
     * What a container's process needs beside its spec.
     *
     * @param environment the variables of the spec
     * @param mounts where each mount path is on this machine
     * @param address the pod's address
     * @param host the pod's host name
     * @param apiServer where pods find the API server
     * @param home an empty folder
     * @param log takes what the process says, after what earlier ones said
     */
    record Place(
            Map<String, String> environment,
            Map<String, Path> mounts,
            String address,
            String host,
            URI apiServer,
            Path home,
            Path log) {}

    static ContainerProcess start(Container container, Place place) {
        Rewriting rewriting = new Rewriting(place.mounts(), place.address());
        Map<String, String> environment = variables(place);
        place.environment().forEach((name, value) -> environment.put(name, rewriting.of(value)));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Djava.io.tmpdir=" + place.mounts().getOrDefault("/tmp", place.home()),
                "-Duser.home=" + place.home(),
                "-cp",
                ProgramProcess.shippedClassPath(),
                Main.class.getName()));
        container.getArgs().stream()
                .map(argument -> Environment.expanded(argument, place.environment()))
                .map(rewriting::of)
                .forEach(command::add);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(place.log().toFile()));
        builder.environment().clear();
        builder.environment().putAll(environment);
        try {
            return new ContainerProcess(builder.start());
        } catch (IOException failure) {
            throw new UncheckedIOException("could not start the container " + container.getName(), failure);
        }
    }

    /** What the kubelet and the file system of an image give. */
    private static Map<String, String> variables(Place place) {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("PATH", "/usr/bin:/bin");
        variables.put("LC_ALL", "C.UTF-8");
        variables.put("HOME", place.home().toString());
        variables.put("HOSTNAME", place.host());
        variables.put("KUBERNETES_SERVICE_HOST", place.apiServer().getHost());
        variables.put(
                "KUBERNETES_SERVICE_PORT", Integer.toString(place.apiServer().getPort()));
        Path account = place.mounts().get(ACCOUNT);
        if (account != null) {
            // The client knows these files by their fixed places, of which this machine has only one.
            variables.put(
                    "KUBERNETES_AUTH_SERVICEACCOUNT_TOKEN",
                    account.resolve("token").toString());
            variables.put("KUBERNETES_CERTS_CA_FILE", account.resolve("ca.crt").toString());
            variables.put("KUBENAMESPACE", account.resolve("namespace").toString());
        }
        return variables;
    }

    Instant startedAt() {
        return startedAt;
    }

    /** Its exit code; empty while it runs. A signal's is 128 and its number, as for a container. */
    OptionalInt exitCode() {
        return process.isAlive() ? OptionalInt.empty() : OptionalInt.of(process.exitValue());
    }

    /** Asks it to stop, as SIGTERM does. */
    void terminate() {
        process.destroy();
    }

    /** Ends it, as SIGKILL does. */
    void kill() {
        process.destroyForcibly();
    }

    static String words(Path log) {
        try {
            return Files.exists(log) ? Files.readString(log) : "";
        } catch (IOException failure) {
            throw new UncheckedIOException("could not read " + log, failure);
        }
    }
}
