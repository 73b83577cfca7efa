/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.gitops;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kustomize carries names into the fields of an AgentSecret, as the example configures it. */
class KustomizeTest {

    private static final Path FOLDER = ExampleFiles.FOLDER.resolve("kustomize");

    @TempDir
    private Path folder;

    @Test
    void aPrefixReachesTheAgentAndWhatRefersToIt() throws Exception {
        List<GenericKubernetesResource> objects = build(FOLDER.resolve("overlays/staging"));

        assertThat(name("Agent", objects)).isEqualTo("staging-issue-resolver");
        assertThat(one("AgentSecret", objects).<String>get("spec", "agentRef", "name"))
                .isEqualTo("staging-issue-resolver");
    }

    @Test
    void aSuffixReachesTheAgentAndWhatRefersToIt() throws Exception {
        List<GenericKubernetesResource> objects = build(FOLDER.resolve("overlays/production"));

        assertThat(name("Agent", objects)).isEqualTo("issue-resolver-eu");
        assertThat(one("AgentSecret", objects).<String>get("spec", "agentRef", "name"))
                .isEqualTo("issue-resolver-eu");
    }

    @Test
    void theHashOfAGeneratedSecretReachesTheReference() throws Exception {
        List<GenericKubernetesResource> objects = build(FOLDER.resolve("overlays/staging"));

        assertThat(name("Secret", objects)).matches("staging-anthropic-[a-z0-9]{10}");
        assertThat(one("AgentSecret", objects).<String>get("spec", "valueFrom", "secretKeyRef", "name"))
                .isEqualTo(name("Secret", objects));
    }

    @Test
    void anIdThatTheSpecGivesStaysAsItIs() throws Exception {
        Files.writeString(folder.resolve("agent.yaml"), """
                apiVersion: opencomputer.dev/v1alpha1
                kind: Agent
                metadata: {name: issue-resolver}
                spec: {id: issue-resolver}
                """);
        Files.writeString(folder.resolve("kustomization.yaml"), """
                resources: [agent.yaml]
                namePrefix: staging-
                """);

        GenericKubernetesResource agent = build(folder).get(0);

        assertThat(agent.getMetadata().getName()).isEqualTo("staging-issue-resolver");
        assertThat(agent.<String>get("spec", "id")).isEqualTo("issue-resolver");
    }

    private static List<GenericKubernetesResource> build(Path kustomization) throws Exception {
        return ExampleFiles.parse(GitOpsTool.run("", "kustomize", kustomization.toString()));
    }

    private static String name(String kind, List<GenericKubernetesResource> objects) {
        return one(kind, objects).getMetadata().getName();
    }

    private static GenericKubernetesResource one(String kind, List<GenericKubernetesResource> objects) {
        return objects.stream()
                .filter(object -> object.getKind().equals(kind))
                .findFirst()
                .orElseThrow();
    }
}
