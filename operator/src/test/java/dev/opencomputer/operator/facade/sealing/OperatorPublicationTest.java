/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.sealing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.opencomputer.operator.api.Annotations;
import dev.opencomputer.operator.api.Names;
import dev.opencomputer.operator.facade.answer.Refusal;
import dev.opencomputer.operator.seal.KeyRing;
import dev.opencomputer.operator.seal.Opening;
import dev.opencomputer.operator.seal.PrivateSealingKey;
import dev.opencomputer.operator.seal.SealingKeyId;
import dev.opencomputer.operator.seal.SealingPlace;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OperatorPublicationTest {

    private final AtomicInteger asked = new AtomicInteger();
    private HttpServer apiServer;
    private volatile String more = "";
    private volatile String data = "{}";

    @BeforeEach
    void start() throws IOException {
        apiServer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        apiServer.createContext("/", this::publication);
        apiServer.start();
    }

    @AfterEach
    void stop() {
        apiServer.stop(0);
    }

    @Test
    void tellsWhichClusterThisIsByWhatWasReadAndAsksNobodyForIt() {
        withPublication(Set.of(), publication -> {
            assertThat(publication.clusterId()).isEmpty();
            assertThat(asked).hasValue(0);

            assertThat(publication.obstacle()).isEmpty();
            assertThat(publication.clusterId()).contains("cluster-1");
            assertThat(asked).hasValue(1);
        });
    }

    @Test
    void sealsWithATrustedKey() {
        PrivateSealingKey key = publish(PrivateSealingKey.generate());

        withPublication(Set.of(key.publicKey().id()), publication -> {
            String sealed = publication.seal("team-a", "resolver", "API_KEY", new byte[] {1});

            assertThat(KeyRing.of(List.of(key)).open(sealed, new SealingPlace("team-a", "resolver", "API_KEY")))
                    .isInstanceOf(Opening.Opened.class);
            assertThat(publication.unusable()).isEmpty();
        });
    }

    @Test
    void takesNoValueWhereAnotherKeyThanATrustedOneIsPublished() {
        PrivateSealingKey strangers = publish(PrivateSealingKey.generate());

        withPublication(Set.of(new SealingKeyId("0123456789abcdef")), publication -> {
            assertThatExceptionOfType(Refusal.class)
                    .isThrownBy(() -> publication.seal("team-a", "resolver", "API_KEY", new byte[] {1}))
                    .withMessageContaining(strangers.publicKey().id() + ", is none of those that are trusted here")
                    .satisfies(refusal -> assertThat(refusal.status()).isEqualTo(503));
            assertThat(publication.unusable())
                    .hasValueSatisfying(why ->
                            assertThat(why).contains(strangers.publicKey().id().value()));
        });
    }

    @Test
    void saysWhyNoValueCanBeSealed() {
        withPublication(Set.of(), publication -> {
            assertThat(publication.obstacle()).isEmpty();

            assertThat(publication.unusable())
                    .hasValueSatisfying(why -> assertThat(why).contains("none is named"));
        });
    }

    private PrivateSealingKey publish(PrivateSealingKey key) {
        String id = key.publicKey().id().value();
        more = ", \"" + Names.CURRENT_KEY + "\": \"" + id + "\"";
        data = "{\"" + id + "\": \"" + key.publicKey().base64() + "\"}";
        return key;
    }

    private void withPublication(Set<SealingKeyId> trusted, Consumer<OperatorPublication> test) {
        Config config = Config.empty();
        config.setMasterUrl("http://127.0.0.1:" + apiServer.getAddress().getPort());
        try (KubernetesClient client =
                new KubernetesClientBuilder().withConfig(config).build()) {
            test.accept(new OperatorPublication(client, "opencomputer-system", trusted));
        }
    }

    private void publication(HttpExchange exchange) throws IOException {
        asked.incrementAndGet();
        byte[] body = """
                {"apiVersion": "v1", "kind": "ConfigMap",
                 "metadata": {"name": "keys", "annotations": {"%s": "cluster-1"%s}}, "data": %s}""".formatted(Annotations.CLUSTER_ID, more, data).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
