/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secret;

import static dev.opencomputer.operator.controller.secret.Situation.CANARY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.api.Names;
import dev.opencomputer.operator.api.SecretKeyReference;
import dev.opencomputer.operator.controller.policy.LabelRule;
import dev.opencomputer.operator.controller.policy.Policy;
import dev.opencomputer.operator.controller.secret.SourceSecrets.Answer;
import dev.opencomputer.operator.controller.secretsfrom.SecretKeys;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@EnableKubernetesMockClient
class SourceSecretsTest {

    private static final String OWN_NAMESPACE = "opencomputer-system";

    private KubernetesMockServer server;
    private KubernetesClient client;
    private Policy policy = Policy.NONE;
    private SourceSecrets secrets;

    @BeforeEach
    void prepare() {
        secrets = new SourceSecrets(client, OWN_NAMESPACE, () -> policy);
    }

    private static SecretBuilder source() {
        return new SecretBuilder()
                .withNewMetadata()
                .withName("source")
                .endMetadata()
                .withType("Opaque")
                .addToData("entry", Base64.getEncoder().encodeToString(CANARY.getBytes(StandardCharsets.UTF_8)));
    }

    private void answers(String namespace, int status, Object body) {
        server.expect()
                .get()
                .withPath("/api/v1/namespaces/" + namespace + "/secrets/source")
                .andReturn(status, body)
                .once();
    }

    private void holds(Secret secret) {
        answers("team-a", 200, secret);
    }

    private Answer read(String namespace, String name, String key) {
        SecretKeyReference reference = new SecretKeyReference();
        reference.setName(name);
        reference.setKey(key);
        return secrets.read(namespace, reference);
    }

    private Answer read() {
        return read("team-a", "source", "entry");
    }

    private static void isUnusable(Answer answer, ConditionReason reason, String... says) {
        assertThat(answer).isInstanceOfSatisfying(Answer.Unusable.class, unusable -> {
            assertThat(unusable.reason()).isEqualTo(reason);
            assertThat(unusable.message()).contains(says).doesNotContain(CANARY);
        });
    }

    @Test
    void readsAnEntryAndShowsNothingOfIt() {
        holds(source().build());

        Answer answer = read();

        assertThat(answer).isInstanceOfSatisfying(Answer.Entry.class, entry -> {
            assertThat(entry.bytes()).isEqualTo(CANARY.getBytes(StandardCharsets.UTF_8));
            assertThat(entry.name()).contains("entry", "source");
        });
        assertThat(answer.toString()).doesNotContain(CANARY);
    }

    @Test
    void readsAtEachMomentOfNeedAnew() throws Exception {
        holds(source().build());
        holds(source().build());

        read();
        read();

        assertThat(server.getRequestCount()).isEqualTo(2);
    }

    @Test
    void keysOfASecretThatTheApiServerFailsToGiveAreNotKnownForTheMoment() {
        answers("team-a", 401, new StatusBuilder().withCode(401).build());

        assertThat(secrets.keys("team-a", "source")).isInstanceOfSatisfying(SecretKeys.Unusable.class, unusable -> {
            assertThat(unusable.reason()).isEqualTo(ConditionReason.SECRET_UNREADABLE);
            assertThat(unusable.passing()).isTrue();
        });
    }

    @Test
    void namesTheSecretThatIsMissing() {
        answers("team-a", 404, new StatusBuilder().withCode(404).build());

        isUnusable(read(), ConditionReason.SECRET_NOT_FOUND, "source", "stays meanwhile");
    }

    @Test
    void namesTheEntryThatIsMissing() {
        holds(source().build());
        isUnusable(read("team-a", "source", "another"), ConditionReason.SECRET_KEY_NOT_FOUND, "source", "another");

        holds(source().withData(null).build());
        isUnusable(read(), ConditionReason.SECRET_KEY_NOT_FOUND, "source", "entry");
    }

    @ParameterizedTest
    @ValueSource(strings = {"kubernetes.io/service-account-token", "helm.sh/release.v1"})
    void refusesTypesThatAreNeverMeant(String type) {
        holds(source().withType(type).build());

        isUnusable(read(), ConditionReason.SOURCE_FORBIDDEN, "source", type);
    }

    @Test
    void refusesTheConnectionsSecretWithoutReadingIt() {
        isUnusable(
                read("team-a", "opencomputer-connection", "apiKey"),
                ConditionReason.SOURCE_FORBIDDEN,
                "opencomputer-connection");
        assertThat(server.getRequestCount()).isZero();
    }

    @Test
    void refusesTheOperatorsOwn() {
        answers(
                OWN_NAMESPACE,
                200,
                source().editMetadata()
                        .addToLabels(Names.KEY_PURPOSE, "sealing")
                        .endMetadata()
                        .build());

        isUnusable(
                read(OWN_NAMESPACE, "source", "entry"), ConditionReason.SOURCE_FORBIDDEN, "source", "operator's own");
    }

    @Test
    void refusesTheOperatorsOwnAlsoWithoutTheirLabelAndCopiedElsewhere() {
        holds(source().withType("opencomputer.dev/digest-key").build());

        isUnusable(read(), ConditionReason.SOURCE_FORBIDDEN, "source");
    }

    @Test
    void takesOthersInTheOperatorsNamespaceAndLabelledOnesElsewhere() {
        answers(OWN_NAMESPACE, 200, source().build());
        assertThat(read(OWN_NAMESPACE, "source", "entry")).isInstanceOf(Answer.Entry.class);

        holds(source().editMetadata()
                .addToLabels(Names.KEY_PURPOSE, "sealing")
                .endMetadata()
                .build());
        assertThat(read()).isInstanceOf(Answer.Entry.class);
    }

    @Test
    void tellsThatTheOperatorMayNotReadIt() {
        answers(
                "team-a",
                403,
                new StatusBuilder().withCode(403).withReason("Forbidden").build());

        isUnusable(read(), ConditionReason.SECRET_UNREADABLE, "source", "right to get Secrets");
    }

    @Test
    void leavesTroubleOfTheApiServerToTheRetry() {
        answers("team-a", 422, new StatusBuilder().withCode(422).build());

        assertThatThrownBy(this::read).isInstanceOf(KubernetesClientException.class);
    }

    @Test
    void refusesOneWithoutTheLabelThatTheAdministratorRequires() {
        policy = new Policy(
                List.of(),
                List.of(),
                OptionalInt.empty(),
                Map.of(),
                Optional.of(new LabelRule("opencomputer.dev/source", Optional.of("allowed"))));
        holds(source().build());
        isUnusable(
                read(), ConditionReason.SOURCE_FORBIDDEN, "source", "lacks the label opencomputer.dev/source=allowed");

        holds(source().editMetadata()
                .addToLabels("opencomputer.dev/source", "allowed")
                .endMetadata()
                .build());
        assertThat(read()).isInstanceOf(Answer.Entry.class);
    }
}
