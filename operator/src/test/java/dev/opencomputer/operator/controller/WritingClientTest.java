/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The client that the controllers write through. */
@EnableKubernetesMockClient
class WritingClientTest {

    private KubernetesMockServer server;
    private KubernetesClient client;
    private KubernetesClient writing;
    private boolean mayWrite = true;

    @BeforeEach
    void open() {
        Config config = new ConfigBuilder(client.getConfiguration()).build();
        writing = KubernetesAccess.writingClient(config, () -> {
            if (!mayWrite) {
                throw new UnsupportedOperationException("not any more");
            }
        });
    }

    @AfterEach
    void close() {
        writing.close();
    }

    @Test
    void sendsNoWriteWithoutAMandate() {
        mayWrite = false;

        assertThatThrownBy(() -> object().create()).hasStackTraceContaining("not any more");
        assertThatThrownBy(() -> object().update()).hasStackTraceContaining("not any more");
        assertThatThrownBy(() -> object().patch(PatchContext.of(PatchType.JSON_MERGE), "{}"))
                .hasStackTraceContaining("not any more");
        assertThatThrownBy(() -> object().delete()).hasStackTraceContaining("not any more");

        assertThat(server.getRequestCount()).isZero();
    }

    @Test
    void readsWithoutOne() {
        mayWrite = false;
        server.expect()
                .get()
                .withPath("/api/v1/namespaces/test/configmaps/map")
                .andReturn(200, map())
                .once();

        assertThat(object().get()).isNotNull();
    }

    @Test
    void repeatsNoWriteByItself() {
        server.expect()
                .post()
                .withPath("/api/v1/namespaces/test/configmaps")
                .andReturn(503, "{}")
                .always();

        assertThatThrownBy(() -> object().create()).isInstanceOf(KubernetesClientException.class);

        assertThat(server.getRequestCount()).isOne();
    }

    private Resource<ConfigMap> object() {
        return writing.configMaps().inNamespace("test").resource(map());
    }

    private static ConfigMap map() {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace("test")
                .withName("map")
                .withResourceVersion("1")
                .endMetadata()
                .build();
    }
}
