/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.api.Agent;
import dev.opencomputer.operator.api.AgentReference;
import dev.opencomputer.operator.api.AgentSecret;
import dev.opencomputer.operator.api.AgentSecretNames;
import dev.opencomputer.operator.api.AgentSecretSpec;
import dev.opencomputer.operator.api.Annotations;
import dev.opencomputer.operator.api.Names;
import dev.opencomputer.operator.api.SecretKeyReference;
import dev.opencomputer.operator.api.ValueSource;
import dev.opencomputer.operator.facade.HttpCaller.Reply;
import dev.opencomputer.operator.facade.agents.AgentObjectNames;
import dev.opencomputer.operator.seal.KeyRing;
import dev.opencomputer.operator.seal.Opening;
import dev.opencomputer.operator.seal.PrivateSealingKey;
import dev.opencomputer.operator.seal.SealingPlace;
import dev.opencomputer.operator.testing.Agents;
import dev.opencomputer.operator.testing.ControlPlaneExtension;
import dev.opencomputer.operator.testing.RunningFacade;
import dev.opencomputer.operator.testing.TestCluster;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Up to the AgentSecret: what the operator does with it has tests of its own. */
@ExtendWith({ControlPlaneExtension.class, FacadeExtension.class})
class AgentSecretsIT {

    private static final String KEY = "/v1/agents/resolver/secrets/ANTHROPIC_API_KEY";
    private static final String OBJECT = AgentSecretNames.nameFor("resolver", "ANTHROPIC_API_KEY");

    private TestCluster cluster;
    private RunningFacade facade;
    private HttpCaller caller;
    private Agent agent;

    @BeforeEach
    void start(TestCluster cluster, RunningFacade facade, HttpCaller caller) {
        this.cluster = cluster;
        this.facade = facade;
        this.caller = caller;
        agent = new Agents(cluster).create("resolver");
    }

    @Test
    void keepsAValueThatOnlyTheOperatorCanOpen() {
        PrivateSealingKey key = facade.publishSealingKey();

        Reply put = caller.put(KEY, "{\"value\": \"sk-ant-canary\", \"allowed_hosts\": [\"api.anthropic.com\"]}");

        assertThat(put.status()).as("%s", put.body()).isEqualTo(200);
        AgentSecret secret = secret(OBJECT);
        assertThat(opened(key, secret)).isEqualTo("sk-ant-canary");
        assertThat(secret.getSpec().getAllowedHosts()).containsExactly("api.anthropic.com");
        assertThat(secret.getMetadata().getFinalizers()).containsExactly(Names.FINALIZER);
        assertThat(secret.getMetadata().getOwnerReferences()).singleElement().satisfies(owner -> {
            assertThat(owner.getUid()).isEqualTo(agent.getMetadata().getUid());
            assertThat(owner.getBlockOwnerDeletion()).isFalse();
        });
        String accepted = secret.getMetadata().getAnnotations().get(Annotations.ACCEPTED_AT);
        assertThat(put.body().toString())
                .isEqualTo("{\"key\":\"ANTHROPIC_API_KEY\",\"allowed_hosts\":[\"api.anthropic.com\"],\"set_at\":\""
                        + accepted + "\",\"pending\":true}");
        assertThat(caller.get("/v1/agents/resolver/secrets").body().path("secrets"))
                .singleElement()
                .isEqualTo(put.body());
    }

    @Test
    void takesTheSameValueAgainForANewOneAndForgetsTheHostsThatAreNotSent() {
        PrivateSealingKey key = facade.publishSealingKey();
        caller.put(KEY, "{\"value\": \"same\", \"allowed_hosts\": [\"a.example\"]}");
        AgentSecret before = secret(OBJECT);

        assertThat(caller.put(KEY, "{\"value\": \"same\"}").status()).isEqualTo(200);

        AgentSecret after = secret(OBJECT);
        assertThat(after.getMetadata().getUid()).isEqualTo(before.getMetadata().getUid());
        assertThat(Annotations.acceptedAt(after)).isNotEqualTo(Annotations.acceptedAt(before));
        assertThat(after.getSpec().getAllowedHosts()).isNullOrEmpty();
        assertThat(opened(key, after)).isEqualTo("same");
    }

    @Test
    void takesAValueOf128KiB() {
        PrivateSealingKey key = facade.publishSealingKey();
        String value = "x".repeat(128 * 1024);

        assertThat(caller.put(KEY, "{\"value\": \"" + value + "\"}").status()).isEqualTo(200);

        assertThat(opened(key, secret(OBJECT))).isEqualTo(value);
    }

    @Test
    void asksToComeBackWhileNoSealingKeyIsPublished() {
        Reply put = caller.put(KEY, "{\"value\": \"x\"}");
        Reply post = caller.post("/v1/agents", "{\"id\": \"other\", \"secrets\": {\"A\": \"x\"}}");

        assertThat(put.status()).isEqualTo(503);
        assertThat(put.header("Retry-After")).isEqualTo("5");
        assertThat(put.errorMessage()).contains(Names.PUBLIC_SEALING_KEYS);
        assertThat(post.status()).isEqualTo(503);
        assertThat(caller.get("/v1/agents/other").status()).isEqualTo(404);
    }

    @Test
    void makesAnAgentWithItsSecrets() {
        PrivateSealingKey key = facade.publishSealingKey();

        Reply post = caller.post("/v1/agents", "{\"id\": \"other\", \"secrets\": {\"A\": \"one\", \"B_C\": \"two\"}}");

        assertThat(post.status()).as("%s", post.body()).isEqualTo(201);
        Agent other = new Agents(cluster).get("other").orElseThrow();
        AgentSecret secret = secret(AgentSecretNames.nameFor("other", "B_C"));
        assertThat(opened(key, secret)).isEqualTo("two");
        assertThat(secret.getMetadata().getOwnerReferences())
                .singleElement()
                .satisfies(owner ->
                        assertThat(owner.getUid()).isEqualTo(other.getMetadata().getUid()));
        assertThat(caller.get("/v1/agents/other/secrets").body().path("secrets"))
                .extracting(listed -> listed.path("key").asText())
                .containsExactly("A", "B_C");
    }

    @Test
    void makesAnAgentWithItsSecretsWhereAnotherOneHasTheName() {
        facade.publishSealingKey();
        new Agents(cluster).create("other", other -> other.getSpec().setId("something-else"));

        Reply post = caller.post("/v1/agents", "{\"id\": \"other\", \"secrets\": {\"A\": \"one\"}}");

        assertThat(post.status()).as("%s", post.body()).isEqualTo(201);
        AgentSecret made = secret(AgentSecretNames.nameFor(AgentObjectNames.besides("other"), "A"));
        assertThat(made.getSpec().getAgentRef().getName()).isEqualTo(AgentObjectNames.besides("other"));
    }

    @Test
    void aPostWaitsForAFormerSecretOfTheNameBeforeItWritesAnything() {
        facade.publishSealingKey();
        String former = AgentSecretNames.nameFor("other", "A");
        AgentSecret leftOver = fromSecret(former, "other", "A");
        leftOver.getMetadata().setFinalizers(List.of("example.com/hold"));
        cluster.client().resource(leftOver).create();
        cluster.client().resource(leftOver).delete();

        Reply post = caller.post("/v1/agents", "{\"id\": \"other\", \"secrets\": {\"A\": \"one\"}}");

        assertThat(post.status()).as("%s", post.body()).isEqualTo(503);
        assertThat(post.header("Retry-After")).isEqualTo("5");
        assertThat(new Agents(cluster).get("other")).isEmpty();
    }

    @Test
    void leavesNoAgentWhenASecretOfItIsSomebodyElses() {
        facade.publishSealingKey();
        AgentSecret foreign = fromSecret("from-git", "other", "A");
        cluster.client().resource(foreign).create();

        Reply post = caller.post("/v1/agents", "{\"id\": \"other\", \"secrets\": {\"A\": \"one\"}}");

        assertThat(post.status()).as("%s", post.body()).isEqualTo(409);
        assertThat(post.errorMessage()).contains(cluster.namespace() + "/from-git");
        assertThat(new Agents(cluster).get("other")).isEmpty();
    }

    @Test
    void showsWhatComesFromGitAndDoesNotTouchIt() {
        facade.publishSealingKey();
        cluster.client()
                .resource(fromSecret("from-git", "resolver", "ANTHROPIC_API_KEY"))
                .create();

        assertThat(caller.get("/v1/agents/resolver/secrets").body().path("secrets"))
                .singleElement()
                .satisfies(listed -> {
                    assertThat(listed.path("key").asText()).isEqualTo("ANTHROPIC_API_KEY");
                    assertThat(listed.path("set_at").isNull()).isTrue();
                });
        Reply put = caller.put(KEY, "{\"value\": \"x\"}");
        assertThat(put.status()).isEqualTo(409);
        assertThat(put.errorType()).isEqualTo("conflict");
        assertThat(put.errorMessage()).contains("AgentSecret " + cluster.namespace() + "/from-git", "written by");
        assertThat(caller.delete(KEY).status()).isEqualTo(409);
        assertThat(secret("from-git").getMetadata().getDeletionTimestamp()).isNull();
    }

    @Test
    void aKeyThatTheAgentTakesFromAWholeSecretIsShownAndIsLeftToThatSecret() {
        facade.publishSealingKey();
        AgentSecret made = fromSecret("made", "resolver", "ANTHROPIC_API_KEY");
        made.getMetadata().setLabels(Map.of(Names.SECRETS_FROM, "resolver"));
        // Not even this lets the API write it: the operator would put it back.
        made.getMetadata().setAnnotations(Map.of(Annotations.API_WRITES, Annotations.ALLOWED));
        made.getMetadata()
                .setOwnerReferences(List.of(new OwnerReferenceBuilder()
                        .withApiVersion(agent.getApiVersion())
                        .withKind(agent.getKind())
                        .withName("resolver")
                        .withUid(agent.getMetadata().getUid())
                        .withController(true)
                        .build()));
        cluster.client().resource(made).create();

        assertThat(caller.get("/v1/agents/resolver/secrets").body().path("secrets"))
                .singleElement()
                .satisfies(listed -> assertThat(listed.path("key").asText()).isEqualTo("ANTHROPIC_API_KEY"));
        Reply put = caller.put(KEY, "{\"value\": \"x\"}");
        assertThat(put.status()).isEqualTo(409);
        assertThat(put.errorMessage())
                .contains("the Secret anthropic", "spec.secretsFrom of Agent " + cluster.namespace() + "/resolver");
        assertThat(caller.delete(KEY).status()).isEqualTo(409);
        assertThat(secret("made").getMetadata().getDeletionTimestamp()).isNull();
    }

    @Test
    void neitherShowsNorWritesWhatIsBeingDeleted() {
        facade.publishSealingKey();
        caller.put(KEY, "{\"value\": \"former\"}");
        hold(OBJECT);

        assertThat(caller.delete(KEY).status()).isEqualTo(200);

        assertThat(caller.get("/v1/agents/resolver/secrets").body().path("secrets"))
                .isEmpty();
        assertThat(caller.delete(KEY).status()).isEqualTo(404);
        String version = secret(OBJECT).getSpec().getSealedValue();
        Reply put = caller.put(KEY, "{\"value\": \"next\"}");
        assertThat(put.status()).as("%s", put.body()).isEqualTo(503);
        assertThat(put.header("Retry-After")).isEqualTo("5");
        assertThat(secret(OBJECT).getSpec().getSealedValue()).isEqualTo(version);
    }

    @Test
    void takesWhatAFormerAgentOfTheNameLeftForAbsent() {
        facade.publishSealingKey();
        AgentSecret leftOver = fromSecret("left-over", "resolver", "ANTHROPIC_API_KEY");
        leftOver.getMetadata()
                .setOwnerReferences(List.of(new OwnerReferenceBuilder()
                        .withApiVersion(agent.getApiVersion())
                        .withKind(agent.getKind())
                        .withName("resolver")
                        .withUid("11111111-1111-1111-1111-111111111111")
                        .build()));
        // Held, since the garbage collector is after it.
        leftOver.getMetadata().setFinalizers(List.of("example.com/hold"));
        cluster.client().resource(leftOver).create();

        assertThat(caller.get("/v1/agents/resolver/secrets").body().path("secrets"))
                .isEmpty();
        assertThat(caller.put(KEY, "{\"value\": \"x\"}").status()).isEqualTo(200);
    }

    private void hold(String name) {
        AgentSecret secret = secret(name);
        secret.getMetadata().getFinalizers().add("example.com/hold");
        cluster.client().resource(secret).update();
    }

    private AgentSecret secret(String name) {
        return cluster.client()
                .resources(AgentSecret.class)
                .inNamespace(cluster.namespace())
                .withName(name)
                .require();
    }

    private String opened(PrivateSealingKey key, AgentSecret secret) {
        Opening opening = KeyRing.of(List.of(key))
                .open(
                        secret.getSpec().getSealedValue(),
                        new SealingPlace(
                                cluster.namespace(),
                                secret.getSpec().getAgentRef().getName(),
                                secret.getSpec().getKey()));
        assertThat(opening).isInstanceOf(Opening.Opened.class);
        return new String(((Opening.Opened) opening).plaintext(), StandardCharsets.UTF_8);
    }

    private AgentSecret fromSecret(String name, String agentName, String key) {
        AgentReference reference = new AgentReference();
        reference.setName(agentName);
        SecretKeyReference entry = new SecretKeyReference();
        entry.setName("anthropic");
        entry.setKey("api-key");
        ValueSource source = new ValueSource();
        source.setSecretKeyRef(entry);
        AgentSecretSpec spec = new AgentSecretSpec();
        spec.setAgentRef(reference);
        spec.setKey(key);
        spec.setValueFrom(source);
        AgentSecret secret = new AgentSecret();
        secret.setMetadata(new ObjectMetaBuilder()
                .withName(name)
                .withNamespace(cluster.namespace())
                .build());
        secret.setSpec(spec);
        return secret;
    }
}
