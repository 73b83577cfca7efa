/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.SecretList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient
class PreflightTest {

    private KubernetesMockServer server;
    private KubernetesClient client;

    @Test
    void followsSecretsEverywhereWhereTheyMayBeListedEverywhere() {
        secretsMayBeListed("a");
        secretsMayBeListed("b");

        assertThat(withSecrets("a", "b")).isEmpty();
    }

    @Test
    void goesOnWithTheRestWhereOneNamespaceLetsNoSecretBeListed() {
        secretsMayBeListed("a");
        secretsMayNotBeListed("b");

        assertThat(withSecrets("a", "b")).contains(Set.of("a"));
    }

    @Test
    void goesOnWithoutSecretsWhereTheOnlyNamespaceIsBeingDeleted() {
        secretsMayNotBeListed("a");
        namespace(new NamespaceBuilder()
                .withNewMetadata()
                .withName("a")
                .withDeletionTimestamp("2026-01-01T00:00:00Z")
                .endMetadata());

        assertThat(withSecrets("a")).contains(Set.of());
    }

    @Test
    void goesOnWithoutSecretsWhereTheOnlyNamespaceIsGone() {
        secretsMayNotBeListed("a");

        assertThat(withSecrets("a")).contains(Set.of());
    }

    @Test
    void refusesToStartWithoutTheRightInANamespaceThatStays() {
        secretsMayNotBeListed("a");
        namespace(new NamespaceBuilder().withNewMetadata().withName("a").endMetadata());

        assertThatExceptionOfType(CannotStartException.class)
                .isThrownBy(() -> withSecrets("a"))
                .withMessageContaining("could not start watching Secrets in a")
                .withMessageContaining("Check its rights");
    }

    @Test
    void refusesToStartWithoutTheRightToItsOwnKinds() {
        server.expect()
                .get()
                .withPath("/apis/opencomputer.dev/v1alpha1/namespaces/a/agents?limit=1")
                .andReturn(403, "")
                .always();

        assertThatExceptionOfType(CannotStartException.class)
                .isThrownBy(() -> Preflight.ownKinds(client, Set.of("a", "b")))
                .withMessageContaining("could not start watching Agents in a")
                .withMessageContaining("Check its rights");
    }

    private Optional<Set<String>> withSecrets(String... namespaces) {
        return Preflight.withSecrets(client, client, Set.of(namespaces));
    }

    private void secretsMayBeListed(String namespace) {
        server.expect()
                .get()
                .withPath("/api/v1/namespaces/" + namespace + "/secrets?limit=1")
                .andReturn(200, new SecretList())
                .always();
    }

    private void secretsMayNotBeListed(String namespace) {
        server.expect()
                .get()
                .withPath("/api/v1/namespaces/" + namespace + "/secrets?limit=1")
                .andReturn(403, "")
                .always();
    }

    private void namespace(NamespaceBuilder namespace) {
        server.expect()
                .get()
                .withPath("/api/v1/namespaces/a")
                .andReturn(200, namespace.build())
                .always();
    }
}
