/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.api;

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
class AgentRulesIT {

    private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

    private static TestCluster cluster;
    private static Rules agents;

    @BeforeAll
    static void begin(TestCluster shared) {
        cluster = shared;
        agents = new Rules(shared, "Agent");
    }

    static Stream<Arguments> badSpecs() {
        return Stream.of(
                bad("id: Issue_Resolver", "spec.id", "id must be a DNS label, such as issue-resolver"),
                bad("id: -a", "spec.id", "id must be a DNS label"),
                bad("id: ''", "spec.id", "should be at least 1 chars long"),
                bad("id: " + "a".repeat(64), "spec.id", "may not be more than 63"),
                bad("displayName: ''", "spec.displayName", "should be at least 1 chars long"),
                bad("displayName: " + "n".repeat(257), "spec.displayName", "may not be more than 256"),
                bad("core: " + "c".repeat(257), "spec.core", "may not be more than 256"),
                bad("model: " + "m".repeat(257), "spec.model", "may not be more than 256"),
                bad("{core: hermes, config: {snapshot: s}}", "spec.config", "core and config exclude each other"),
                bad("{core: hermes, config: {}}", "spec.config", "core and config exclude each other"),
                bad("adoptionPolicy: adopt", "spec.adoptionPolicy", "supported values: \"Adopt\", \"Refuse\""),
                bad("deletionPolicy: Orphan", "spec.deletionPolicy", "supported values: \"Delete\", \"Retain\""),
                bad("config: {snapshot: ''}", "spec.config.snapshot", "should be at least 1 chars long"),
                bad("config: {snapshot: " + "s".repeat(257) + "}", "spec.config.snapshot", "may not be more than 256"),
                bad("config: {entrypoint: ''}", "spec.config.entrypoint", "should be at least 1 chars long"),
                bad("config: {entrypoint: " + "e".repeat(8193) + "}", "spec.config.entrypoint", "more than 8192"),
                bad(
                        "config: {entrypoint: node, agentConfig: {}}",
                        "spec.config.agentConfig",
                        "entrypoint and agentConfig exclude each other"),
                bad(
                        "config: {agentConfig: {systemPrompt: " + "p".repeat(131073) + "}}",
                        "spec.config.agentConfig.systemPrompt",
                        "may not be more than 131072"),
                bad(
                        "config: {agentConfig: {systemPrompt: " + "é".repeat(65537) + "}}",
                        "spec.config.agentConfig.systemPrompt",
                        "longer than 131072 bytes (128 KiB) of UTF-8"),
                bad(
                        "config: {agentConfig: {allowedTools: [bash, bash]}}",
                        "spec.config.agentConfig.allowedTools[1]",
                        "Duplicate value: \"bash\""),
                bad(
                        "config: {agentConfig: {allowedTools: ['']}}",
                        "spec.config.agentConfig.allowedTools[0]",
                        "should be at least 1 chars long"),
                bad(
                        "config: {agentConfig: {allowedTools: [" + list(1001, "tool%d") + "]}}",
                        "spec.config.agentConfig.allowedTools",
                        "must have at most 1000 items"),
                bad(
                        "config: {elasticity: {baselineMb: 2048, maxMb: 1024}}",
                        "spec.config.elasticity.baselineMb",
                        "baselineMb is greater than maxMb: lower baselineMb or raise maxMb"),
                bad(
                        "config: {elasticity: {baselineMb: 0}}",
                        "spec.config.elasticity.baselineMb",
                        "should be greater than or equal to 1"),
                bad("config: {elasticity: {maxMb: 0}}", "spec.config.elasticity.maxMb", "greater than or equal to 1"),
                bad(
                        "config: {elasticity: {maxMb: 2147483648}}",
                        "spec.config.elasticity.maxMb",
                        "should be less than or equal to 2147483647"),
                bad(
                        "config: {idleTimeoutSeconds: -1}",
                        "spec.config.idleTimeoutSeconds",
                        "should be greater than or equal to 0"),
                bad(
                        "config: {idleTimeoutSeconds: 2147483648}",
                        "spec.config.idleTimeoutSeconds",
                        "should be less than or equal to 2147483647"),
                bad("config: {idleTimeoutSeconds: 1.5}", "spec.config.idleTimeoutSeconds", "must be of type integer"),
                bad("config: {env: {1A: b}}", "spec.config.env", "letters, digits and underscores that do not begin"),
                bad("config: {env: {LOG-LEVEL: b}}", "spec.config.env", "env has a name that is none"),
                bad("config: {env: {'': b}}", "spec.config.env", "env has a name that is none"),
                bad("config: {env: {" + "A".repeat(257) + ": b}}", "spec.config.env", "env has a name that is none"),
                bad("config: {env: {A: 1}}", "spec.config.env.A", "must be of type string"),
                bad("config: {env: {A: " + "v".repeat(32769) + "}}", "spec.config.env.A", "more than 32768"),
                bad("config: {env: {" + list(1001, "A%d: b") + "}}", "spec.config.env", "must have at most 1000 items"),
                badHost("https://api.example.com"),
                badHost("api.example.com:443"),
                badHost("api.example.com/v1"),
                badHost("*"),
                badHost("*api.example.com"),
                badHost("api.*.com"),
                badHost(" "),
                badHost("api..example.com"),
                bad("secretStore: {egressAllowlist: ['']}", "spec.secretStore.egressAllowlist[0]", "at least 1 chars"),
                bad(
                        "secretStore: {egressAllowlist: [" + "h".repeat(254) + "]}",
                        "spec.secretStore.egressAllowlist[0]",
                        "may not be more than 253"),
                bad(
                        "secretStore: {egressAllowlist: [a.example, a.example]}",
                        "spec.secretStore.egressAllowlist[1]",
                        "Duplicate value: \"a.example\""),
                bad(
                        "secretStore: {egressAllowlist: [" + list(1001, "h%d.example") + "]}",
                        "spec.secretStore.egressAllowlist",
                        "must have at most 1000 items"));
    }

    @ParameterizedTest(name = "{1}: {2} [{index}]")
    @MethodSource("badSpecs")
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

    private static Arguments bad(String yaml, String field, String words) {
        return arguments(spec(yaml), field, words);
    }

    private static Arguments badHost(String host) {
        return bad(
                "secretStore: {egressAllowlist: [good.example, '" + host + "']}",
                "spec.secretStore.egressAllowlist",
                "egressAllowlist has an entry that is no host name");
    }

    private static Arguments change(String before, String after, String field, String words) {
        return arguments(spec(before), spec(after), field, words);
    }

    private static String list(int count, String format) {
        return IntStream.range(0, count).mapToObj(format::formatted).collect(Collectors.joining(", "));
    }
}
