/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.opencomputer.operator.api.Agent;
import dev.opencomputer.operator.api.AgentSecret;
import dev.opencomputer.operator.api.AgentSecretStatus;
import dev.opencomputer.operator.api.AgentSpec;
import dev.opencomputer.operator.facade.PagedApiServer;
import dev.opencomputer.operator.facade.answer.Refusal;
import dev.opencomputer.operator.facade.kubernetes.ResourceAccess;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SecretLookupTest {

    private static final String MONDAY = "2026-01-05T00:00:00Z";
    private static final String TUESDAY = "2026-01-06T00:00:00Z";

    private PagedApiServer apiServer;
    private KubernetesClient client;

    @AfterEach
    void stop() {
        client.close();
        apiServer.close();
    }

    @Test
    void aKeyThatOursHoldsIsOursWhateverElseWaitsForIt() throws Exception {
        AgentSecret ours = pushed(ours("A", TUESDAY), TUESDAY);
        SecretLookup lookup = lookup(List.of(others("A", MONDAY), ours));

        assertThat(lookup.find(agent(), "A")).map(SecretLookupTest::name).contains(name(ours));
        assertThat(lookup.requireFree(agent(), "A")).map(SecretLookupTest::name).contains(name(ours));
    }

    @Test
    void aKeyThatNobodyHoldsYetIsThatOfOthers() throws Exception {
        AgentSecret others = others("A", TUESDAY);
        SecretLookup lookup = lookup(List.of(ours("A", MONDAY), others));

        assertThat(lookup.find(agent(), "A")).map(SecretLookupTest::name).contains(name(others));
        refuses(lookup);
    }

    @Test
    void aKeyThatOthersHoldIsTheirs() throws Exception {
        AgentSecret others = pushed(others("A", TUESDAY), TUESDAY);
        SecretLookup lookup = lookup(List.of(ours("A", MONDAY), others));

        refuses(lookup);
    }

    private static void refuses(SecretLookup lookup) {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> lookup.requireFree(agent(), "A"))
                .satisfies(refusal -> assertThat(refusal.status()).isEqualTo(409));
    }

    private SecretLookup lookup(List<AgentSecret> secrets) throws IOException {
        apiServer = new PagedApiServer(secrets);
        Config config = Config.empty();
        config.setMasterUrl(apiServer.url().toString());
        client = new KubernetesClientBuilder().withConfig(config).build();
        return new SecretLookup(new ResourceAccess<>(client, AgentSecret.class, "team-a"));
    }

    private static String name(AgentSecret secret) {
        return secret.getMetadata().getName();
    }

    static AgentSecret ours(String key, String created) {
        AgentSecret secret = SecretObjects.of(agent(), key, "oc1.x.y", List.of(), created);
        secret.getMetadata().setCreationTimestamp(created);
        secret.getMetadata().setGeneration(1L);
        return secret;
    }

    private static AgentSecret others(String key, String created) {
        AgentSecret secret = ours(key, created);
        secret.getMetadata().setName("in-git");
        secret.getMetadata().setAnnotations(null);
        secret.getMetadata().setOwnerReferences(null);
        return secret;
    }

    static AgentSecret pushed(AgentSecret secret, String when) {
        AgentSecretStatus status = new AgentSecretStatus();
        status.setSetAt(when);
        SecretObjects.acceptedAt(secret).ifPresent(status::setAcceptedAt);
        status.setObservedGeneration(1L);
        secret.setStatus(status);
        return secret;
    }

    static Agent agent() {
        Agent agent = new Agent();
        agent.setMetadata(new ObjectMetaBuilder()
                .withName("resolver")
                .withNamespace("team-a")
                .withUid("uid-1")
                .build());
        agent.setSpec(new AgentSpec());
        return agent;
    }
}
