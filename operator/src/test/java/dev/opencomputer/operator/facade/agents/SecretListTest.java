/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.opencomputer.operator.api.AgentSecret;
import dev.opencomputer.operator.facade.PagedApiServer;
import dev.opencomputer.operator.facade.answer.Refusal;
import dev.opencomputer.operator.facade.kubernetes.ResourceAccess;
import dev.opencomputer.operator.wire.Json;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SecretListTest {

    private static final int ROOM = 1_000_000;
    private static final String MONDAY = "2026-01-05T00:00:00Z";
    private static final String TUESDAY = "2026-01-06T00:00:00Z";

    private final HeldPages memory = new HeldPages(ROOM);

    private PagedApiServer apiServer;
    private KubernetesClient client;

    @AfterEach
    void stop() {
        client.close();
        apiServer.close();
    }

    @Test
    void aListIsReadByFiftyObjectsAndHasEachKeyOnceInOrderAsOneFindsIt() throws Exception {
        List<AgentSecret> secrets = IntStream.range(0, 120)
                .mapToObj(index -> SecretLookupTest.ours(String.format("KEY_%03d", 119 - index % 110), MONDAY))
                .toList();
        SecretLookupTest.pushed(secrets.get(115), TUESDAY);

        List<JsonNode> listed = new ArrayList<>();
        try (SecretList list = SecretList.read(access(secrets), SecretLookupTest.agent(), memory)) {
            for (byte[] key : list.keys()) {
                listed.add(Json.MAPPER.readTree(key));
            }
        }

        assertThat(apiServer.pages()).containsExactly(50, 50, 20);
        assertThat(apiServer.requests())
                .allMatch(request ->
                        request.contains("limit=50") && request.contains("fieldSelector=spec.agentRef.name"));
        assertThat(listed)
                .hasSize(110)
                .extracting(secret -> secret.path("key").asText())
                .isSorted();
        assertThat(listed)
                .filteredOn(secret -> secret.path("set_at").asText().equals(TUESDAY))
                .extracting(secret -> secret.path("key").asText())
                .containsExactly("KEY_114");
    }

    @Test
    void aListHasItsRoomUntilItIsSent() throws Exception {
        ResourceAccess<AgentSecret> secrets = access(List.of(SecretLookupTest.ours("A", MONDAY)));

        try (SecretList list = SecretList.read(secrets, SecretLookupTest.agent(), memory)) {
            assertThat(memory.free()).isEqualTo(ROOM - list.keys().get(0).length);
        }

        assertThat(memory.free()).isEqualTo(ROOM);
    }

    @Test
    void aListThatThereIsNoRoomForIsRefusedAndHoldsNothing() throws Exception {
        HeldPages little = new HeldPages(150);
        ResourceAccess<AgentSecret> secrets =
                access(List.of(SecretLookupTest.ours("A", MONDAY), SecretLookupTest.ours("B", MONDAY)));

        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> SecretList.read(secrets, SecretLookupTest.agent(), little))
                .satisfies(refusal -> assertThat(refusal.status()).isEqualTo(503));

        assertThat(little.free()).isEqualTo(150);
    }

    @Test
    void aPageThatFailsLeavesNothingHeld() throws Exception {
        ResourceAccess<AgentSecret> secrets = access(IntStream.range(0, 60)
                .mapToObj(index -> SecretLookupTest.ours("KEY_" + index, MONDAY))
                .toList());
        apiServer.fail(50, 500);

        assertThatExceptionOfType(KubernetesClientException.class)
                .isThrownBy(() -> SecretList.read(secrets, SecretLookupTest.agent(), memory));

        assertThat(memory.free()).isEqualTo(ROOM);
    }

    private ResourceAccess<AgentSecret> access(List<AgentSecret> secrets) throws IOException {
        apiServer = new PagedApiServer(secrets);
        Config config = Config.empty();
        config.setMasterUrl(apiServer.url().toString());
        config.setRequestRetryBackoffLimit(0);
        client = new KubernetesClientBuilder().withConfig(config).build();
        return new ResourceAccess<>(client, AgentSecret.class, "team-a");
    }
}
