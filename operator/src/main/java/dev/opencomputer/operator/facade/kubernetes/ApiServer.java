/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.kubernetes;

import dev.opencomputer.operator.api.Agent;
import dev.opencomputer.operator.api.AgentSecret;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.NamespacedKubernetesClient;
import io.fabric8.kubernetes.client.RequestConfig;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import java.util.function.Function;

/** The way to the API server: one pool of connections, over which each request goes with its caller's rights. */
public final class ApiServer implements AutoCloseable {

    /** What the API server notes as the writer of a field, and in its audit log. */
    public static final String USER_AGENT = "opencomputer-facade";

    private static final int REQUEST_TIMEOUT_MILLIS = 10_000;
    private static final int CONNECT_TIMEOUT_MILLIS = 3_000;

    private final KubernetesClient client;

    /** Connects when it is first used, with the facade's own account. */
    public ApiServer(Config config) {
        this.client = new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(config)
                        .withUserAgent(USER_AGENT)
                        .withRequestTimeout(REQUEST_TIMEOUT_MILLIS)
                        .withConnectionTimeout(CONNECT_TIMEOUT_MILLIS)
                        // The caller decides whether to try again; a second POST could meet the first one's object.
                        .withRequestRetryBackoffLimit(0)
                        // There a connection that died without a sign costs one request, and not each until it is
                        // noticed.
                        .withHttp2Disable(true)
                        // A watch lasts two seconds: not worth a connection of its own.
                        .withOnlyHttpWatches(true)
                        .build())
                .withHttpClientFactory(new JdkHttpClientFactory())
                .build();
    }

    /** The client with the facade's own rights. */
    public KubernetesClient own() {
        return client;
    }

    /**
     * Access with the rights of a user and no others.
     *
     * @param user whom to impersonate, as the API server calls him
     * @param namespace where the objects are
     */
    public CallerAccess as(String user, String namespace) {
        RequestConfig request = new RequestConfigBuilder()
                .withRequestTimeout(REQUEST_TIMEOUT_MILLIS)
                .withRequestRetryBackoffLimit(0)
                .build();
        request.setImpersonateUsername(user);
        // Shares the pool with its parent, and is therefore never closed.
        KubernetesClient impersonating = client.adapt(NamespacedKubernetesClient.class)
                .withRequestConfig(request)
                .call(Function.identity());
        return new CallerAccess(
                new ResourceAccess<>(impersonating, Agent.class, namespace),
                new ResourceAccess<>(impersonating, AgentSecret.class, namespace));
    }

    @Override
    public void close() {
        client.close();
    }
}
