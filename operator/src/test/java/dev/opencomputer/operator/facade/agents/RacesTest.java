/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.opencomputer.operator.api.Agent;
import dev.opencomputer.operator.api.AgentSecret;
import dev.opencomputer.operator.api.AgentSpec;
import dev.opencomputer.operator.facade.answer.Refusal;
import dev.opencomputer.operator.facade.kubernetes.CallerAccess;
import dev.opencomputer.operator.facade.kubernetes.ResourceAccess;
import dev.opencomputer.operator.facade.sealing.Sealing;
import dev.opencomputer.operator.wire.Json;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What another call does between two requests of one call. */
@EnableKubernetesMockClient
class RacesTest {

    private static final String NAMESPACE = "team-a";
    private static final String OBJECTS = "/apis/opencomputer.dev/v1alpha1/namespaces/" + NAMESPACE + "/";

    private static final Map<String, Object> NOTHING =
            Map.of("apiVersion", "v1", "kind", "List", "metadata", Map.of(), "items", List.of());

    private KubernetesMockServer server;
    private KubernetesClient client;
    private ResourceAccess<Agent> agents;
    private ResourceAccess<AgentSecret> secrets;

    @BeforeEach
    void prepare() {
        agents = new ResourceAccess<>(client, Agent.class, NAMESPACE);
        secrets = new ResourceAccess<>(client, AgentSecret.class, NAMESPACE);
    }

    @Test
    void aKeyThatAnotherCallHasJustMadeIsOurs() {
        AgentSecret made = secret("uid-1");
        noSecretsAreListed();
        answers("agentsecrets/" + made.getMetadata().getName(), made);

        assertThat(new SecretLookup(secrets).requireFree(agent("uid-1"), "A"))
                .map(found -> found.getMetadata().getName())
                .contains(made.getMetadata().getName());
    }

    @Test
    void whatGoesBeforeItIsWrittenIsTakenForChanged() {
        AgentSecret gone = secret("uid-1");
        server.expect()
                .patch()
                .withPath(OBJECTS + "agentsecrets/" + gone.getMetadata().getName())
                .andReturn(404, new StatusBuilder().withCode(404).build())
                .always();

        assertThatExceptionOfType(KubernetesClientException.class)
                .isThrownBy(() -> secrets.patch(gone, Json.MAPPER.createObjectNode()))
                .satisfies(changed -> assertThat(changed.getCode()).isEqualTo(409));
    }

    @Test
    void anIdThatAnotherCallHasJustTakenIsTakenWhateverItsKeysAreInTheWayOf() {
        answers("agents?fieldSelector=spec.id%3Dresolver", NOTHING);
        takes("agents?dryRun=All", 201, agent("uid-1"));
        noSecretsAreListed();
        Sealing meanwhile = (namespace, agent, key, value) -> {
            answers("agents/resolver", agent("uid-1"));
            throw Refusal.unavailable("the former value is still being deleted", Duration.ofSeconds(5));
        };

        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> new AgentCreation(new CallerAccess(agents, secrets), meanwhile)
                        .create(post(), Optional.empty()))
                .satisfies(refusal -> assertThat(refusal.status()).isEqualTo(409));
    }

    @Test
    void anAgentThatAnotherCallHasJustMadeForTheIdDoesNotGetASecondOneBesides() {
        answers("agents?fieldSelector=spec.id%3Dresolver", NOTHING);
        takes("agents", 409, new StatusBuilder().withCode(409).build());
        answers("agents/resolver", agent("uid-1"));

        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> new AgentCreation(new CallerAccess(agents, secrets), RacesTest::sealed)
                        .create(Json.MAPPER.createObjectNode().put("id", "resolver"), Optional.empty()))
                .satisfies(refusal -> assertThat(refusal.status()).isEqualTo(409));
    }

    @Test
    void whereAnAgentOfAnotherIdHasTheNameAnotherIsTaken() {
        answers("agents?fieldSelector=spec.id%3Dresolver", NOTHING);
        takes("agents?dryRun=All", 409, new StatusBuilder().withCode(409).build(), 1);
        takes("agents?dryRun=All", 201, agent("uid-2"));
        Agent other = agent("uid-1");
        other.getSpec().setId("other");
        answers("agents/resolver", other);
        String besides = AgentObjectNames.besides("resolver");
        answers("agentsecrets?fieldSelector=spec.agentRef.name%3D" + besides + "&limit=50", NOTHING);
        List<String> names = new ArrayList<>();
        Sealing sealing = (namespace, agent, key, value) -> {
            names.add(agent);
            throw Refusal.unavailable("no key is published", Duration.ofSeconds(5));
        };

        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() ->
                        new AgentCreation(new CallerAccess(agents, secrets), sealing).create(post(), Optional.empty()));
        assertThat(names).containsExactly(besides);
    }

    @Test
    void noAgentIsLeftWhenAKeyOfItIsRefusedAfterAll() throws Exception {
        answers("agents?fieldSelector=spec.id%3Dresolver", NOTHING);
        noSecretsAreListed();
        takes("agents?dryRun=All", 201, agent("uid-1"));
        takes("agentsecrets?dryRun=All", 201, secret("uid-1"));
        takes("agents", 201, agent("uid-1"));
        takes("agentsecrets", 403, new StatusBuilder().withCode(403).build());

        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> new AgentCreation(new CallerAccess(agents, secrets), RacesTest::sealed)
                        .create(post(), Optional.empty()))
                .satisfies(refusal -> assertThat(refusal.status()).isEqualTo(403));
        assertThat(server.getLastRequest().getMethod()).isEqualTo("DELETE");
        assertThat(server.getLastRequest().getPath()).isEqualTo(OBJECTS + "agents/resolver");
    }

    private static String sealed(String namespace, String agent, String key, byte[] value) {
        return "oc1.x.y";
    }

    private static ObjectNode post() {
        ObjectNode post = Json.MAPPER.createObjectNode().put("id", "resolver");
        post.withObject("/secrets").put("A", "x");
        return post;
    }

    /** The order of the two fields is nobody's choice. */
    private void noSecretsAreListed() {
        answers("agentsecrets?fieldSelector=spec.agentRef.name%3Dresolver%2Cspec.key%3DA", NOTHING);
        answers("agentsecrets?fieldSelector=spec.key%3DA%2Cspec.agentRef.name%3Dresolver", NOTHING);
        answers("agentsecrets?fieldSelector=spec.agentRef.name%3Dresolver&limit=50", NOTHING);
    }

    private void answers(String path, Object body) {
        server.expect().get().withPath(OBJECTS + path).andReturn(200, body).always();
    }

    private void takes(String path, int status, Object answer) {
        server.expect()
                .post()
                .withPath(OBJECTS + path)
                .andReturn(status, answer)
                .always();
    }

    private void takes(String path, int status, Object answer, int times) {
        server.expect()
                .post()
                .withPath(OBJECTS + path)
                .andReturn(status, answer)
                .times(times);
    }

    private static Agent agent(String uid) {
        Agent agent = new Agent();
        agent.setMetadata(new ObjectMetaBuilder()
                .withName("resolver")
                .withNamespace(NAMESPACE)
                .withUid(uid)
                .build());
        agent.setSpec(new AgentSpec());
        return agent;
    }

    private static AgentSecret secret(String agentUid) {
        return SecretObjects.of(agent(agentUid), "A", "oc1.x.y", List.of(), SecretObjects.now());
    }
}
