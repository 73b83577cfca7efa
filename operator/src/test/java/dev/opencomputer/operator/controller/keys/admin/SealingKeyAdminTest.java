/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.keys.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.opencomputer.operator.api.Names;
import dev.opencomputer.operator.controller.keys.backup.BackedUpKey;
import dev.opencomputer.operator.seal.PrivateSealingKey;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient(crud = true)
class SealingKeyAdminTest {

    private static final String NAMESPACE = "opencomputer-system";
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

    private KubernetesMockServer server;
    private KubernetesClient client;

    @Test
    void beginsARestoreWithTheNewestKey() {
        BackedUpKey old = new BackedUpKey(PrivateSealingKey.generate(), NOW.minus(Duration.ofDays(100)));
        BackedUpKey current = new BackedUpKey(PrivateSealingKey.generate(), NOW.minus(Duration.ofDays(1)));
        server.expect()
                .post()
                .withPath("/api/v1/namespaces/" + NAMESPACE + "/secrets")
                .andReturn(403, new StatusBuilder().withCode(403).build())
                .always();

        assertThatExceptionOfType(KeyAdminException.class)
                .isThrownBy(() -> new SealingKeyAdmin(client, NAMESPACE).restore(List.of(old, current), NOW))
                .withMessageContaining("Could not store the key " + current.id());
    }

    @Test
    void aKeyFromTheFutureIsStoredAsOneOfNow() throws KeyAdminException {
        BackedUpKey key = new BackedUpKey(PrivateSealingKey.generate(), Instant.MAX);

        new SealingKeyAdmin(client, NAMESPACE).restore(List.of(key), NOW);

        assertThat(client.secrets().inNamespace(NAMESPACE).list().getItems())
                .singleElement()
                .satisfies(secret -> assertThat(secret.getMetadata().getAnnotations())
                        .containsEntry(Names.KEY_CREATED_AT, NOW.toString()));
    }
}
