/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.dev;

import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What a person sees when everything is ready: what runs where, and three commands to try.
 *
 * @param data the data folder
 * @param environment the file of environment variables
 * @param cluster where the custom resources are
 * @param openComputer what the operator writes to
 * @param agentsApi address of the agents API over the custom resources
 * @param metrics address of the operator's metrics
 * @param example the manifest that the commands apply
 */
record Summary(
        Path data,
        Path environment,
        RunningCluster cluster,
        RunningOpenComputer openComputer,
        URI agentsApi,
        URI metrics,
        String example) {

    /** Prints it. No key stands in it. */
    void print(PrintWriter out, Duration took) {
        String list = openComputer.agentsUrl().isPresent()
                ? openComputer.agentsUrl().get() + "/v1/agents"
                : openComputer.url() + "/api/secret-stores";
        out.println();
        out.println("Ready after " + took.toSeconds() + " s; Ctrl-C stops it.");
        out.println();
        out.println("  Kubernetes        " + cluster.config().getMasterUrl());
        out.println("  OpenComputer      " + openComputer.url()
                + (openComputer.isLocal() ? "  (local, data kept in " + data + ")" : ""));
        out.println("  agents API        " + agentsApi + "/v1/agents");
        out.println("  operator metrics  " + metrics);
        out.println("  logs              " + data.resolve("logs"));
        out.println();
        out.println("In another terminal, after  source " + EnvironmentFile.word(environment.toString()) + "  try:");
        out.println();
        out.println("  kubectl apply -f " + EnvironmentFile.word(example));
        out.println("  kubectl get agents -o wide");
        out.println("  curl -H \"X-API-Key: $OPENCOMPUTER_API_KEY\" " + list);
        out.println("  curl -H \"X-API-Key: $AGENTS_API_KEY\" $AGENTS_API_URL/v1/agents");
        out.println();
        out.flush();
    }
}
