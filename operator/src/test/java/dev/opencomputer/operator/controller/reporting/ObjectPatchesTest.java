/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.reporting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.opencomputer.operator.api.Agent;
import dev.opencomputer.operator.api.AgentSpec;
import dev.opencomputer.operator.api.AgentStatus;
import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.api.Names;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient
class ObjectPatchesTest {

    private static final String PATH = "/apis/opencomputer.dev/v1alpha1/namespaces/team-a/agents/resolver";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private KubernetesMockServer server;
    private KubernetesClient client;
    private ObjectPatches<Agent> patches;
    private final Agent agent = new Agent();

    @BeforeEach
    void prepare() {
        patches = new ObjectPatches<>(client, Agent.class);
        agent.setMetadata(new ObjectMetaBuilder()
                .withNamespace("team-a")
                .withName("resolver")
                .withUid("uid-1")
                .withResourceVersion("100")
                .withFinalizers("example.com/theirs")
                .build());
        agent.setSpec(new AgentSpec());
    }

    private void answers(String path, int status, Object body) {
        server.expect().patch().withPath(path).andReturn(status, body).once();
    }

    private JsonNode sent() throws Exception {
        assertThat(server.getRequestCount()).as("a write is one request").isEqualTo(1);
        RecordedRequest request = server.takeRequest();
        assertThat(request.getHeader("Content-Type")).startsWith("application/merge-patch+json");
        return MAPPER.readTree(request.getBody().readUtf8());
    }

    private static JsonNode json(String text) throws Exception {
        return MAPPER.readTree(text.replace('\'', '"'));
    }

    private static AgentStatus status(String id, String digest) {
        AgentStatus status = new AgentStatus();
        status.setId(id);
        status.setAppliedDigest(digest);
        return status;
    }

    @Test
    void sendsOnlyWhatChangesInTheStatus() throws Exception {
        answers(PATH + "/status", 200, agent);

        patches.patchStatus(agent, status("resolver", "old"), status("resolver", "new"));

        assertThat(sent()).isEqualTo(json("{'metadata': {'uid': 'uid-1'}, 'status': {'appliedDigest': 'new'}}"));
    }

    @Test
    void removesFromTheStatusWithNull() throws Exception {
        answers(PATH + "/status", 200, agent);

        patches.patchStatus(agent, status("resolver", "old"), status(null, "old"));

        assertThat(sent()).isEqualTo(json("{'metadata': {'uid': 'uid-1'}, 'status': {'id': null}}"));
    }

    @Test
    void sendsTheWholeStatusWhereThereIsNone() throws Exception {
        answers(PATH + "/status", 200, agent);

        patches.patchStatus(agent, null, status("resolver", "new"));

        assertThat(sent().get("status")).isEqualTo(json("{'id': 'resolver', 'appliedDigest': 'new'}"));
    }

    @Test
    void sendsNothingWhenNothingChanges() {
        Agent answer = patches.patchStatus(agent, status("resolver", "same"), status("resolver", "same"));

        assertThat(answer).isSameAs(agent);
        assertThat(server.getRequestCount()).isZero();
    }

    @Test
    void takesAnAbsentStatusForAnEmptyOne() {
        assertThat(patches.differ(null, new AgentStatus())).isFalse();
        assertThat(patches.differ(null, status("resolver", null))).isTrue();
        assertThat(patches.differ(status("resolver", null), null)).isTrue();
    }

    @Test
    void comparesConditionsByWhatTheySay() {
        AgentStatus one = status("resolver", null);
        one.setConditions(Conditions.of(ConditionReason.IN_SYNC, "fine", 1, null, Instant.EPOCH));
        AgentStatus same = status("resolver", null);
        same.setConditions(Conditions.of(ConditionReason.IN_SYNC, "fine", 1, null, Instant.EPOCH));
        AgentStatus another = status("resolver", null);
        another.setConditions(Conditions.of(ConditionReason.IN_SYNC, "fine", 2, null, Instant.EPOCH));

        assertThat(patches.differ(one, same)).isFalse();
        assertThat(patches.differ(one, another)).isTrue();
    }

    @Test
    void returnsTheObjectAsTheServerAnswered() {
        Agent answer = new Agent();
        answer.setMetadata(new ObjectMetaBuilder(agent.getMetadata())
                .withResourceVersion("101")
                .build());
        answers(PATH + "/status", 200, answer);

        assertThat(patches.patchStatus(agent, null, status("resolver", null))
                        .getMetadata()
                        .getResourceVersion())
                .isEqualTo("101");
    }

    @Test
    void replacesOneTextOfTheSpecAndNamesTheVersion() throws Exception {
        answers(PATH, 200, agent);

        patches.patchSpec(agent, "101", "displayName", "Resolver");

        assertThat(sent())
                .isEqualTo(json("{'metadata': {'uid': 'uid-1', 'resourceVersion': '101'}, 'spec':"
                        + " {'displayName': 'Resolver'}}"));
    }

    @Test
    void addsItsFinalizerBesideTheirsAndNamesTheVersion() throws Exception {
        answers(PATH, 200, agent);

        patches.addFinalizer(agent);

        assertThat(sent())
                .isEqualTo(json("{'metadata': {'uid': 'uid-1', 'resourceVersion': '100', 'finalizers':"
                        + " ['example.com/theirs', '" + Names.FINALIZER + "']}}"));
    }

    @Test
    void addsItsFinalizerOnce() throws Exception {
        agent.addFinalizer(Names.FINALIZER);
        answers(PATH, 200, agent);

        patches.addFinalizer(agent);

        assertThat(sent().path("metadata").path("finalizers"))
                .isEqualTo(json("['example.com/theirs', '" + Names.FINALIZER + "']"));
    }

    @Test
    void removesItsFinalizerAndLeavesTheirs() throws Exception {
        agent.addFinalizer(Names.FINALIZER);
        answers(PATH, 200, agent);

        patches.removeFinalizer(agent);

        assertThat(sent())
                .isEqualTo(json("{'metadata': {'uid': 'uid-1', 'resourceVersion': '100', 'finalizers':"
                        + " ['example.com/theirs']}}"));
    }

    @Test
    void tellsThatTheObjectWasChangedMeanwhile() {
        answers(
                PATH,
                409,
                new StatusBuilder().withCode(409).withReason("Conflict").build());

        assertThatThrownBy(() -> patches.removeFinalizer(agent))
                .isInstanceOfSatisfying(
                        KubernetesClientException.class,
                        failure -> assertThat(failure.getCode()).isEqualTo(409));
    }

    @Test
    void isContentWhenTheObjectToLetGoIsGone() {
        answers(
                PATH,
                404,
                new StatusBuilder().withCode(404).withReason("NotFound").build());

        assertThatCode(() -> patches.removeFinalizer(agent)).doesNotThrowAnyException();
    }
}
