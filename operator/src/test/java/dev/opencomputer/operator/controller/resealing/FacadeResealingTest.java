/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.resealing;

import static dev.opencomputer.operator.controller.resealing.Sealed.CURRENT;
import static dev.opencomputer.operator.controller.resealing.Sealed.OLD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.opencomputer.operator.api.AgentSecret;
import dev.opencomputer.operator.api.AgentSecretStatus;
import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.controller.reporting.Conditions;
import dev.opencomputer.operator.controller.reporting.ObjectPatches;
import dev.opencomputer.operator.seal.KeyRing;
import dev.opencomputer.operator.seal.PrivateSealingKey;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@EnableKubernetesMockClient
class FacadeResealingTest {

    private static final String PATH = "/apis/opencomputer.dev/v1alpha1/namespaces/team-a/agentsecrets";
    private static final Optional<String> AGENT = Optional.of(Sealed.AGENT_UID);

    private KubernetesMockServer server;
    private KubernetesClient client;
    private FacadeResealing resealing;
    private Resealing ring;
    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 10);
    private final AgentSecret secret = Sealed.marked(Sealed.with(OLD, "value"));

    @BeforeEach
    void prepare() {
        ring = Sealed.resealing(KeyRing.of(List.of(OLD, CURRENT))::open, clock::get);
        resealing = new FacadeResealing(
                client, new ObjectPatches<>(client, AgentSecret.class), ring, clock::get, Sealed.PERIOD);
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

    private AgentSecretStatus spokenOf(AgentSecret object) {
        AgentSecretStatus status = new AgentSecretStatus();
        long generation = object.getMetadata().getGeneration();
        status.setObservedGeneration(generation);
        status.setSealingKeyId(OLD.publicKey().id().value());
        status.setConditions(Conditions.of(ConditionReason.IN_SYNC, "why", generation, null, Instant.EPOCH));
        object.setStatus(status);
        return status;
    }

    /** What the API server answers to the patch. */
    private AgentSecret takesAs(long generation) {
        apiServerHas("uid-of-api-key", secret.getSpec().getSealedValue(), "opencomputer-facade");
        AgentSecret written = Sealed.marked(Sealed.with(CURRENT, "value"));
        written.getMetadata().setGeneration(generation);
        written.setStatus(secret.getStatus());
        server.expect()
                .patch()
                .withPath(PATH + "/api-key")
                .andReturn(200, written)
                .once();
        return written;
    }

    @Test
    void saysOfTheNewGenerationWhatWasSaidOfTheOneBefore() throws Exception {
        spokenOf(secret).setResealedValue(Sealed.text(CURRENT, "value"));
        server.expect()
                .patch()
                .withPath(PATH + "/api-key/status")
                .andReturn(200, takesAs(3))
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
        assertThat(patch.path("resealedValue").isNull()).isTrue();
        assertThat(patch.path("conditions")).singleElement().satisfies(ready -> {
            assertThat(ready.path("observedGeneration").asInt()).isEqualTo(3);
            assertThat(ready.path("reason").asText()).isEqualTo("InSync");
        });
    }

    @Test
    void goesOnWithWhatItWroteWhereTheStatusIsNotTaken() {
        spokenOf(secret);
        takesAs(3);
        server.expect()
                .patch()
                .withPath(PATH + "/api-key/status")
                .andReturn(422, "{}")
                .once();

        AgentSecret written = resealing.reseal(secret, AGENT).orElseThrow();

        assertThat(Sealed.opened(written.getSpec().getSealedValue())).isEqualTo("value");
        assertThat(resealing.reseal(written, AGENT)).isEmpty();
        assertThat(server.getRequestCount()).isEqualTo(3);
    }

    @Test
    void saysNothingOfAGenerationThatSomebodyElseHasChangedToo() {
        spokenOf(secret);
        takesAs(4);

        assertThat(resealing.reseal(secret, AGENT)).isPresent();
        assertThat(server.getRequestCount()).isEqualTo(2);
    }

    @Test
    void saysNothingOfWhatNobodyHasLookedAt() {
        spokenOf(secret).setObservedGeneration(1L);
        takesAs(3);

        assertThat(resealing.reseal(secret, AGENT)).isPresent();
        assertThat(server.getRequestCount()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 422, 404})
    void leavesItToTheStatusWhenThePatchIsRefusedAndTriesNoMoreUntilTheObjectChangesOrSixPeriodsHavePassed(int code) {
        refusesThePatch(code);
        writesNothing(2);
        secret.getMetadata().setResourceVersion("107");
        writesNothing(2);
        clock.addAndGet(Sealed.PERIOD.multipliedBy(6).toNanos());
        refusesThePatch(code);
        writesNothing(4);
        writesNothing(4);

        resealing.forget(secret);
        apiServerHas("uid-of-its-successor", secret.getSpec().getSealedValue(), "opencomputer-facade");
        writesNothing(5);
    }

    private void refusesThePatch(int code) {
        apiServerHas("uid-of-api-key", secret.getSpec().getSealedValue(), "opencomputer-facade");
        server.expect()
                .patch()
                .withPath(PATH + "/api-key")
                .andReturn(code, "{}")
                .once();
    }

    @Test
    void whatMayNotBeWrittenTakesNoTurnAndWhatMayWaitsForItsOwnWithoutAskingAgain() {
        secret.setStatus(new AgentSecretStatus());
        ring.tell(secret, secret.getStatus());
        IntStream.range(0, 10).forEach(other -> ring.tell(another(), new AgentSecretStatus()));
        apiServerHas("uid-of-api-key", secret.getSpec().getSealedValue(), "kubectl-edit");
        writesNothing(1);
        assertThat(ring.untilTurn(secret)).isEmpty();

        secret.getMetadata().setResourceVersion("108");
        apiServerHas("uid-of-api-key", secret.getSpec().getSealedValue(), "opencomputer-facade");
        writesNothing(2);
        ring.tell(secret, secret.getStatus());
        writesNothing(2);

        clock.addAndGet(ring.untilTurn(secret).orElseThrow().toNanos());
        takesAs(3);
        assertThat(resealing.reseal(secret, AGENT)).isPresent();
    }

    private AgentSecret another() {
        AgentSecret another = Sealed.with(OLD, "value");
        another.getMetadata().setUid("uid-of-another");
        return another;
    }

    @Test
    void leavesItToTheStatusWhenItCannotBeSeenWhoWroteIt() {
        server.expect()
                .get()
                .withPath(PATH + "?fieldSelector=metadata.name%3Dapi-key")
                .andReturn(403, "{}")
                .once();

        writesNothing(1);
    }

    @Test
    void passesAConflictOn() {
        apiServerHas("uid-of-api-key", secret.getSpec().getSealedValue(), "opencomputer-facade");
        server.expect().patch().withPath(PATH + "/api-key").andReturn(409, "{}").once();

        assertThatExceptionOfType(KubernetesClientException.class).isThrownBy(() -> resealing.reseal(secret, AGENT));
    }

    @Test
    void leavesAloneWhatSomebodyElseHasWrittenAndAsksOnceForAVersion() {
        apiServerHas("uid-of-api-key", secret.getSpec().getSealedValue(), "kubectl-edit");

        writesNothing(1);
        secret.getMetadata().setResourceVersion("107");
        writesNothing(1);
    }

    @Test
    void asksNothingAboutWhatDoesNotOpen() {
        secret.getSpec().setSealedValue(Sealed.text(PrivateSealingKey.generate(), "value"));

        writesNothing(0);
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
