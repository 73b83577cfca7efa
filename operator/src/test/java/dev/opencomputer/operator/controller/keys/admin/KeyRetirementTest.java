/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.keys.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.opencomputer.operator.api.AgentSecret;
import dev.opencomputer.operator.api.AgentSecretSpec;
import dev.opencomputer.operator.api.Names;
import dev.opencomputer.operator.seal.PrivateSealingKey;
import dev.opencomputer.operator.seal.SealingKeyId;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A retirement that something is in the way of, at each step. The same key is in two Secrets, as after a restore by hand. */
@EnableKubernetesMockClient(crud = true)
class KeyRetirementTest {

    private static final String NAMESPACE = "opencomputer-system";
    private static final String OBJECTS = "/api/v1/namespaces/" + NAMESPACE + "/";
    private static final Instant RENEWED = Instant.parse("2026-01-01T00:00:00Z");
    private static final PrivateSealingKey OLD = PrivateSealingKey.generate();
    private static final PrivateSealingKey CURRENT = PrivateSealingKey.generate();
    private static final SealingKeyId ID = OLD.publicKey().id();

    private KubernetesMockServer server;
    private KubernetesClient client;

    @BeforeEach
    void prepare() {
        secret("one", OLD);
        secret("two", OLD);
        secret("current", CURRENT);
        client.resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withNamespace(NAMESPACE)
                        .withName(Names.PUBLIC_SEALING_KEYS)
                        .addToAnnotations(
                                Names.CURRENT_KEY, CURRENT.publicKey().id().value())
                        .addToAnnotations(
                                Names.KEY_CREATED_PREFIX + CURRENT.publicKey().id(), RENEWED.toString())
                        .endMetadata()
                        .addToData(ID.value(), OLD.publicKey().base64())
                        .addToData(
                                CURRENT.publicKey().id().value(),
                                CURRENT.publicKey().base64())
                        .build())
                .create();
    }

    @Test
    void leavesEveryKeyWhileValuesFromBeforeARenewalMayBeUnderWay() {
        assertThatExceptionOfType(KeyAdminException.class)
                .isThrownBy(() -> retire(RENEWED.plus(Duration.ofMinutes(15)).minusMillis(1)))
                .withMessageContaining("can be retired from 2026-01-01T00:15:00Z on")
                .withMessageContaining("the current key is from 2026-01-01T00:00:00Z");
        assertThat(purposes()).containsEntry("one", "sealing");
    }

    @Test
    void waitsForNoDateOfTheFutureThatARenewalGaveTheCurrentKey() throws KeyAdminException {
        client.configMaps()
                .inNamespace(NAMESPACE)
                .withName(Names.PUBLIC_SEALING_KEYS)
                .edit(map -> {
                    map.getMetadata()
                            .getAnnotations()
                            .put(Names.KEY_CREATED_PREFIX + CURRENT.publicKey().id(), "9000-01-01T00:00:00Z");
                    return map;
                });
        secret("current").edit(secret -> {
            secret.getMetadata().setAnnotations(new HashMap<>(Map.of(Names.KEY_CREATED_AT, "9000-01-01T00:00:00Z")));
            return secret;
        });
        Instant stored = Instant.parse(secret("current").get().getMetadata().getCreationTimestamp());

        assertThatExceptionOfType(KeyAdminException.class)
                .isThrownBy(() -> retire(stored.plus(Duration.ofMinutes(14))))
                .withMessageContaining("can be retired from " + stored.plus(Duration.ofMinutes(15)) + " on");
        retire(stored.plus(Duration.ofMinutes(15)));

        assertThat(purposes()).containsOnlyKeys("current");
    }

    private Resource<Secret> secret(String name) {
        return client.secrets().inNamespace(NAMESPACE).withName(name);
    }

    @Test
    void saysAtAnyTimeThatThereIsNoSuchKey() {
        SealingKeyId none = new SealingKeyId("0123456789abcdef");

        assertThatExceptionOfType(KeyAdminException.class)
                .isThrownBy(() -> new KeyRetirement(client, NAMESPACE, InstantSource.fixed(RENEWED)).retire(none))
                .withMessage("There is no sealing key " + none + " in the namespace " + NAMESPACE + ".");
    }

    @Test
    void deletesEverySecretOfTheKey() throws KeyAdminException {
        retire();

        assertThat(purposes()).containsOnlyKeys("current");
    }

    @Test
    void putsBackEverySecretThatItCanAndNamesTheOthers() {
        server.expect()
                .put()
                .withPath(OBJECTS + "configmaps/" + Names.PUBLIC_SEALING_KEYS)
                .andReply(403, request -> {
                    refuse("one");
                    return new StatusBuilder().withCode(403).build();
                })
                .always();

        assertThatExceptionOfType(KeyAdminException.class)
                .isThrownBy(this::retire)
                .withMessageContaining("take the key out of the ConfigMap")
                .withMessageContaining("is out of use and could not be put back")
                .withMessageEndingWith("kubectl label secret -n " + NAMESPACE
                        + " --overwrite opencomputer.dev/key-purpose=sealing one");
        assertThat(purposes()).containsEntry("one", "retired-sealing").containsEntry("two", "sealing");
    }

    @Test
    void saysThatTheKeyIsInUseAgainWhenAllIsPutBack() {
        refuse("two");

        assertThatExceptionOfType(KeyAdminException.class)
                .isThrownBy(this::retire)
                .withMessageStartingWith("Could not take the key " + ID + " out of use")
                .withMessageEndingWith("The key " + ID + " is in use again.");
        assertThat(purposes()).containsEntry("one", "sealing").containsEntry("two", "sealing");
    }

    @Test
    void putsBackWhatAnAttemptLeftThatWasStoppedBeforeTheKeyWasUsed() {
        client.secrets()
                .inNamespace(NAMESPACE)
                .withName("one")
                .edit(secret -> new SecretBuilder(secret)
                        .editMetadata()
                        .addToLabels(Names.KEY_PURPOSE, "retired-sealing")
                        .endMetadata()
                        .build());
        use();

        assertThatExceptionOfType(KeyAdminException.class)
                .isThrownBy(this::retire)
                .withMessageContaining("is in use: 1 AgentSecrets")
                .withMessageEndingWith("The key " + ID + " is in use again.");
        assertThat(purposes()).containsEntry("one", "sealing");
    }

    @Test
    void saysNothingOfAStateThatItHasNotChanged() {
        use();

        assertThatExceptionOfType(KeyAdminException.class)
                .isThrownBy(this::retire)
                .withMessageEndingWith("Seal them again first.");
    }

    @Test
    void saysNothingOfAStateThatItCannotRead() {
        server.expect()
                .get()
                .withPath(OBJECTS + "secrets?labelSelector=opencomputer.dev%2Fkey-purpose%3Dsealing")
                .andReturn(403, new StatusBuilder().withCode(403).build())
                .always();

        assertThatExceptionOfType(KeyAdminException.class)
                .isThrownBy(this::retire)
                .withMessageStartingWith("Could not read the sealing keys in the namespace " + NAMESPACE)
                .withMessageNotContaining("Run this command again");
    }

    @Test
    void namesWhatItCouldNotDelete() {
        server.expect()
                .delete()
                .withPath(OBJECTS + "secrets/one")
                .andReturn(403, new StatusBuilder().withCode(403).build())
                .always();

        assertThatExceptionOfType(KeyAdminException.class)
                .isThrownBy(this::retire)
                .withMessageStartingWith("Could not delete the key " + ID)
                .withMessageContaining("It is out of use, and still in the namespace " + NAMESPACE + ", in one.")
                .withMessageContaining("Run this command again");
        assertThat(purposes()).containsEntry("one", "retired-sealing").doesNotContainKey("two");
    }

    private void retire() throws KeyAdminException {
        retire(RENEWED.plus(Duration.ofMinutes(15)));
    }

    private void retire(Instant now) throws KeyAdminException {
        new KeyRetirement(client, NAMESPACE, InstantSource.fixed(now)).retire(ID);
    }

    private void refuse(String secret) {
        server.expect()
                .put()
                .withPath(OBJECTS + "secrets/" + secret)
                .andReturn(403, new StatusBuilder().withCode(403).build())
                .always();
    }

    private void use() {
        AgentSecret user = new AgentSecret();
        user.getMetadata().setNamespace("team-a");
        user.getMetadata().setName("user");
        user.setSpec(new AgentSecretSpec());
        user.getSpec().setSealedValue("oc1." + ID + ".AAAA");
        client.resource(user).create();
    }

    private void secret(String name, PrivateSealingKey key) {
        client.resource(new SecretBuilder()
                        .withNewMetadata()
                        .withNamespace(NAMESPACE)
                        .withName(name)
                        .addToLabels(Names.KEY_PURPOSE, "sealing")
                        .endMetadata()
                        .addToData("seed", Base64.getEncoder().encodeToString(key.seed()))
                        .build())
                .create();
    }

    private Map<String, String> purposes() {
        return client.secrets().inNamespace(NAMESPACE).list().getItems().stream()
                .map(Secret::getMetadata)
                .collect(Collectors.toMap(
                        metadata -> metadata.getName(),
                        metadata -> metadata.getLabels().get(Names.KEY_PURPOSE)));
    }
}
