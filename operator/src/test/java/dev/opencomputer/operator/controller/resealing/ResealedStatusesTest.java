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
import dev.opencomputer.operator.controller.reporting.ObjectPatches;
import dev.opencomputer.operator.seal.KeyRing;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@EnableKubernetesMockClient
class ResealedStatusesTest {

    private static final String PATH = "/apis/opencomputer.dev/v1alpha1/namespaces/team-a/agentsecrets/api-key/status";
    private static final int TOO_LARGE = 413;

    private KubernetesMockServer server;
    private KubernetesClient client;
    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 10);
    private final Resealing resealing = Sealed.resealing(KeyRing.of(List.of(OLD, CURRENT))::open, clock::get);
    private final AgentSecret secret = Sealed.with(OLD, "value");
    private ResealedStatuses statuses;

    @BeforeEach
    void prepare() {
        statuses = new ResealedStatuses(new ObjectPatches<>(client, AgentSecret.class), resealing);
    }

    private void apiServerAnswers(int code, Object body) {
        server.expect().patch().withPath(PATH).andReturn(code, body).once();
    }

    /** What is written after a PUT: what was put, and the value sealed anew. */
    private AgentSecretStatus afterPut() {
        AgentSecretStatus status = new AgentSecretStatus();
        status.setAppliedDigest("digest");
        if (secret.getStatus() != null) {
            status.setResealedValue(secret.getStatus().getResealedValue());
            status.setResealedFrom(secret.getStatus().getResealedFrom());
        }
        resealing.tell(secret, status);
        return status;
    }

    private JsonNode nextPatch() throws Exception {
        return new ObjectMapper()
                .readTree(server.takeRequest().getBody().readUtf8())
                .path("status");
    }

    @ParameterizedTest
    @ValueSource(ints = {403, TOO_LARGE, 422})
    void tellWhatWasPutWithoutTheValueSealedAnewWhereTheApiServerDoesNotTakeBoth(int code) throws Exception {
        apiServerAnswers(code, "{}");
        apiServerAnswers(200, secret);

        statuses.write(secret, afterPut());

        assertThat(nextPatch().path("resealedValue").asText()).startsWith("oc1.");
        JsonNode second = nextPatch();
        assertThat(second.path("appliedDigest").asText()).isEqualTo("digest");
        assertThat(second.has("resealedValue")).isFalse();
        assertThat(second.has("resealedFrom")).isFalse();
    }

    @Test
    void tryNoMoreUntilTheObjectHasChangedOrSixPeriodsHavePassed() {
        AgentSecret answer = Sealed.holding(secret.getSpec().getSealedValue());
        answer.getMetadata().setResourceVersion("108");
        apiServerAnswers(TOO_LARGE, "{}");
        apiServerAnswers(200, answer);
        AgentSecret written = statuses.write(secret, afterPut());

        assertThat(told(written)).isNull();
        clock.addAndGet(Sealed.PERIOD.multipliedBy(6).toNanos() - 1);
        assertThat(told(written)).isNull();
        clock.incrementAndGet();
        assertThat(told(written)).isNotNull();

        resealing.wasRefused(written);
        assertThat(told(written)).isNull();
        written.getMetadata().setResourceVersion("109");
        assertThat(told(written)).isNotNull();
    }

    private String told(AgentSecret object) {
        AgentSecretStatus status = new AgentSecretStatus();
        resealing.tell(object, status);
        return status.getResealedValue();
    }

    @Test
    void keepTheLastThatOpensWhereAnotherIsNotTaken() throws Exception {
        secret.setStatus(afterPut());
        secret.getStatus().setAppliedDigest("former");
        String last = Sealed.text(OLD, "value");
        secret.getStatus().setResealedValue(last);
        AgentSecretStatus wanted = afterPut();
        assertThat(wanted.getResealedValue()).isNotEqualTo(last);
        apiServerAnswers(TOO_LARGE, "{}");
        apiServerAnswers(200, secret);

        statuses.write(secret, wanted);

        assertThat(wanted.getResealedValue()).isEqualTo(last);
        var unused = nextPatch();
        assertThat(nextPatch().has("resealedValue")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 404, 409})
    void passOnWhatHasNothingToDoWithTheContent(int code) {
        apiServerAnswers(code, "{}");

        assertThatExceptionOfType(KubernetesClientException.class).isThrownBy(() -> statuses.write(secret, afterPut()));
        assertThat(server.getRequestCount()).isOne();
    }

    @Test
    void passOnARefusalOfAStatusThatBringsNothingSealedAnew() {
        AgentSecret current = Sealed.with(CURRENT, "value");
        AgentSecretStatus status = new AgentSecretStatus();
        status.setAppliedDigest("digest");
        resealing.tell(current, status);
        apiServerAnswers(TOO_LARGE, "{}");

        assertThatExceptionOfType(KubernetesClientException.class).isThrownBy(() -> statuses.write(current, status));
        assertThat(server.getRequestCount()).isOne();
    }
}
