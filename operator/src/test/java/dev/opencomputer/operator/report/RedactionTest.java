/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class RedactionTest {

    private static final String AGENT = """
            apiVersion: opencomputer.dev/v1alpha1
            kind: Agent
            metadata:
              name: triage
              annotations:
                opencomputer.dev/paused: "true"
                kubectl.kubernetes.io/last-applied-configuration: canary
              managedFields:
                - {manager: kubectl, operation: Apply, fieldsV1: {"f:canary": {}}}
            spec:
              id: triage
              displayName: canary
              config:
                snapshot: agent-snapshot-v1
                entrypoint: run --password canary
                agentConfig: {systemPrompt: canary, allowedTools: [bash]}
                env: {TOKEN: canary, PORT: "1"}
                fieldOfALaterVersion: {deep: canary}
            status:
              observedGeneration: 3
              conditions: [{type: Ready, status: "False", reason: Paused}]
            """;

    @Test
    void whatCanHoldASecretIsLeftOutOfAnAgent() throws IOException {
        assertThat(shown("agents", AGENT).toString()).doesNotContain("canary");
    }

    @Test
    void whatTellsTheStateOfAnAgentStays() throws IOException {
        JsonNode shown = shown("agents", AGENT);

        assertThat(shown.at("/spec/config/snapshot").asText()).isEqualTo("agent-snapshot-v1");
        assertThat(shown.at("/spec/config/agentConfig/allowedTools/0").asText()).isEqualTo("bash");
        assertThat(shown.at("/metadata/annotations/opencomputer.dev~1paused").asText())
                .isEqualTo("true");
        assertThat(shown.at("/metadata/managedFields/0/manager").asText()).isEqualTo("kubectl");
        assertThat(shown.at("/status/conditions/0/reason").asText()).isEqualTo("Paused");
    }

    @Test
    void aFieldThatIsLeftOutStillShowsThatItIsThere() throws IOException {
        JsonNode config = shown("agents", AGENT).at("/spec/config");

        assertThat(config.at("/env/TOKEN").asText()).isEqualTo("(6 characters left out)");
        assertThat(config.at("/fieldOfALaterVersion").asText()).isEqualTo("(left out)");
    }

    @Test
    void showsOfAStatusWhichKeySealsItsValueAnewAndAllElse() throws IOException {
        JsonNode status = shown(
                        "agentsecrets",
                        "status: {resealedValue: oc1.0123456789abcdef.canary, source: sealed, observedGeneration: 3}")
                .path("status");

        assertThat(status.path("resealedValue").asText()).isEqualTo("oc1.0123456789abcdef.(6 characters left out)");
        assertThat(status.path("source").asText()).isEqualTo("sealed");
        assertThat(status.path("observedGeneration").asInt()).isEqualTo(3);
    }

    @Test
    void ofASealedValueOnlyItsKeyStays() throws IOException {
        assertThat(shown("agentsecrets", "spec: {sealedValue: oc1.0123456789abcdef.canary}")
                        .at("/spec/sealedValue")
                        .asText())
                .isEqualTo("oc1.0123456789abcdef.(6 characters left out)");
    }

    @Test
    void whatStandsInPlaceOfASealedValueIsLeftOut() throws IOException {
        assertThat(shown("agentsecrets", "spec: {sealedValue: sk-canary.0123456789abcdef.x}")
                        .toString())
                .doesNotContain("canary");
    }

    @Test
    void ofAPodsEnvironmentOnlyOptionsOfThisProgramShowTheirValues() throws IOException {
        JsonNode env = shown("pods", """
                        spec:
                          containers:
                            - name: operator
                              env:
                                - {name: OPENCOMPUTER_OPERATOR_THREADS, value: "4"}
                                - {name: HTTPS_PROXY, value: "http://user:canary@proxy"}
                                - {name: OPENCOMPUTER_API_KEY, value: canary}
                                - {name: TOKEN, valueFrom: {secretKeyRef: {name: token, key: token}}}
                        """).at("/spec/containers/0/env");

        assertThat(env.toString()).doesNotContain("canary");
        assertThat(env.at("/0/value").asText()).isEqualTo("4");
        assertThat(env.at("/1/name").asText()).isEqualTo("HTTPS_PROXY");
        assertThat(env.at("/3/valueFrom/secretKeyRef/name").asText()).isEqualTo("token");
    }

    private static final String POD_WITH_A_PROXY = """
            spec:
              initContainers:
                - {name: operator, args: [--secret=canary]}
              containers:
                - name: operator
                  args: [operator, --namespaces=team-a]
                - name: oauth2-proxy
                  image: oauth2-proxy:7
                  command: [proxy, --client-secret=canary]
                  args: [--client-secret=canary]
                  env:
                    - {name: OPENCOMPUTER_OPERATOR_TOKEN, value: canary}
                  livenessProbe: {httpGet: {httpHeaders: [{name: Authorization, value: canary}]}}
                  lifecycle: {postStart: {exec: {command: [canary]}}}
              volumes:
                - {name: connection, secret: {secretName: opencomputer, items: [{key: canary, path: canary}]}}
                - {name: both, projected: {sources: [{configMap: {name: policy}}, {secret: {name: keys}}]}}
                - {name: vault, csi: {driver: vault, volumeAttributes: {token: canary}}}
                - {name: share, azureFile: {shareName: canary}}
            status:
              message: the node was low on memory
              containerStatuses:
                - {name: operator, restartCount: 3, lastState: {terminated: {exitCode: 1, message: our last words}}}
                - {name: oauth2-proxy, state: {waiting: {reason: CrashLoopBackOff, message: canary}},
                   lastState: {terminated: {exitCode: 2, message: canary}}}
            """;

    @Test
    void ofOthersContainersAndVolumesNothingShowsThatCanHoldASecret() throws IOException {
        assertThat(shown("pods", POD_WITH_A_PROXY).toString()).doesNotContain("canary");
        assertThat(shown(
                                "deployments",
                                "spec: {template: "
                                        + new YAMLMapper()
                                                .readTree(POD_WITH_A_PROXY)
                                                .toString() + "}")
                        .toString())
                .doesNotContain("canary");
    }

    @Test
    void whatTellsWhyAPodDoesNotRunStays() throws IOException {
        JsonNode pod = shown("pods", POD_WITH_A_PROXY);

        assertThat(pod.at("/spec/containers/0/args/1").asText()).isEqualTo("--namespaces=team-a");
        assertThat(pod.at("/spec/containers/1/name").asText()).isEqualTo("oauth2-proxy");
        assertThat(pod.at("/spec/volumes/0/secret/secretName").asText()).isEqualTo("opencomputer");
        assertThat(pod.at("/spec/volumes/1/projected/sources/1/secret/name").asText())
                .isEqualTo("keys");
        assertThat(pod.at("/status/containerStatuses/0/lastState/terminated/message")
                        .asText())
                .isEqualTo("our last words");
        assertThat(pod.at("/status/containerStatuses/1/state/waiting/reason").asText())
                .isEqualTo("CrashLoopBackOff");
    }

    @Test
    void secretsAreNoKindThatItCanShow() {
        assertThatThrownBy(() -> Redaction.of("secrets", JsonNodeFactory.instance.objectNode()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static JsonNode shown(String collection, String yaml) throws IOException {
        return Redaction.of(collection, (ObjectNode) new YAMLMapper().readTree(yaml));
    }
}
