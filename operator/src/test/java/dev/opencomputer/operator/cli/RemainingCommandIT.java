/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.api.DeletionPolicy;
import dev.opencomputer.operator.testing.Agents;
import dev.opencomputer.operator.testing.ControlPlaneExtension;
import dev.opencomputer.operator.testing.TestCluster;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import picocli.CommandLine;

@ExtendWith(ControlPlaneExtension.class)
class RemainingCommandIT {

    private record Ended(int exitCode, String out, String err) {}

    private static Ended remaining(TestCluster cluster, String... more) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        List<String> arguments = new ArrayList<>(
                List.of("--kubeconfig", cluster.kubeconfig().toString(), "--namespaces", cluster.namespace()));
        arguments.addAll(List.of(more));
        int exitCode = new CommandLine(new RemainingCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments.toArray(String[]::new));
        return new Ended(exitCode, out.toString(), err.toString());
    }

    @Test
    void countsTheObjectsOfItsNamespacesByWhatTheirDeletionDoes(TestCluster cluster) {
        Agents agents = new Agents(cluster);
        agents.create("goes");
        agents.create("stays", agent -> agent.getSpec().setDeletionPolicy(DeletionPolicy.RETAIN));

        Ended ended = remaining(cluster);

        assertThat(ended.exitCode()).isZero();
        assertThat(ended.out())
                .startsWith("Left are 2 Agents (deletionPolicy Delete: 1, Retain: 1) and 0 AgentSecrets, in "
                        + cluster.namespace() + " (2).");
    }

    @Test
    void failsWhenNothingMayBeLeftAndSomethingIs(TestCluster cluster) {
        assertThat(remaining(cluster, "--require-empty").exitCode()).isZero();
        new Agents(cluster).create("goes");

        Ended ended = remaining(cluster, "--require-empty");

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.err()).contains("Left are 1 Agents", "So the release stays");
        assertThat(ended.out()).isEmpty();
    }
}
