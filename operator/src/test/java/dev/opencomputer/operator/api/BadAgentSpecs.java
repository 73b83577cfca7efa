/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.api;

import static dev.opencomputer.operator.api.Rules.spec;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Specs of an Agent that the API server refuses, each with the field that it names and words of the rule. */
final class BadAgentSpecs {

    private BadAgentSpecs() {}

    static Stream<Arguments> all() {
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
                        "must have at most 1000 items"),
                bad("secretsFrom: [{prefix: A_}]", "spec.secretsFrom[0].secretRef", "Required value"),
                bad("secretsFrom: [{secretRef: {}}]", "spec.secretsFrom[0].secretRef.name", "Required value"),
                bad(
                        "secretsFrom: [{secretRef: {name: My_Secret}}]",
                        "spec.secretsFrom[0].secretRef.name",
                        "secretRef.name must be the name of a Secret"),
                badSource("prefix: 1A_", "prefix", "prefix must be the beginning of an environment variable's name"),
                badSource("prefix: GH-", "prefix", "prefix must be the beginning of an environment variable's name"),
                badSource("prefix: " + "P".repeat(129), "prefix", "may not be more than 128"),
                badSource("keys: ['a b']", "keys", "keys has an entry that is no key of a Secret's data"),
                badSource("keys: ['']", "keys[0]", "at least 1 chars"),
                badSource("keys: [A, A]", "keys[1]", "Duplicate value: \"A\""),
                badSource("keys: [" + list(257, "K%d") + "]", "keys", "must have at most 256 items"),
                badSource(
                        "allowedHosts: [https://a]", "allowedHosts", "allowedHosts has an entry that is no host name"),
                badSource("allowedHosts: [" + list(101, "h%d.example") + "]", "allowedHosts", "at most 100 items"),
                bad(
                        "secretsFrom: [" + list(33, "{secretRef: {name: s%d}}") + "]",
                        "spec.secretsFrom",
                        "must have at most 32 items"));
    }

    private static Arguments bad(String yaml, String field, String words) {
        return arguments(spec(yaml), field, words);
    }

    private static Arguments badSource(String yaml, String field, String words) {
        return bad("secretsFrom: [{secretRef: {name: env}, " + yaml + "}]", "spec.secretsFrom[0]." + field, words);
    }

    private static Arguments badHost(String host) {
        return bad(
                "secretStore: {egressAllowlist: [good.example, '" + host + "']}",
                "spec.secretStore.egressAllowlist",
                "egressAllowlist has an entry that is no host name");
    }

    /** Entries of a YAML list or map, numbered from 0. */
    static String list(int count, String format) {
        return IntStream.range(0, count).mapToObj(format::formatted).collect(Collectors.joining(", "));
    }
}
