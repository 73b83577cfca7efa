/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.resealing;

import static dev.opencomputer.operator.controller.resealing.Sealed.CURRENT;
import static dev.opencomputer.operator.controller.resealing.Sealed.OLD;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.opencomputer.operator.api.AgentSecret;
import dev.opencomputer.operator.api.AgentSecretStatus;
import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.controller.reporting.Conditions;
import dev.opencomputer.operator.controller.reporting.ObjectPatches;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient
class FacadeResealingTest {

    private static final String PATH = "/apis/opencomputer.dev/v1alpha1/namespaces/team-a/agentsecrets";
    private static final Optional<String> AGENT = Optional.of(Sealed.AGENT_UID);

    private KubernetesMockServer server;
    private KubernetesClient client;
    private FacadeResealing resealing;
    private final AgentSecret secret = Sealed.marked(Sealed.with(OLD, "value"));

    @BeforeEach
    void prepare() {
        resealing = new FacadeResealing(client, new ObjectPatches<>(client, AgentSecret.class), Sealed.resealing());
    }

    private void apiServerHas(String uid, String sealedValue, String writer) {
        server.expect()
                .get()
                .withPath(PATH + "?fieldSelector=metadata.name%3Dapi-key")
                .andReturn(
                        200,
                        "{\"items\": [{\"metadata\": {\"uid\": \"" + uid
                                + "\", \"resourceVersion\": \"107\", \"managedFields\": [{\"manager\": \"" + writer
                                + "\", \"fieldsV1\": {\"f:spec\": {}}}]}, \"spec\": {\"sealedValue\": \"" + sealedValue
                                + "\"}}]}")
                .once();
    }

    private void writesNothing(int reads) {
        assertThat(resealing.reseal(secret, AGENT)).isEmpty();
        assertThat(server.getRequestCount()).isEqualTo(reads);
    }

    @Test
    void putsTheSameValueForTheCurrentKeyIntoTheVersionThatItHasSeen() throws Exception {
        apiServerHas("uid-of-api-key", secret.getSpec().getSealedValue(), "opencomputer-facade");
        server.expect()
                .patch()
                .withPath(PATH + "/api-key")
                .andReturn(200, secret)
                .once();

        assertThat(resealing.reseal(secret, AGENT)).isPresent();

        assertThat(server.takeRequest().getMethod()).isEqualTo("GET");
        JsonNode patch =
                new ObjectMapper().readTree(server.takeRequest().getBody().readUtf8());
        assertThat(patch.path("metadata").path("resourceVersion").asText()).isEqualTo("107");
        assertThat(Sealed.opened(patch.path("spec").path("sealedValue").asText()))
                .isEqualTo("value");
    }

    @Test
    void saysOfTheNewGenerationWhatWasSaidOfTheOneBefore() throws Exception {
        AgentSecretStatus status = new AgentSecretStatus();
        status.setObservedGeneration(2L);
        status.setSealingKeyId(OLD.publicKey().id().value());
        status.setConditions(Conditions.of(ConditionReason.IN_SYNC, "why", 2, null, Instant.EPOCH));
        secret.setStatus(status);
        apiServerHas("uid-of-api-key", secret.getSpec().getSealedValue(), "opencomputer-facade");
        AgentSecret written = Sealed.marked(Sealed.with(CURRENT, "value"));
        written.getMetadata().setGeneration(3L);
        written.setStatus(status);
        server.expect()
                .patch()
                .withPath(PATH + "/api-key")
                .andReturn(200, written)
                .once();
        server.expect()
                .patch()
                .withPath(PATH + "/api-key/status")
                .andReturn(200, written)
                .once();

        resealing.reseal(secret, AGENT);

        server.takeRequest();
        server.takeRequest();
        JsonNode patch = new ObjectMapper()
                .readTree(server.takeRequest().getBody().readUtf8())
                .path("status");
        assertThat(patch.path("observedGeneration").asInt()).isEqualTo(3);
        assertThat(patch.path("sealingKeyId").asText())
                .isEqualTo(CURRENT.publicKey().id().value());
        assertThat(patch.path("conditions")).singleElement().satisfies(ready -> {
            assertThat(ready.path("observedGeneration").asInt()).isEqualTo(3);
            assertThat(ready.path("reason").asText()).isEqualTo("InSync");
        });
    }

    @Test
    void leavesAloneWhatSomebodyElseHasWritten() {
        apiServerHas("uid-of-api-key", secret.getSpec().getSealedValue(), "kubectl-edit");

        writesNothing(1);
    }

    @Test
    void leavesAloneWhatHasAnotherValueByNow() {
        apiServerHas("uid-of-api-key", Sealed.text(OLD, "newer"), "opencomputer-facade");

        writesNothing(1);
    }

    @Test
    void leavesAloneAnotherObjectOfTheName() {
        apiServerHas("uid-of-its-successor", secret.getSpec().getSealedValue(), "opencomputer-facade");

        writesNothing(1);
    }

    @Test
    void leavesAloneWhatIsGone() {
        server.expect()
                .get()
                .withPath(PATH + "?fieldSelector=metadata.name%3Dapi-key")
                .andReturn(200, "{\"items\": []}")
                .once();

        writesNothing(1);
    }

    @Test
    void asksNothingAboutWhatUsesTheCurrentKey() {
        secret.getSpec().setSealedValue(Sealed.text(CURRENT, "value"));

        writesNothing(0);
    }

    @Test
    void asksNothingAboutWhatTheFacadeDidNotMake() {
        secret.getMetadata().getAnnotations().clear();

        writesNothing(0);
    }

    @Test
    void asksNothingAboutWhatIsBeingDeleted() {
        secret.getMetadata().setDeletionTimestamp("2026-05-01T10:00:00Z");

        writesNothing(0);
    }
}
