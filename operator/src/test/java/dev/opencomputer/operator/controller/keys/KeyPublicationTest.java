/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.opencomputer.operator.api.Names;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What others have put on the ConfigMap with the public keys, and what becomes of it. */
@EnableKubernetesMockClient(crud = true)
class KeyPublicationTest {

    private static final String NAMESPACE = "opencomputer-system";
    private static final String PATH = "/api/v1/namespaces/" + NAMESPACE + "/configmaps/" + Names.PUBLIC_SEALING_KEYS;
    private static final Publication WANTED =
            new Publication(Map.of("0123456789abcdef", "a2V5"), Map.of(Names.CURRENT_KEY, "0123456789abcdef"));

    private KubernetesMockServer server;
    private KubernetesClient client;

    @Test
    void keysGoWhereNobodyLooksForThemAndAllElseStays() throws KeysUnavailableException {
        Optional<ConfigMap> present = present(false);

        publication().write(present, WANTED);

        ConfigMap written = publication().read().orElseThrow();
        assertThat(written.getBinaryData()).isNullOrEmpty();
        assertThat(Publication.of(written)).isEqualTo(WANTED);
        assertThat(written.getMetadata().getAnnotations()).containsEntry("example.com/owner", "platform");
        assertThat(written.getMetadata().getLabels()).containsEntry("team", "platform");
    }

    @ParameterizedTest
    @ValueSource(ints = {413, 422})
    void whatIsInTheWayOfTheKeysIsTakenOff(int refusal) throws KeysUnavailableException {
        Optional<ConfigMap> present = present(false);
        refuse(refusal);

        publication().write(present, WANTED);

        ConfigMap written = publication().read().orElseThrow();
        assertThat(Publication.of(written)).isEqualTo(WANTED);
        assertThat(written.getMetadata().getAnnotations()).containsOnlyKeys(Names.CURRENT_KEY);
        assertThat(written.getMetadata().getLabels()).isNullOrEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 403})
    void nothingIsTakenOffForAnotherReason(int refusal) throws KeysUnavailableException {
        Optional<ConfigMap> present = present(false);
        refuse(refusal);

        assertThatExceptionOfType(KeysUnavailableException.class)
                .isThrownBy(() -> publication().write(present, WANTED));

        assertThat(publication().read()).isEqualTo(present);
    }

    @Test
    void nothingIsTakenOffWhereItWasMadeImmutable() throws KeysUnavailableException {
        Optional<ConfigMap> present = present(true);
        refuse(422);

        assertThatExceptionOfType(KeysUnavailableException.class)
                .isThrownBy(() -> publication().write(present, WANTED))
                .withMessageContaining("was made immutable");

        assertThat(publication().read()).isEqualTo(present);
    }

    private KeyPublication publication() {
        return new KeyPublication(client, NAMESPACE, () -> 0);
    }

    private Optional<ConfigMap> present(boolean immutable) {
        return Optional.of(client.resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withNamespace(NAMESPACE)
                        .withName(Names.PUBLIC_SEALING_KEYS)
                        .addToAnnotations("example.com/owner", "platform")
                        .addToLabels("team", "platform")
                        .endMetadata()
                        .addToBinaryData("0123456789abcdef", "anVuaw==")
                        .withImmutable(immutable ? true : null)
                        .build())
                .create());
    }

    private void refuse(int code) {
        server.expect()
                .put()
                .withPath(PATH)
                .andReturn(code, new StatusBuilder().withCode(code).build())
                .once();
    }
}
