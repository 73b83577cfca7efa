/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.api;

import static dev.opencomputer.operator.api.Rules.refused;
import static dev.opencomputer.operator.api.Rules.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.opencomputer.operator.testing.ControlPlaneExtension;
import dev.opencomputer.operator.testing.TestCluster;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(ControlPlaneExtension.class)
class AgentSecretRulesIT {

    private static final String GOOD = "{agentRef: {name: issue-resolver}, key: API_KEY, sealedValue: oc1.k.v}";

    private static TestCluster cluster;
    private static Rules secrets;

    @BeforeAll
    static void begin(TestCluster shared) {
        cluster = shared;
        secrets = new Rules(shared, "AgentSecret");
    }

    /** Each differs from a good spec in what stands here; ~ removes a field. */
    static Stream<Arguments> badSpecs() {
        return Stream.of(
                bad("sealedValue: ~", "spec", "exactly one of valueFrom and sealedValue is needed"),
                bad(
                        "valueFrom: {secretKeyRef: {name: anthropic, key: api-key}}",
                        "spec",
                        "exactly one of valueFrom and sealedValue is needed"),
                bad("sealedValue: ''", "spec.sealedValue", "should be at least 1 chars long"),
                bad("sealedValue: " + "v".repeat(176300), "spec.sealedValue", "seal a shorter value"),
                bad("agentRef: ~", "spec.agentRef", "Required value"),
                bad("agentRef: {}", "spec.agentRef.name", "Required value"),
                bad("agentRef: {name: Issue_Resolver}", "spec.agentRef.name", "must be the metadata.name of an Agent"),
                bad("agentRef: {name: ''}", "spec.agentRef.name", "should be at least 1 chars long"),
                bad("agentRef: {name: " + "a".repeat(64) + "}", "spec.agentRef.name", "may not be more than 63"),
                bad("key: ~", "spec.key", "Required value"),
                bad("key: ''", "spec.key", "should be at least 1 chars long"),
                bad("key: 1KEY", "spec.key", "key must be the name of an environment variable, such as API_KEY"),
                bad("key: API-KEY", "spec.key", "key must be the name of an environment variable"),
                bad("key: API/KEY", "spec.key", "key must be the name of an environment variable"),
                bad("key: " + "K".repeat(257), "spec.key", "may not be more than 256"),
                bad("deletionPolicy: Orphan", "spec.deletionPolicy", "supported values: \"Delete\", \"Retain\""),
                bad("maxAge: ''", "spec.maxAge", "should be at least 2 chars long"),
                bad("maxAge: 2w", "spec.maxAge", "maxAge must be a time in days, hours, minutes and seconds"),
                bad("maxAge: '90'", "spec.maxAge", "such as 90d or 12h30m"),
                bad("maxAge: 1.5h", "spec.maxAge", "maxAge must be a time"),
                bad("maxAge: -2h", "spec.maxAge", "maxAge must be a time"),
                bad("maxAge: 30m2h", "spec.maxAge", "maxAge must be a time"),
                bad("maxAge: 0d0h", "spec.maxAge", "maxAge must be a time"),
                bad("maxAge: 10000d", "spec.maxAge", "maxAge must be a time"),
                bad("allowedHosts: ['']", "spec.allowedHosts[0]", "should be at least 1 chars long"),
                bad("allowedHosts: [' ']", "spec.allowedHosts", "allowedHosts has an entry that is no host name"),
                bad("allowedHosts: ['*']", "spec.allowedHosts", "allowedHosts has an entry that is no host name"),
                bad("allowedHosts: ['https://a.example']", "spec.allowedHosts", "without scheme, port or path"),
                bad("allowedHosts: [a.example, a.example]", "spec.allowedHosts[1]", "Duplicate value"),
                bad("allowedHosts: [" + "h".repeat(254) + "]", "spec.allowedHosts[0]", "may not be more than 253"),
                bad("allowedHosts: [" + hosts(1001) + "]", "spec.allowedHosts", "must have at most 1000 items"),
                bad("{sealedValue: ~, valueFrom: {}}", "spec.valueFrom.secretKeyRef", "Required value"),
                badReference("{key: k}", "name", "Required value"),
                badReference("{name: n}", "key", "Required value"),
                badReference("{name: N_, key: k}", "name", "secretKeyRef.name must be the name of a Secret"),
                badReference("{name: n, key: 'a b'}", "key", "secretKeyRef.key must be a key of a Secret's data"),
                badReference("{name: " + "n".repeat(254) + ", key: k}", "name", "may not be more than 253"),
                badReference("{name: n, key: " + "k".repeat(254) + "}", "key", "may not be more than 253"));
    }

    @ParameterizedTest(name = "{1}: {2} [{index}]")
    @MethodSource("badSpecs")
    void refusesWhatIsWrongWithTheFieldAndTheRule(Map<String, Object> spec, String field, String words) {
        refused(field, words, () -> secrets.create(spec));
    }

    @ParameterizedTest
    @MethodSource("badChanges")
    void refusesToPointToAnotherPlace(String change, String field, String words) {
        GenericKubernetesResource secret = secrets.create(spec(GOOD));

        refused(field, words, () -> secrets.change(secret, with(change)));
    }

    static Stream<Arguments> badChanges() {
        return Stream.of(
                arguments("agentRef: {name: other}", "spec.agentRef", "agentRef cannot be changed: delete this"),
                arguments("key: OTHER", "spec.key", "key cannot be changed: delete this"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "key: _",
                "allowedHosts: []",
                "allowedHosts: [api.anthropic.com, '*.example.com']",
                "deletionPolicy: Retain",
                "maxAge: 90d",
                "maxAge: 1s",
                "maxAge: 2160h",
                "maxAge: 9999d99999h99999m99999s",
                "{sealedValue: ~, valueFrom: {secretKeyRef: {name: anthropic.team-a, key: .api_Key-1}}}"
            })
    void keepsAGoodSpecExactlyAsItWasSent(String change) {
        Map<String, Object> sent = with(change);

        assertThat(secrets.create(sent).<Object>get("spec")).isEqualTo(sent);
    }

    @Test
    void takesAllBoundsJustMetAtOnce() {
        Map<String, Object> atTheBounds = with("{agentRef: {name: " + "a".repeat(63) + "}, key: " + "K".repeat(256)
                + ", sealedValue: " + "v".repeat(176299) + ", allowedHosts: [" + hosts(1000) + "]}");

        assertThat(secrets.create(atTheBounds).<Object>get("spec")).isEqualTo(atTheBounds);
    }

    @Test
    void aSealedValueOfAMegabyteLeavesTheObjectAsItIsAndIsNotRepeated() {
        GenericKubernetesResource secret = secrets.create(spec(GOOD));

        KubernetesClientException refusal = catchThrowableOfType(
                KubernetesClientException.class,
                () -> secrets.change(secret, with("sealedValue: " + "v".repeat(1_000_000))));

        assertThat(refusal).hasMessageContaining("seal a shorter value").hasMessageNotContaining("vvv");
        assertThat(secrets.resource(secret).get().<Object>get("spec")).isEqualTo(spec(GOOD));
    }

    @Test
    void replacesASealedValueByAReference() {
        GenericKubernetesResource secret = secrets.create(spec(GOOD));
        Map<String, Object> reference = with("{sealedValue: ~, valueFrom: {secretKeyRef: {name: n, key: k}}}");

        assertThat(secrets.change(secret, reference).<Object>get("spec")).isEqualTo(reference);
    }

    @Test
    void refusesUnknownFieldsUnderStrictValidation() {
        assertThatExceptionOfType(KubernetesClientException.class)
                .isThrownBy(() -> secrets.create(with("value: plain")))
                .withMessageContaining("unknown field \"spec.value\"");
    }

    @Test
    void saysThatNobodyHasLookedAtANewSecret() {
        assertThat(secrets.create(spec(GOOD)).<Integer>get("status", "observedGeneration"))
                .isEqualTo(-1);
    }

    @Test
    void findsSecretsByAgentAndKey() {
        GenericKubernetesResource wanted = secrets.create(with("{agentRef: {name: wanted}, key: WANTED}"));
        secrets.create(with("{agentRef: {name: wanted}, key: OTHER}"));
        secrets.create(with("{agentRef: {name: other}, key: WANTED}"));

        assertThat(cluster.client()
                        .resources(AgentSecret.class)
                        .withField("spec.agentRef.name", "wanted")
                        .withField("spec.key", "WANTED")
                        .list()
                        .getItems())
                .extracting(HasMetadata::getMetadata)
                .extracting("name")
                .containsExactly(wanted.getMetadata().getName());
    }

    private static Arguments bad(String change, String field, String words) {
        return arguments(with(change), field, words);
    }

    private static Arguments badReference(String reference, String field, String words) {
        return bad(
                "{sealedValue: ~, valueFrom: {secretKeyRef: " + reference + "}}",
                "spec.valueFrom.secretKeyRef." + field,
                words);
    }

    private static Map<String, Object> with(String change) {
        Map<String, Object> spec = new HashMap<>(spec(GOOD));
        spec.putAll(spec(change));
        spec.values().removeIf(value -> value == null);
        return spec;
    }

    private static String hosts(int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> "h%03d.".formatted(number) + "label.".repeat(41) + "ab")
                .collect(Collectors.joining(", "));
    }
}
