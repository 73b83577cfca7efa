/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.opencomputer.operator.controller.leadership.Election;
import dev.opencomputer.operator.controller.leadership.Mandate;
import dev.opencomputer.operator.transport.ClientConfigs;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.function.Consumer;

/** Makes clients of the API server; the one place that knows which transport they use. */
final class KubernetesAccess {

    private KubernetesAccess() {}

    /**
     * What is thrown away of every object as it is read, since an informer's own store can be told so only where all
     * namespaces share one, and then each of them empties it of the others' objects.
     */
    @JsonIgnoreProperties("managedFields")
    private interface WithoutManagedFields {}

    /** Of a Secret only its name and version are of use, and an annotation may hold what it holds. */
    @JsonIgnoreProperties({"managedFields", "labels", "annotations"})
    private interface NameAndVersion {}

    static KubernetesClient client(Config config) {
        return over(config, builder -> {})
                .withKubernetesSerialization(reading(WithoutManagedFields.class))
                .build();
    }

    /**
     * A client for writes, each of which begins only with a mandate. It repeats none by itself, since nobody would be
     * asked then; the reconcile that wrote is tried again.
     */
    static KubernetesClient writingClient(Config config, Mandate mandate) {
        Config withoutRetries = ClientConfigs.copy(config);
        withoutRetries.setRequestRetryBackoffLimit(0);
        return over(
                        withoutRetries,
                        builder -> builder.addOrReplaceInterceptor("mandate", new Interceptor() {
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
        Config impatient = ClientConfigs.copy(config);
        impatient.setRequestRetryBackoffLimit(0);
        impatient.setConnectionTimeout(timeout);
        impatient.setRequestTimeout(timeout);
        return over(impatient, builder -> {}).build();
    }

    /**
     * A client whose lists and watches receive objects without anything but their metadata: what is never received can
     * neither fill the memory nor leak.
     */
    static KubernetesClient metadataClient(Config config) {
        return over(
                        config,
                        builder -> builder.addOrReplaceInterceptor("metadata-only", new Interceptor() {
                            @Override
                            public void before(BasicBuilder request, HttpRequest original, RequestTags tags) {
                                request.setHeader("Accept", accepted(original));
                            }
                        }))
                .withKubernetesSerialization(reading(NameAndVersion.class))
                .build();
    }

    /**
     * Over HTTP/1.1: there a request that is not answered in time closes its connection. With HTTP/2, all requests share
     * one, which stays in use when it died without a sign, for as long as the system repeats what it sent, a quarter of
     * an hour.
     */
    private static KubernetesClientBuilder over(Config config, Consumer<HttpClient.Builder> more) {
        return new KubernetesClientBuilder()
                .withConfig(config)
                .withHttpClientFactory(new JdkHttpClientFactory())
                .withHttpClientBuilderConsumer(builder -> {
                    builder.preferHttp11();
                    more.accept(builder);
                });
    }

    private static KubernetesSerialization reading(Class<?> metadata) {
        return new KubernetesSerialization(new ObjectMapper().addMixIn(ObjectMeta.class, metadata), true);
    }

    private static String accepted(HttpRequest request) {
        String query = request.uri().getQuery();
        boolean watch = query != null && query.contains("watch=true");
        return "application/json;as=" + (watch ? "PartialObjectMetadata" : "PartialObjectMetadataList")
                + ";g=meta.k8s.io;v=v1";
    }
}
