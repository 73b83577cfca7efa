/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.dev;

import dev.opencomputer.operator.dev.DevException.Reason;
import dev.opencomputer.operator.dev.DevOptions.ExistingCluster;
import dev.opencomputer.operator.dev.controlplane.PrivateFiles;
import io.fabric8.kubernetes.api.model.AuthInfo;
import io.fabric8.kubernetes.api.model.Config;
import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** A person's kubeconfig with the chosen context as its current one, so that one path says where everything is. */
final class KubeconfigCopy {

    private KubeconfigCopy() {}

    /**
     * Writes the copy.
     *
     * @param cluster what was chosen
     * @param environment environment variables, for KUBECONFIG and HOME
     * @param target the copy; mode 0600
     * @return the copy
     * @throws DevException when there is no such file or context
     */
    static Path write(ExistingCluster cluster, Map<String, String> environment, Path target) {
        Path source = cluster.kubeconfig().orElseGet(() -> usual(environment, cluster.context()));
        Config config = read(source);
        cluster.context().ifPresent(config::setCurrentContext);
        List<String> contexts =
                config.getContexts().stream().map(NamedContext::getName).toList();
        String chosen = Optional.ofNullable(config.getCurrentContext()).orElse("");
        if (!contexts.contains(chosen)) {
            throw new DevException(
                    Reason.CLUSTER,
                    (chosen.isEmpty() ? "No context is chosen in " : "There is no context " + chosen + " in ")
                            + source
                            + (contexts.isEmpty() ? "." : ". Name one of these with --context: ")
                            + String.join(", ", contexts));
        }
        resolvePaths(config, source.toAbsolutePath().getParent());
        return PrivateFiles.write(target, Serialization.asYaml(config));
    }

    private static Config read(Path source) {
        try {
            Config config = Serialization.unmarshal(Files.readString(source), Config.class);
            config.getClusters().forEach(named -> Objects.requireNonNull(named.getCluster(), "cluster"));
            config.getUsers().forEach(named -> Objects.requireNonNull(named.getUser(), "user"));
            return config;
        } catch (IOException | RuntimeException failure) {
            // The parser's words, which the cause would carry on, may quote the file, and that has keys in it.
            throw new DevException(
                    Reason.CLUSTER,
                    source + " can't be read as a kubeconfig ("
                            + failure.getClass().getSimpleName() + "). Name another with --kubeconfig.");
        }
    }

    /** The first of kubectl's files that has the context, or that is there. */
    private static Path usual(Map<String, String> environment, Optional<String> context) {
        String listed = environment.getOrDefault("KUBECONFIG", "");
        String home = environment.getOrDefault("HOME", System.getProperty("user.home"));
        List<Path> files = (listed.isBlank()
                        ? Stream.of(Path.of(home, ".kube", "config"))
                        : Stream.of(listed.split(File.pathSeparator, -1))
                                .filter(name -> !name.isBlank())
                                .map(Path::of))
                .filter(Files::isRegularFile)
                .toList();
        return files.stream()
                .filter(file -> context.isEmpty()
                        || read(file).getContexts().stream()
                                .anyMatch(named -> named.getName().equals(context.get())))
                .findFirst()
                .or(() -> files.stream().findFirst())
                .orElseThrow(() -> new DevException(
                        Reason.CLUSTER,
                        "There is no kubeconfig in KUBECONFIG or ~/.kube/config. Name one with --kubeconfig."));
    }

    /** The copy stands in another folder, where relative paths would lead elsewhere. */
    private static void resolvePaths(Config config, Path folder) {
        config.getClusters()
                .forEach(named -> named.getCluster()
                        .setCertificateAuthority(
                                absolute(folder, named.getCluster().getCertificateAuthority())));
        config.getUsers().forEach(named -> {
            AuthInfo user = named.getUser();
            user.setClientCertificate(absolute(folder, user.getClientCertificate()));
            user.setClientKey(absolute(folder, user.getClientKey()));
            user.setTokenFile(absolute(folder, user.getTokenFile()));
        });
    }

    private static String absolute(Path folder, String path) {
        return path == null || path.isEmpty() ? path : folder.resolve(path).toString();
    }
}
