/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.cli;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import java.time.Duration;

/** Clients of the cluster that {@link ClusterConfig} finds. */
final class Kubeconfigs {

    private Kubeconfigs() {}

    /**
     * A client for a command that somebody waits for: what does not answer in time is told, and not tried ten times.
     *
     * @param longest how long a connection may take, and an answer
     * @param retries how often a request is tried again
     */
    static KubernetesClient impatientClient(Config config, Duration longest, int retries) {
        config.setRequestRetryBackoffLimit(retries);
        config.setConnectionTimeout(Math.toIntExact(longest.toMillis()));
        config.setRequestTimeout(Math.toIntExact(longest.toMillis()));
        return new KubernetesClientBuilder()
                .withConfig(config)
                .withHttpClientFactory(new JdkHttpClientFactory())
                .build();
    }
}
