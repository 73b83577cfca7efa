/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secretsfrom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.opencomputer.operator.api.AgentSecret;
import dev.opencomputer.operator.api.AgentStatus;
import dev.opencomputer.operator.api.Annotations;
import dev.opencomputer.operator.api.ConditionReason;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is read and written, with an API server that answers as told. */
@EnableKubernetesMockClient
class WholeSecretsTest {

    private static final String SECRETS = "/apis/opencomputer.dev/v1alpha1/namespaces/team-a/agentsecrets";

    private final Keys keys = new Keys();
    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 10);
    private final ChildMemory memory = new ChildMemory(clock::get);
    private final List<String> read = new ArrayList<>();
    private KubernetesMockServer server;
    private KubernetesClient client;
    private WholeSecrets secrets;

    @BeforeEach
    void prepare() {
        secrets = new WholeSecrets(client, (namespace, secret) -> {
            read.add(namespace + "/" + secret);
            return keys.secrets.get(secret);
        });
    }

    private Keeping look() {
        return look(false);
    }

    private Keeping look(boolean anew) {
        return secrets.look(keys.agent, keys.present, memory, true, anew);
    }

    private AgentSecret answer() {
        AgentSecret answer = Children.of(keys.agent, new WantedKey("TOKEN", "env", "TOKEN", List.of()));
        answer.getMetadata().setUid("uid-of-TOKEN");
        answer.getMetadata().setResourceVersion("100");
        return answer;
    }

    private void answersCreation(int status) {
        AgentSecret answer = answer();
        server.expect()
                .post()
                .withPath(SECRETS)
                .andReturn(status, status < 300 ? answer : "{}")
                .once();
    }

    @Test
    void anAgentThatTakesNoWholeSecretCostsNothing() {
        keys.explicit("my-token", "TOKEN");

        assertThat(WholeSecrets.concern(keys.agent, keys.present)).isFalse();
    }

    @Test
    void aSecretIsReadOnceUntilItChangesOrAllIsLookedAtAnew() {
        keys.from("env").from("env").has("env", "TOKEN");
        look();
        look();
        assertThat(read).containsExactly("team-a/env");

        memory.changed("env");
        look();
        look(true);

        assertThat(read).hasSize(3);
    }

    @Test
    void aSecretThatIsMissingIsAwaitedForFiveSeconds() {
        keys.from("env").lacks("env", ConditionReason.SECRET_NOT_FOUND);

        assertThat(look().report().reason()).isEqualTo(ConditionReason.SECRETS_PENDING);
        assertThat(look(true).untilNext().orElseThrow()).isBetween(Duration.ofSeconds(5), Duration.ofMillis(5001));

        clock.addAndGet(Duration.ofSeconds(5).toNanos());

        assertThat(look().report().reason()).isEqualTo(ConditionReason.SECRET_NOT_FOUND);
        assertThat(look(true).report().reason()).isEqualTo(ConditionReason.SECRET_NOT_FOUND);
        assertThat(look().untilNext()).isEmpty();
    }

    @Test
    void whatTheStatusTellsToBeMissingIsNotAwaitedByAnotherProcess() {
        keys.from("env").lacks("env", ConditionReason.SECRET_NOT_FOUND);
        AgentStatus status = new AgentStatus();
        status.setSecretsFrom(keys.report().counts().orElseThrow());
        keys.agent.setStatus(status);

        assertThat(look().report().reason()).isEqualTo(ConditionReason.SECRET_NOT_FOUND);
    }

    @Test
    void aSecretThatTheApiServerFailsToGiveIsReadAgainBeforeLong() {
        keys.from("env");
        keys.secrets.put("env", new SecretKeys.Unusable(ConditionReason.SECRET_UNREADABLE, "It fails.", true));

        assertThat(look().untilNext().orElseThrow()).isGreaterThan(Duration.ofSeconds(9));
        look();
        assertThat(read).hasSize(1);
        keys.has("env", "TOKEN");
        clock.addAndGet(Duration.ofSeconds(10).toNanos());

        assertThat(look().steps()).hasSize(1);
        assertThat(read).hasSize(2);
    }

    @Test
    void aSecretThatTheApiServerNeverGivesHoldsNoKeyForGood() {
        keys.from("env");
        keys.secrets.put("env", new SecretKeys.Unusable(ConditionReason.SECRET_UNREADABLE, "It fails.", true));
        keys.made("TOKEN", "former", "TOKEN");
        assertThat(look().steps()).isEmpty();

        clock.addAndGet(Duration.ofMinutes(10).toNanos());

        assertThat(look().steps()).hasOnlyElementsOfType(Step.Delete.class).hasSize(1);
    }

    @Test
    void whatWasMadeIsNotMadeAgainBeforeTheWatchTellsOfIt() {
        keys.from("env").has("env", "TOKEN");
        answersCreation(201);

        assertThat(secrets.carryOut(look(), memory)).isTrue();

        assertThat(look().steps()).isEmpty();
        assertThat(server.getRequestCount()).isOne();
    }

    @Test
    void whatWasMadeAndIsGoneAgainIsMadeAnew() {
        keys.from("env").has("env", "TOKEN");
        answersCreation(201);
        secrets.carryOut(look(), memory);

        memory.gone(Keys.goes(keys.made("TOKEN", "env", "TOKEN")));
        keys.present.clear();

        assertThat(look().steps()).hasSize(1);
    }

    @Test
    void aDeletionIsAskedForOnce() {
        keys.from("env").has("env");
        keys.made("TOKEN", "env", "TOKEN");
        server.expect()
                .delete()
                .withPath(SECRETS + "/" + keys.present.get(0).getMetadata().getName())
                .andReturn(200, "{}")
                .always();

        secrets.carryOut(look(), memory);
        secrets.carryOut(look(), memory);

        assertThat(server.getRequestCount()).isOne();
    }

    @Test
    void aDeletionThatDidNotGetThroughIsAskedForAgain() {
        keys.from("env").has("env");
        keys.made("TOKEN", "env", "TOKEN");
        String path = SECRETS + "/" + keys.present.get(0).getMetadata().getName();
        server.expect().delete().withPath(path).andReturn(401, "{}").once();

        assertThatThrownBy(() -> secrets.carryOut(look(), memory)).isInstanceOf(KubernetesClientException.class);

        assertThat(memory.isDeleted(keys.present.get(0))).isFalse();
    }

    @Test
    void whatIsRefusedIsToldAndTriedAgainWhenAllIsLookedAtAnew() {
        keys.from("env").has("env", "TOKEN");
        answersCreation(403);

        assertThat(secrets.carryOut(look(), memory)).isFalse();
        assertThat(look().report().reason()).isEqualTo(ConditionReason.KEY_REFUSED);
        assertThat(look().steps()).isEmpty();

        Keeping again = look(true);
        assertThat(again.steps()).hasSize(1);
        assertThat(again.report().reason()).isEqualTo(ConditionReason.KEY_REFUSED);
    }

    @Test
    void whatOneStepMeetsKeepsNoOtherFromBeingDone() {
        keys.from("env").has("env", "TOKEN");
        keys.made("OTHER", "env", "OTHER");
        answersCreation(403);
        answersDeletion(200);

        assertThat(secrets.carryOut(look(), memory)).isFalse();

        assertThat(memory.isDeleted(keys.present.get(0))).isTrue();
    }

    @Test
    void anApiServerThatFailsAtOneObjectIsARefusalOfThatOne() {
        KubernetesClient hasty = hasty();
        secrets = new WholeSecrets(hasty, (namespace, secret) -> keys.secrets.get(secret));
        keys.from("env").has("env", "TOKEN");
        answersCreation(500);

        assertThat(secrets.carryOut(look(), memory)).isFalse();

        assertThat(look().report().reason()).isEqualTo(ConditionReason.KEY_REFUSED);
    }

    private KubernetesClient hasty() {
        Config config = new ConfigBuilder(client.getConfiguration())
                .withRequestRetryBackoffLimit(0)
                .build();
        return new KubernetesClientBuilder().withConfig(config).build();
    }

    @Test
    void whatTheApiServerMakesSomethingElseOfIsToldAndNotWrittenAgainAtOnce() {
        keys.from("env").has("env", "TOKEN");
        AgentSecret changed = answer();
        changed.getSpec().setAllowedHosts(List.of("api.example.com"));
        server.expect().post().withPath(SECRETS).andReturn(201, changed).once();

        assertThat(secrets.carryOut(look(), memory)).isFalse();

        assertThat(look().steps()).isEmpty();
        assertThat(look().report().reason()).isEqualTo(ConditionReason.KEY_REFUSED);
    }

    @Test
    void whatSomebodyElseKeepsWritingIsPutBackOnceUntilAllIsLookedAtAnew() {
        keys.from("env").has("env", "TOKEN");
        AgentSecret child = keys.made("TOKEN", "env", "TOKEN");
        child.getSpec().setAllowedHosts(List.of("api.example.com"));
        server.expect().patch().withPath(path(child)).andReturn(200, answer()).always();
        assertThat(secrets.carryOut(look(), memory)).isTrue();

        child.getMetadata().setUid("uid-of-TOKEN");
        child.getMetadata().setResourceVersion("101");
        assertThat(secrets.carryOut(look(), memory))
                .as("the first may have been asked for")
                .isTrue();
        child.getMetadata().setResourceVersion("102");
        assertThat(secrets.carryOut(look(), memory)).isFalse();

        assertThat(server.getRequestCount()).isEqualTo(2);
        assertThat(look().report().reason()).isEqualTo(ConditionReason.KEY_REFUSED);
        secrets.carryOut(look(true), memory);
        assertThat(server.getRequestCount()).isEqualTo(3);
    }

    @Test
    void whatIsDeletedIsTheOneThatWasLookedAt() throws InterruptedException {
        keys.from("env").has("env");
        keys.made("TOKEN", "env", "TOKEN");
        answersDeletion(409);

        assertThat(secrets.carryOut(look(), memory)).isTrue();

        assertThat(server.takeRequest().getBody().readUtf8()).contains("\"resourceVersion\":\"100\"");
        assertThat(look().steps()).hasSize(1);
    }

    private void answersDeletion(int status) {
        server.expect()
                .delete()
                .withPath(path(keys.present.get(0)))
                .andReturn(status, "{}")
                .once();
    }

    private static String path(AgentSecret child) {
        return SECRETS + "/" + child.getMetadata().getName();
    }

    @Test
    void anApiServerInTroubleIsNoRefusal() {
        keys.from("env").has("env", "TOKEN");
        server.expect().post().withPath(SECRETS).andReturn(401, "{}").always();

        assertThatThrownBy(() -> secrets.carryOut(look(), memory)).isInstanceOf(KubernetesClientException.class);
        assertThat(look().steps()).hasSize(1);
    }

    @Test
    void whileTheAgentIsPausedNothingIsDone() {
        keys.from("env").has("env", "TOKEN");
        keys.agent.getMetadata().setAnnotations(Map.of(Annotations.PAUSED, "true"));

        assertThat(look().steps()).isEmpty();
        assertThat(look().report().reason()).isEqualTo(ConditionReason.PAUSED);
    }

    @Test
    void anAgentWithoutItsIdReadsAndMakesNothing() {
        keys.from("env").has("env", "TOKEN");

        Keeping keeping = secrets.look(keys.agent, keys.present, memory, false, true);

        assertThat(keeping.report().reason()).isEqualTo(ConditionReason.AGENT_NOT_READY);
        assertThat(keeping.steps()).isEmpty();
        assertThat(read).isEmpty();
    }

    @Test
    void anAgentThatSaysNothingAtAllCostsNothingEither() {
        keys.agent.setSpec(null);

        assertThat(WholeSecrets.concern(keys.agent, keys.present)).isFalse();
    }

    @Test
    void anAgentThatOnceAskedIsKeptUntilTheLastOfThemIsGone() {
        keys.made("TOKEN", "env", "TOKEN");

        assertThat(WholeSecrets.concern(keys.agent, keys.present)).isTrue();
    }

    @Test
    void anAgentThatGoesMakesNothing() {
        keys.from("env").has("env", "TOKEN");
        keys.agent.getMetadata().setDeletionTimestamp("2026-05-01T10:00:00Z");

        assertThat(WholeSecrets.concern(keys.agent, keys.present)).isFalse();
    }
}
