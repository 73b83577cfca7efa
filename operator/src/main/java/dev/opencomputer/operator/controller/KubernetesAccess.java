/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller;

import dev.opencomputer.operator.controller.leadership.Election;
import dev.opencomputer.operator.controller.leadership.Mandate;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;

/** Makes clients of the API server; the one place that knows which transport they use. */
final class KubernetesAccess {

    private KubernetesAccess() {}

    static KubernetesClient client(Config config) {
        return new KubernetesClientBuilder()
                .withConfig(config)
                .withHttpClientFactory(new JdkHttpClientFactory())
                .build();
    }

    /**
     * A client for writes, each of which begins only with a mandate. It repeats none by itself, since nobody would be
     * asked then; the reconcile that wrote is tried again.
     */
    static KubernetesClient writingClient(Config config, Mandate mandate) {
        return new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(config)
                        .withRequestRetryBackoffLimit(0)
                        .build())
                .withHttpClientFactory(new JdkHttpClientFactory())
                .withHttpClientBuilderConsumer(builder -> builder.addOrReplaceInterceptor("mandate", new Interceptor() {
                    @Override
                    public void before(BasicBuilder request, HttpRequest original, RequestTags tags) {
                        if (!original.method().equals("GET")) {
                            mandate.check();
                        }
                    }
                }))
                .build();
    }

    /** A client for an election: an answer that comes late is of no use there. */
    static KubernetesClient electionClient(Config config) {
        int timeout = (int) Election.requestTimeout().toMillis();
        return new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(config)
                        .withRequestRetryBackoffLimit(0)
                        .withConnectionTimeout(timeout)
                        .withRequestTimeout(timeout)
                        .build())
                .withHttpClientFactory(new JdkHttpClientFactory())
                .build();
    }

    /**
     * A client whose lists and watches receive objects without anything but their metadata: what is never received can
     * neither fill the memory nor leak.
     */
    static KubernetesClient metadataClient(Config config) {
        return new KubernetesClientBuilder()
                .withConfig(config)
                .withHttpClientFactory(new JdkHttpClientFactory())
                .withHttpClientBuilderConsumer(builder ->
                        builder.addOrReplaceInterceptor("metadata-only", new Interceptor() {
                            @Override
                            public void before(BasicBuilder request, HttpRequest original, RequestTags tags) {
                                request.setHeader("Accept", accepted(original));
                            }
                        }))
                .build();
    }

    private static String accepted(HttpRequest request) {
        String query = request.uri().getQuery();
        boolean watch = query != null && query.contains("watch=true");
        return "application/json;as=" + (watch ? "PartialObjectMetadata" : "PartialObjectMetadataList")
                + ";g=meta.k8s.io;v=v1";
    }
}
