/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.dev;

import java.net.URI;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * How a development environment is put together.
 *
 * @param dataDir folder for all data; made when absent, kept from run to run
 * @param fresh whether data of earlier runs is thrown away
 * @param cluster where the custom resources are
 * @param openComputer what the operator writes to
 * @param metricsPort port of the operator's metrics on the loopback address, 0 for one that is free
 * @param facadePort port of the agents API on the loopback address, 0 for one that is free
 * @param example the manifest that the printed commands apply
 */
public record DevOptions(
        Path dataDir,
        boolean fresh,
        Cluster cluster,
        OpenComputer openComputer,
        int metricsPort,
        int facadePort,
        String example) {

    /** Refuses absent parts. */
    public DevOptions {
        Objects.requireNonNull(dataDir, "dataDir");
        Objects.requireNonNull(cluster, "cluster");
        Objects.requireNonNull(openComputer, "openComputer");
        Objects.requireNonNull(example, "example");
    }

    /** Where the custom resources are. */
    public sealed interface Cluster permits OwnControlPlane, ExistingCluster {}

    /** A control plane that is started and stopped with the rest. */
    public record OwnControlPlane() implements Cluster {}

    /**
     * A cluster that is there already.
     *
     * @param kubeconfig the file that names it; absent for the files that kubectl reads
     * @param context the context in it; absent for its current one
     */
    public record ExistingCluster(Optional<Path> kubeconfig, Optional<String> context) implements Cluster {}

    /** What the operator writes to. */
    public sealed interface OpenComputer permits LocalServer, RemoteServer {}

    /**
     * An OpenComputer that is started and stopped with the rest.
     *
     * @param port port on the loopback address, 0 for one that is free
     */
    public record LocalServer(int port) implements OpenComputer {}

    /**
     * An OpenComputer that is there already.
     *
     * @param url base of its secret stores' API
     * @param apiKey what opens it
     * @param agentsUrl base of its agents API; absent where only secret stores are reconciled
     */
    public record RemoteServer(URI url, String apiKey, Optional<URI> agentsUrl) implements OpenComputer {
        @Override
        public String toString() {
            return "RemoteServer[url=" + url + ", apiKey=masked, agentsUrl=" + agentsUrl + "]";
        }
    }
}
