/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secret;

import static dev.opencomputer.operator.controller.secret.SecretFixture.secret;
import static dev.opencomputer.operator.controller.secret.Situation.CANARY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.controller.policy.Policies;
import dev.opencomputer.operator.seal.KeyRing;
import dev.opencomputer.operator.seal.PrivateSealingKey;
import dev.opencomputer.operator.seal.SealingPlace;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@EnableKubernetesMockClient(crud = true)
class ValuesTest {

    private static final PrivateSealingKey KEY = PrivateSealingKey.generate();
    private static final int MOST_BYTES = 128 * 1024;

    private KubernetesClient client;
    private Values values;

    @BeforeEach
    void prepare() {
        values = new Values(
                new SourceSecrets(client, "operator-namespace", Policies.NONE),
                KeyRing.of(List.of(KEY))::open,
                parts -> Integer.toHexString(Arrays.deepHashCode(parts)));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String sealed(SealingPlace place, byte[] value) {
        return KEY.publicKey().seal(place, value).text();
    }

    private static SealingPlace here() {
        return new SealingPlace("team-a", Situation.AGENT, Situation.KEY.value());
    }

    private void source(byte[] entry) {
        client.resource(new SecretBuilder()
                        .withNewMetadata()
                        .withNamespace("team-a")
                        .withName("source")
                        .endMetadata()
                        .withType("Opaque")
                        .addToData("entry", Base64.getEncoder().encodeToString(entry))
                        .build())
                .create();
    }

    private ValueView.Present present(SecretFixture secret) {
        ValueView seen = values.read(secret.get());
        assertThat(seen).isInstanceOf(ValueView.Present.class);
        return (ValueView.Present) seen;
    }

    private String digest(SecretFixture secret) {
        return present(secret).digest();
    }

    private void isMissing(SecretFixture secret, ConditionReason reason, String... says) {
        assertThat(values.read(secret.get())).isInstanceOfSatisfying(ValueView.Missing.class, missing -> {
            assertThat(missing.reason()).isEqualTo(reason);
            assertThat(missing.message()).contains(says).doesNotContain(CANARY);
        });
    }

    @Test
    void readsTheEntryOfASecret() {
        source(utf8(CANARY));

        assertThat(present(secret()).sealingKeyId()).isEmpty();
    }

    @Test
    void opensASealedValueAndNamesItsKey() {
        ValueView.Present value = present(secret().sealed(sealed(here(), utf8(CANARY))));

        assertThat(value.sealingKeyId()).contains(KEY.publicKey().id().value());
    }

    @Test
    void hasTheSameDigestForTheSameValueWhereverItComesFromAndHoweverItIsSealed() {
        source(utf8(CANARY));

        assertThat(digest(secret()))
                .isEqualTo(digest(secret().sealed(sealed(here(), utf8(CANARY)))))
                .isEqualTo(digest(secret().sealed(sealed(here(), utf8(CANARY)))));
    }

    @Test
    void hasAnotherDigestForAnotherValue() {
        assertThat(digest(secret().sealed(sealed(here(), utf8("one")))))
                .isNotEqualTo(digest(secret().sealed(sealed(here(), utf8("two")))));
    }

    @Test
    void hasAnotherDigestForTheSameValueInAnotherPlace() {
        source(utf8(CANARY));
        String here = digest(secret().sealed(sealed(here(), utf8(CANARY))));
        SealingPlace anotherKey = new SealingPlace("team-a", Situation.AGENT, "ANOTHER_KEY");
        SecretFixture ofAnotherAgent =
                secret().sealed(sealed(new SealingPlace("team-a", "another", Situation.KEY.value()), utf8(CANARY)));
        ofAnotherAgent.get().getSpec().getAgentRef().setName("another");
        SecretFixture elsewhere = secret().sealed(
                        sealed(new SealingPlace("team-b", Situation.AGENT, Situation.KEY.value()), utf8(CANARY)));
        elsewhere.get().getMetadata().setNamespace("team-b");

        assertThat(digest(secret().key("ANOTHER_KEY").sealed(sealed(anotherKey, utf8(CANARY)))))
                .isNotEqualTo(here);
        assertThat(digest(ofAnotherAgent)).isNotEqualTo(here);
        assertThat(digest(elsewhere)).isNotEqualTo(here);
    }

    @Test
    void hasAnotherDigestForOtherHosts() {
        source(utf8(CANARY));

        assertThat(digest(secret().allowing("a.example")))
                .isNotEqualTo(digest(secret()))
                .isNotEqualTo(digest(secret().allowing("b.example")))
                .isNotEqualTo(digest(secret().allowing("a.example", "b.example")));
    }

    @Test
    void hasTheSameDigestForHostsInOtherOrderAndCase() {
        source(utf8(CANARY));

        assertThat(digest(secret().allowing("a.example", "*.B.example")))
                .isEqualTo(digest(secret().allowing("*.b.EXAMPLE", "A.example")));
    }

    @Test
    void hasTheSameDigestForNoHostsAndForNoneGiven() {
        source(utf8(CANARY));

        assertThat(digest(secret().allowing())).isEqualTo(digest(secret()));
    }

    @Test
    void hasAnotherDigestForTheSameValueThatIsPutAgain() {
        source(utf8(CANARY));

        assertThat(digest(secret().acceptedAt("2026-05-01T10:00:00Z")))
                .isNotEqualTo(digest(secret()))
                .isNotEqualTo(digest(secret().acceptedAt("2026-05-01T10:00:01Z")));
    }

    @Test
    void tellsWhatIsWrongWithASource() {
        isMissing(secret(), ConditionReason.SECRET_NOT_FOUND, "source");
    }

    @Test
    void takesNoEmptyValue() {
        source(new byte[0]);

        isMissing(secret(), ConditionReason.INVALID_VALUE, "entry", "source", "empty");
    }

    @Test
    void takesAValueOf128KiBAndNoneThatIsLonger() {
        assertThat(present(secret().sealed(sealed(here(), new byte[MOST_BYTES]))))
                .isNotNull();
        source(new byte[MOST_BYTES + 1]);

        isMissing(secret(), ConditionReason.INVALID_VALUE, "128 KiB");
    }

    @Test
    void takesNoBytesThatAreNoText() {
        source(new byte[] {'o', 'k', (byte) 0xff});
        isMissing(secret(), ConditionReason.INVALID_VALUE, "UTF-8");

        isMissing(
                secret().sealed(sealed(here(), new byte[] {(byte) 0xc3, 0x28})),
                ConditionReason.INVALID_VALUE,
                "sealedValue",
                "UTF-8");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "not sealed at all",
                "AgBy3i4OJSWK+PiTySYZZA9rO43cGDEq",
                "oc2.0123456789abcdef.AAAA",
                "oc1.0123456789abcdef.AAAA",
                "oc1.0123456789abcdef",
            })
    void tellsThatATextIsNoSealedValue(String text) {
        isMissing(secret().sealed(text), ConditionReason.MALFORMED_SEALED_VALUE, "sealedValue", "seal");
    }

    @Test
    void tellsWhatToDoWithAValueOfKubeseals() {
        isMissing(
                secret().sealed("AgBy3i4OJSWK+PiTySYZZA9rO43cGDEq"),
                ConditionReason.MALFORMED_SEALED_VALUE,
                "kubeseal's, which sealed-secrets alone can open",
                "spec.valueFrom");
    }

    @Test
    void tellsThatASealedValueWasCutShort() {
        String whole = sealed(here(), utf8(CANARY));

        isMissing(secret().sealed(whole.substring(0, 200)), ConditionReason.MALFORMED_SEALED_VALUE, "sealedValue");
    }

    @Test
    void namesTheKeyThatThisClusterDoesNotHave() {
        PrivateSealingKey elsewhere = PrivateSealingKey.generate();
        String sealed = elsewhere.publicKey().seal(here(), utf8(CANARY)).text();

        isMissing(
                secret().sealed(sealed),
                ConditionReason.UNKNOWN_SEALING_KEY,
                elsewhere.publicKey().id().value());
    }

    @Test
    void opensNothingThatWasSealedForAnotherPlace() {
        for (SealingPlace elsewhere : List.of(
                new SealingPlace("team-b", Situation.AGENT, Situation.KEY.value()),
                new SealingPlace("team-a", "another", Situation.KEY.value()),
                new SealingPlace("team-a", Situation.AGENT, "ANOTHER_KEY"))) {
            isMissing(
                    secret().sealed(sealed(elsewhere, utf8(CANARY))),
                    ConditionReason.UNSEALING_FAILED,
                    "another namespace, Agent or key");
        }
    }

    @Test
    void opensNothingWithAFlippedBit() {
        String text = sealed(here(), utf8(CANARY));
        int middle = text.length() / 2;
        char flipped = text.charAt(middle) == 'A' ? 'B' : 'A';

        isMissing(
                secret().sealed(text.substring(0, middle) + flipped + text.substring(middle + 1)),
                ConditionReason.UNSEALING_FAILED,
                "damaged");
    }

    @Test
    void showsNothingOfAValue() {
        source(utf8(CANARY));

        assertThat(present(secret()).toString()).doesNotContain(CANARY);
        assertThat(present(secret().sealed(sealed(here(), utf8(CANARY)))).toString())
                .doesNotContain(CANARY);
        assertThat(Situation.secret().read().observed().toString()).doesNotContain(CANARY);
    }
}
