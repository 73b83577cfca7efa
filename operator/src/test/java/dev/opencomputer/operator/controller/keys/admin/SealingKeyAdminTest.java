/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.keys.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.opencomputer.operator.api.Names;
import dev.opencomputer.operator.controller.keys.backup.BackedUpKey;
import dev.opencomputer.operator.seal.PrivateSealingKey;
import dev.opencomputer.operator.seal.SealingKeyId;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.NonDeletingOperation;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient(crud = true)
class SealingKeyAdminTest {

    private static final String NAMESPACE = "opencomputer-system";
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

    private static final String OLD = "0000000000000001";
    private static final String NEW = "0000000000000002";
    private static final String NEWER = "0000000000000003";

    private KubernetesMockServer server;
    private KubernetesClient client;

    @Test
    void beginsARestoreWithTheNewestKey() {
        BackedUpKey old = new BackedUpKey(PrivateSealingKey.generate(), NOW.minus(Duration.ofDays(100)));
        BackedUpKey current = new BackedUpKey(PrivateSealingKey.generate(), NOW.minus(Duration.ofDays(1)));
        server.expect()
                .post()
                .withPath("/api/v1/namespaces/" + NAMESPACE + "/secrets")
                .andReturn(403, new StatusBuilder().withCode(403).build())
                .always();

        assertThatExceptionOfType(KeyAdminException.class)
                .isThrownBy(() -> new SealingKeyAdmin(client, NAMESPACE).restore(List.of(old, current), NOW))
                .withMessageContaining("Could not store the key " + current.id());
    }

    @Test
    void saysHowFarARestoreCameAndWhatTheApiServerHasAgainstTheRest() {
        BackedUpKey old = new BackedUpKey(PrivateSealingKey.generate(), NOW.minus(Duration.ofDays(100)));
        BackedUpKey current = new BackedUpKey(PrivateSealingKey.generate(), NOW.minus(Duration.ofDays(1)));
        server.expect()
                .post()
                .withPath("/api/v1/namespaces/" + NAMESPACE + "/secrets")
                .andReturn(
                        201,
                        new SecretBuilder()
                                .withNewMetadata()
                                .withNamespace(NAMESPACE)
                                .withName("stored")
                                .withCreationTimestamp(NOW.toString())
                                .addToLabels(Names.KEY_PURPOSE, "sealing")
                                .endMetadata()
                                .addToData(
                                        "seed",
                                        Base64.getEncoder()
                                                .encodeToString(current.key().seed()))
                                .build())
                .once();
        server.expect()
                .post()
                .withPath("/api/v1/namespaces/" + NAMESPACE + "/secrets")
                .andReturn(
                        403,
                        new StatusBuilder()
                                .withCode(403)
                                .withMessage("secrets is forbidden: exceeded quota: few")
                                .build())
                .always();

        assertThatExceptionOfType(KeyAdminException.class)
                .isThrownBy(() -> new SealingKeyAdmin(client, NAMESPACE).restore(List.of(old, current), NOW))
                .withMessageContaining("Could not store the key " + old.id() + ": the API server answered 403, "
                        + "secrets is forbidden: exceeded quota: few.")
                .withMessageContaining("a quota or an admission policy")
                .withMessageContaining("Restored before that: " + current.id() + ".");
    }

    @Test
    void aRequestIsFulfilledByAKeyThatWasNotThereBefore() throws KeyAdminException {
        SealingKeyId former = publish(NEW, OLD, NEW);
        SealingKeyAdmin admin = new SealingKeyAdmin(client, NAMESPACE);
        SealingKeyAdmin.Request request = admin.askForRenewal();

        assertThat(request.former()).isEqualTo(former);
        assertThat(admin.outcome(request)).isEmpty();
        SealingKeyId made = publish(NEWER, OLD, NEW, NEWER);
        assertThat(admin.outcome(request)).contains(made);
    }

    @Test
    void aKeyThatWasSwitchedBackIsNotTakenForANewOne() throws KeyAdminException {
        publish(OLD, OLD, NEW);
        SealingKeyAdmin admin = new SealingKeyAdmin(client, NAMESPACE);
        SealingKeyAdmin.Request request = admin.askForRenewal();

        SealingKeyId now = publish(NEW, OLD, NEW);

        assertThatExceptionOfType(KeyAdminException.class)
                .isThrownBy(() -> admin.outcome(request))
                .withMessageContaining("No key was made")
                .withMessageContaining(now.value())
                .withMessageContaining("Ask again");
    }

    @Test
    void aFormerKeyThatIsCurrentWhileANewOneIsAskedForIsNoEnd() throws KeyAdminException {
        publish(NEW, OLD, NEW);
        SealingKeyAdmin admin = new SealingKeyAdmin(client, NAMESPACE);
        SealingKeyAdmin.Request request = admin.askForRenewal();

        publish(OLD, OLD);
        admin.askForRenewal();

        assertThat(admin.outcome(request)).as("the current one was lost").isEmpty();
    }

    private SealingKeyId publish(String current, String... ids) {
        client.resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withNamespace(NAMESPACE)
                        .withName(Names.PUBLIC_SEALING_KEYS)
                        .addToAnnotations(Names.CURRENT_KEY, current)
                        .endMetadata()
                        .withData(Stream.of(ids).collect(Collectors.toMap(id -> id, id -> "")))
                        .build())
                .createOr(NonDeletingOperation::update);
        return new SealingKeyId(current);
    }

    @Test
    void aKeyFromTheFutureIsStoredAsOneOfNow() throws KeyAdminException {
        BackedUpKey key = new BackedUpKey(PrivateSealingKey.generate(), Instant.MAX);

        new SealingKeyAdmin(client, NAMESPACE).restore(List.of(key), NOW);

        assertThat(client.secrets().inNamespace(NAMESPACE).list().getItems())
                .singleElement()
                .satisfies(secret -> assertThat(secret.getMetadata().getAnnotations())
                        .containsEntry(Names.KEY_CREATED_AT, NOW.toString()));
    }
}
