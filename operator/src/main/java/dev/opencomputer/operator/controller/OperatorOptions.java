/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller;

import dev.opencomputer.operator.controller.connection.ConnectionSource;
import dev.opencomputer.operator.controller.keys.OwnNamespace;
import dev.opencomputer.operator.opencomputer.ClientOptions;
import io.fabric8.kubernetes.client.Config;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * How an operator runs. Each part has a {@code with…} method that gives the same options with another one.
 *
 * @param kubernetes where the API server is and who the operator is there
 * @param connection where the default connection's URL and key come from
 * @param client how OpenComputer is called
 * @param operatorNamespace the operator's own namespace, where it keeps its keys
 * @param namespaces the namespaces whose objects are reconciled; empty for all
 * @param secretSelector a label selector for the Secrets whose changes are followed at once; absent for all
 * @param threads how many objects are reconciled at once, at least 1
 * @param resync the time between routine checks of an object against OpenComputer
 * @param firstRetry the delay after a first failure
 * @param longestRetry the longest delay between two tries
 * @param monitoringHost the address that metrics and health are served on
 * @param monitoringPort its port; 0 for any that is free
 * @param election which of several replicas reconciles
 * @param policyFile the file with the administrator's policy, where there is one
 * @param sealingKeyRenewal how old the sealing key may become that values are sealed with; zero for any age
 */
@RecordBuilder
public record OperatorOptions(
        Config kubernetes,
        ConnectionSource connection,
        ClientOptions client,
        String operatorNamespace,
        Set<String> namespaces,
        Optional<String> secretSelector,
        int threads,
        Duration resync,
        Duration firstRetry,
        Duration longestRetry,
        String monitoringHost,
        int monitoringPort,
        Election election,
        Optional<Path> policyFile,
        Duration sealingKeyRenewal)
        implements OperatorOptionsBuilder.With {

    /** How it is decided which of several replicas reconciles. */
    public sealed interface Election {

        /** Not at all: this one is alone. */
        record None() implements Election {}

        /**
         * By a Lease in the operator's namespace: one replica leads, the others stand by.
         *
         * @param lease its name, the same for all replicas of a release and of no other release
         */
        record ByLease(String lease) implements Election {}
    }

    /** More threads only queue at the API server: measured on two cores. */
    public static final int DEFAULT_THREADS = 16;

    /** The default time between routine checks. */
    public static final Duration DEFAULT_RESYNC = Duration.ofMinutes(10);

    /** How old the sealing key that values are sealed with may become by default. */
    public static final Duration DEFAULT_SEALING_KEY_RENEWAL = Duration.ofDays(90);

    /**
     * Options with the defaults for everything that a cluster need not decide.
     *
     * @param kubernetes where the API server is and who the operator is there
     * @param connection where the default connection's URL and key come from
     * @return options that serve metrics on any free port of the loopback address
     */
    public static OperatorOptions defaults(Config kubernetes, ConnectionSource connection) {
        return new OperatorOptions(
                kubernetes,
                connection,
                ClientOptions.defaults(),
                OwnNamespace.detect(),
                Set.of(),
                Optional.empty(),
                DEFAULT_THREADS,
                DEFAULT_RESYNC,
                Duration.ofSeconds(1),
                Duration.ofMinutes(5),
                "127.0.0.1",
                0,
                new Election.None(),
                Optional.empty(),
                DEFAULT_SEALING_KEY_RENEWAL);
    }
}
