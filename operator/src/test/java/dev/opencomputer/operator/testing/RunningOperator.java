/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.testing;

import dev.opencomputer.operator.api.Names;
import dev.opencomputer.operator.controller.Operator;
import dev.opencomputer.operator.controller.OperatorOptions;
import dev.opencomputer.operator.controller.connection.ConnectionSource;
import dev.opencomputer.operator.local.Dialect;
import dev.opencomputer.operator.local.LocalOpenComputer;
import dev.opencomputer.operator.opencomputer.ApiKey;
import dev.opencomputer.operator.opencomputer.ClientOptions;
import dev.opencomputer.operator.opencomputer.ConnectionSettings;
import io.fabric8.kubernetes.client.Config;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * An operator in this process that watches one test's namespace with the chart's rights, and with retries short enough to
 * be waited for.
 */
public final class RunningOperator implements AutoCloseable {

    /** What the operator's requests carry in the audit log. */
    static final String USER_AGENT = Names.OPERATOR_USER_AGENT;

    private final Operator operator;

    private RunningOperator(Operator operator) {
        this.operator = operator;
    }

    /** Starts an operator for a namespace and a server; self-hosted servers are used without an agents API. */
    public static RunningOperator start(TestCluster cluster, LocalOpenComputer server, Dialect dialect) {
        return start(cluster, ConnectionSource.fixed(settings(server, dialect)), OperatorOptions.DEFAULT_RESYNC);
    }

    /** Starts an operator whose connection comes from a source of the test's own. */
    public static RunningOperator start(TestCluster cluster, ConnectionSource connection, Duration resync) {
        return start(cluster, connection, resync, ClientOptions.defaults());
    }

    /** Starts an operator that calls OpenComputer in a way of the test's own. */
    public static RunningOperator start(
            TestCluster cluster, ConnectionSource connection, Duration resync, ClientOptions client) {
        return start(cluster, cluster.operatorConfig(), connection, resync, client);
    }

    /** Starts an operator that reaches the API server in a way of the test's own. */
    public static RunningOperator start(TestCluster cluster, Config kubernetes, ConnectionSettings connection) {
        return start(
                cluster,
                kubernetes,
                ConnectionSource.fixed(connection),
                OperatorOptions.DEFAULT_RESYNC,
                ClientOptions.defaults());
    }

    /**
     * Starts an operator that elects, and returns when it stands by.
     *
     * @param lease the Lease of its release
     */
    public static RunningOperator startReplica(
            TestCluster cluster, Config kubernetes, ConnectionSettings connection, String lease) {
        return new RunningOperator(Operator.start(usual(
                        kubernetes,
                        ConnectionSource.fixed(connection),
                        OperatorOptions.DEFAULT_RESYNC,
                        ClientOptions.defaults())
                .withNamespaces(Set.of(cluster.namespace()))
                .withElection(new OperatorOptions.Election.ByLease(lease))));
    }

    /**
     * Starts an operator for several namespaces, with rights in all of them, which looks at every object rarely.
     *
     * @param more makes the options that the test is about out of the usual ones
     */
    public static RunningOperator start(
            List<TestCluster> namespaces, ConnectionSource connection, UnaryOperator<OperatorOptions> more) {
        return new RunningOperator(Operator.start(more.apply(usual(
                        namespaces.get(0).clusterWideOperatorConfig(),
                        connection,
                        OperatorOptions.DEFAULT_RESYNC,
                        ClientOptions.defaults())
                .withNamespaces(namespaces.stream().map(TestCluster::namespace).collect(Collectors.toSet())))));
    }

    private static RunningOperator start(
            TestCluster cluster,
            Config kubernetes,
            ConnectionSource connection,
            Duration resync,
            ClientOptions client) {
        return new RunningOperator(Operator.start(
                usual(kubernetes, connection, resync, client).withNamespaces(Set.of(cluster.namespace()))));
    }

    private static OperatorOptions usual(
            Config kubernetes, ConnectionSource connection, Duration resync, ClientOptions client) {
        kubernetes.setUserAgent(USER_AGENT);
        return OperatorOptions.defaults(kubernetes, connection)
                .withClient(client)
                .withOperatorNamespace(TestCluster.OPERATOR_NAMESPACE)
                .withResync(resync)
                .withFirstRetry(Duration.ofMillis(50))
                .withLongestRetry(Duration.ofMillis(500));
    }

    /** How a server is reached. */
    public static ConnectionSettings settings(LocalOpenComputer server, Dialect dialect) {
        return new ConnectionSettings(
                server.url(),
                dialect == Dialect.SELF_HOSTED ? Optional.empty() : Optional.of(server.url()),
                new ApiKey(server.apiKey()));
    }

    /** Where its metrics are scraped. */
    public URI metricsUrl() {
        return operator.metricsUrl();
    }

    /** The metrics as they are now. */
    public Metrics metrics() {
        return Metrics.scrape(operator.metricsUrl());
    }

    @Override
    public void close() {
        operator.close();
    }
}
