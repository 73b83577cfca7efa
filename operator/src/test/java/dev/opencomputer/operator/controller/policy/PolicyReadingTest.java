/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyReadingTest {

    private static final String WHOLE = """
            connections:
              namespaces: [team-a, "team-b-*"]
              hosts: [api.example.com, "http://oc.internal:8080"]
              maxConcurrentCalls: 4
            ids:
              team-a: ["team-a-*", shared]
              "team-*": [any]
              closed: []
            secrets:
              requiredLabel: "opencomputer.dev/source=allowed"
            """;

    @Test
    void readsWhoUsesAConnectionOfTheirOwnAndWhere() throws Exception {
        Policy policy = PolicyReading.read(WHOLE);

        assertThat(policy.hasOwnConnection("team-a")).isTrue();
        assertThat(policy.hasOwnConnection("team-b-2")).isTrue();
        assertThat(policy.hasOwnConnection("team-c")).isFalse();
        assertThat(policy.allowsServer(URI.create("http://oc.internal:8080"))).isTrue();
        assertThat(policy.allowsServer(URI.create("https://oc.internal:8080"))).isFalse();
        assertThat(policy.maxConcurrentCalls()).hasValue(4);
    }

    @ParameterizedTest
    @CsvSource({
        "team-a, team-a-x, true",
        "team-a, shared, true",
        "team-a, any, true",
        "team-a, team-b-x, false",
        "team-b, any, true",
        "team-b, shared, false",
        "closed, closed-x, false",
        "other, whatever, true"
    })
    void bindsNamespacesToIds(String namespace, String id, boolean allowed) throws Exception {
        assertThat(PolicyReading.read(WHOLE).allowsId(namespace, id)).isEqualTo(allowed);
    }

    @Test
    void readsTheLabelThatASecretMustCarry() throws Exception {
        LabelRule rule = PolicyReading.read(WHOLE).requiredLabel().orElseThrow();

        assertThat(rule.isOn(Map.of("opencomputer.dev/source", "allowed"))).isTrue();
        assertThat(rule.isOn(Map.of("opencomputer.dev/source", "no"))).isFalse();
        assertThat(rule.isOn(Map.of())).isFalse();
    }

    @Test
    void takesALabelWithoutAValueForAnyValue() throws Exception {
        LabelRule rule = PolicyReading.read("secrets: {requiredLabel: allowed}")
                .requiredLabel()
                .orElseThrow();

        assertThat(rule.isOn(Map.of("allowed", ""))).isTrue();
        assertThat(rule.isOn(Map.of("other", ""))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "---\n", "# nothing", "{}", "null", "connections:\nids:\nsecrets:\n", "ids: {}"})
    void takesAnEmptyOneForNoRules(String text) throws Exception {
        assertThat(PolicyReading.read(text)).isEqualTo(Policy.NONE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "connection: {}|unknown key connection: there are connections, ids, secrets",
                "connections: {host: []}|unknown key connections.host: there are namespaces, hosts, maxConcurrentCalls",
                "secrets: {label: a}|unknown key secrets.label: there are requiredLabel",
                "[]|it is a map of keys",
                "text|it is a map of keys",
                "connections: []|connections is a map of keys",
                "connections: {namespaces: team-a}|connections.namespaces is a list",
                "connections: {namespaces: [7]}|connections.namespaces holds what is no text",
                "connections: {namespaces: [Team]}|connections.namespaces: 'Team' is no name or pattern",
                "connections: {hosts: ['*']}|connections.hosts: '*' is no host",
                "connections: {maxConcurrentCalls: 0}|connections.maxConcurrentCalls is a whole number from 1 to 256",
                "connections: {maxConcurrentCalls: many}|connections.maxConcurrentCalls is a whole number from 1 to 256",
                "ids: {team-a: team-a-*}|ids.team-a is a list",
                "ids: {team-a: }|ids.team-a says nothing",
                "ids: {Team: []}|ids has the key 'Team' is no name or pattern",
                "secrets: {requiredLabel: 'a=b=c'}|secrets.requiredLabel: 'a=b=c' is no label",
                "secrets: {requiredLabel: true}|secrets.requiredLabel holds what is no text",
                "{ids: {a: []}, ids: {b: []}}|it is no YAML",
                "connections: {hosts: [*.example.com]}|it is no YAML (line 1)",
                "a: b: c|it is no YAML (line 1)"
            })
    void saysWhatIsWrongAndWhere(String text, String message) {
        assertThatThrownBy(() -> PolicyReading.read(text))
                .isInstanceOf(WrongPolicyException.class)
                .hasMessageContaining(message);
    }

    @Test
    void refusesASecondDocument() {
        assertThatThrownBy(() -> PolicyReading.read("ids: {}\n---\nids: {}\n"))
                .isInstanceOf(WrongPolicyException.class);
    }

    @Test
    void tellsWhichNamespacesAChangeConcerns() throws Exception {
        Policy before = PolicyReading.read("connections: {namespaces: [team-a], maxConcurrentCalls: 4}");
        Policy added = PolicyReading.read("connections: {namespaces: [team-a, team-b], maxConcurrentCalls: 4}");
        Policy slower = PolicyReading.read("connections: {namespaces: [team-a], maxConcurrentCalls: 2}");
        Policy bound = PolicyReading.read("{connections: {namespaces: [team-a], maxConcurrentCalls: 4}, ids: {x: []}}");

        assertThat(added.changes(before, "team-b")).isTrue();
        assertThat(before.changes(added, "team-b")).isTrue();
        assertThat(added.changes(before, "team-a")).isFalse();
        assertThat(slower.changes(before, "team-a")).isTrue();
        assertThat(slower.changes(before, "team-c")).isFalse();
        assertThat(bound.changes(before, "team-c")).isTrue();
    }
}
