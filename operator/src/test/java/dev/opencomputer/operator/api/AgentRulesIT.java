/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.api;

import static dev.opencomputer.operator.api.BadAgentSpecs.list;
import static dev.opencomputer.operator.api.Rules.refused;
import static dev.opencomputer.operator.api.Rules.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.opencomputer.operator.testing.ControlPlaneExtension;
import dev.opencomputer.operator.testing.TestCluster;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(ControlPlaneExtension.class)
class AgentRulesIT {

    private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

    private static TestCluster cluster;
    private static Rules agents;

    @BeforeAll
    static void begin(TestCluster shared) {
        cluster = shared;
        agents = new Rules(shared, "Agent");
    }

    @ParameterizedTest(name = "{1}: {2} [{index}]")
    @MethodSource("dev.opencomputer.operator.api.BadAgentSpecs#all")
    void refusesWhatIsWrongWithTheFieldAndTheRule(Map<String, Object> spec, String field, String words) {
        refused(field, words, () -> agents.create(spec));
    }

    static Stream<Arguments> badChanges() {
        return Stream.of(
                change("id: one", "id: two", "spec.id", "id cannot be changed, added or removed"),
                change("{}", "id: two", "spec.id", "id cannot be changed, added or removed"),
                change("id: one", "{}", "spec.id", "id cannot be changed, added or removed"),
                change("core: a", "core: b", "spec.core", "core can be neither changed, added nor removed"),
                change("core: a", "{}", "spec.core", "core can be neither changed, added nor removed"),
                change("{}", "core: b", "spec.core", "core can be neither changed, added nor removed"),
                change("model: a", "model: b", "spec.model", "model can be neither changed, added nor removed"),
                change("model: a", "{}", "spec.model", "model can be neither changed, added nor removed"),
                change("{}", "model: b", "spec.model", "model can be neither changed, added nor removed"));
    }

    @ParameterizedTest(name = "{2}: {0} to {1}")
    @MethodSource("badChanges")
    void refusesToChangeWhatOpenComputerCannotChange(
            Map<String, Object> before, Map<String, Object> after, String field, String words) {
        GenericKubernetesResource agent = agents.create(before);

        refused(field, words, () -> agents.change(agent, after));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "id: a",
                "{id: 0-issue-resolver-9, displayName: Issue Resolver, adoptionPolicy: Refuse, deletionPolicy: Retain}",
                "{core: hermes, model: some/model}",
                "config: {}",
                "config: {snapshot: agent-snapshot-v1, entrypoint: node /workspace/agent/index.js}",
                "config: {agentConfig: {systemPrompt: 'You resolve issues.', allowedTools: [bash, edit]}}",
                "config: {env: {_a1: '', LOG_LEVEL: info}, idleTimeoutSeconds: 0}",
                "config: {elasticity: {baselineMb: 1024, maxMb: 1024}, idleTimeoutSeconds: 2147483647}",
                "config: {elasticity: {baselineMb: 1}}",
                "config: {elasticity: {maxMb: 2147483647}}",
                "secretStore: {egressAllowlist: []}",
                "secretStore: {egressAllowlist: ['*.example.com', API.example.com, localhost, 192.0.2.1]}"
            })
    void keepsAGoodSpecExactlyAsItWasSent(String yaml) {
        GenericKubernetesResource created = agents.create(spec(yaml));

        assertThat(created.<Object>get("spec")).isEqualTo(spec(yaml));
    }

    @Test
    void takesAllBoundsJustMetAtOnce() {
        Map<String, Object> atTheBounds = spec("""
                id: %s
                displayName: %s
                model: %s
                config:
                  snapshot: %s
                  agentConfig:
                    systemPrompt: %s
                    allowedTools: [%s]
                  env: {%s, LONG: %s}
                secretStore:
                  egressAllowlist: [%s]
                """.formatted(
                        "i".repeat(63),
                        "n".repeat(256),
                        "m".repeat(256),
                        "s".repeat(256),
                        "é".repeat(65536),
                        list(1000, "tool%d"),
                        list(999, "VARIABLE%d: value"),
                        "v".repeat(32768),
                        list(1000, "h%03d." + "label.".repeat(41) + "ab")));

        assertThat(agents.create(atTheBounds).<Object>get("spec")).isEqualTo(atTheBounds);
    }

    @Test
    void leavesRoomForTheCopyThatClientSideApplyKeeps() {
        GenericKubernetesResource agent =
                agents.object(spec("config: {agentConfig: {systemPrompt: " + "p".repeat(131072) + "}}"));
        agent.getMetadata().setAnnotations(Map.of(LAST_APPLIED, Serialization.asJson(agent)));

        assertThat(agents.create(agent).getMetadata().getAnnotations()).containsKey(LAST_APPLIED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"entryPoint: node", "config: {entryPoint: node}", "config: {elasticity: {maxMB: 1}}"})
    void refusesUnknownFieldsUnderStrictValidation(String yaml) {
        assertThatExceptionOfType(KubernetesClientException.class)
                .isThrownBy(() -> agents.create(spec(yaml)))
                .withMessageContaining("unknown field \"spec.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"issue.resolver", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"})
    void refusesANameThatIsNoDnsLabel(String name) {
        GenericKubernetesResource agent = agents.object(spec("id: good"));
        agent.getMetadata().setName(name);

        refused("<nil>", "metadata.name of an Agent must be a DNS label", () -> agents.create(agent));
    }

    @Test
    void refusesAnAgentWithoutASpec() {
        GenericKubernetesResource agent = agents.object(spec("{}"));
        agent.getAdditionalProperties().remove("spec");

        refused("spec", "Required value", () -> agents.create(agent));
    }

    @Test
    void takesTheNameWrittenOutAsIdForNoChange() {
        GenericKubernetesResource agent = agents.create(spec("{}"));

        GenericKubernetesResource changed =
                agents.change(agent, Map.of("id", agent.getMetadata().getName()));

        assertThat(changed.<String>get("spec", "id"))
                .isEqualTo(agent.getMetadata().getName());
    }

    @Test
    void saysThatNobodyHasLookedAtANewAgent() {
        assertThat(agents.create(spec("{}")).<Integer>get("status", "observedGeneration"))
                .isEqualTo(-1);
    }

    @Test
    void ignoresAClaimThatComesAlongWithAnAppliedObject() {
        GenericKubernetesResource agent = agents.object(spec("{}"));
        agent.setAdditionalProperty("status", Map.of("id", "somebody-elses"));

        assertThat(agents.create(agent).<Map<String, Object>>get("status")).isEqualTo(Map.of("observedGeneration", -1));
    }

    @Test
    void findsAgentsByTheirId() {
        GenericKubernetesResource wanted = agents.create(spec("id: wanted-id"));
        agents.create(spec("id: another-id"));

        assertThat(cluster.client()
                        .resources(Agent.class)
                        .withField("spec.id", "wanted-id")
                        .list()
                        .getItems())
                .extracting(HasMetadata::getMetadata)
                .extracting("name")
                .containsExactly(wanted.getMetadata().getName());
    }

    private static Arguments change(String before, String after, String field, String words) {
        return arguments(spec(before), spec(after), field, words);
    }
}
