/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.api.Agent;
import dev.opencomputer.operator.api.AgentReference;
import dev.opencomputer.operator.api.AgentSecret;
import dev.opencomputer.operator.api.AgentSecretSpec;
import dev.opencomputer.operator.api.AgentSpec;
import dev.opencomputer.operator.api.Annotations;
import dev.opencomputer.operator.api.SecretKeyReference;
import dev.opencomputer.operator.api.ValueSource;
import dev.opencomputer.operator.facade.HttpCaller.Reply;
import dev.opencomputer.operator.testing.AgentSecrets;
import dev.opencomputer.operator.testing.Agents;
import dev.opencomputer.operator.testing.ControlPlaneExtension;
import dev.opencomputer.operator.testing.Helm;
import dev.opencomputer.operator.testing.RunningFacade;
import dev.opencomputer.operator.testing.TestCluster;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What Argo CD, Flux and Helm apply is read through the API, and not written. */
@ExtendWith({ControlPlaneExtension.class, FacadeExtension.class})
class ManagedAgentsIT {

    private static final String AGENT = "/v1/agents/resolver";
    private static final String KEY = AGENT + "/secrets/API_KEY";
    private static final String RENAME = "{\"display_name\": \"Other\"}";

    @TempDir
    private Path folder;

    private TestCluster cluster;
    private Agents agents;
    private RunningFacade facade;
    private HttpCaller caller;

    @BeforeEach
    void start(TestCluster cluster, RunningFacade facade, HttpCaller caller) {
        this.cluster = cluster;
        agents = new Agents(cluster);
        this.facade = facade;
        this.caller = caller;
    }

    @Test
    void anAgentOfArgoCdIsLeftToIt() {
        Agent agent = agent();
        agent.getMetadata()
                .getAnnotations()
                .put(
                        "argocd.argoproj.io/tracking-id",
                        "shop:opencomputer.dev/Agent:" + cluster.namespace() + "/resolver");
        apply(agent, "argocd-controller");

        assertIsLeftTo("Argo CD (Application shop)");
    }

    @Test
    void anAgentThatArgoCdTracksByLabelIsLeftToItToo() {
        Agent agent = agent();
        agent.getMetadata().getLabels().put("app.kubernetes.io/instance", "shop");
        apply(agent, "argocd-controller");

        assertIsLeftTo("Argo CD (Application shop)");
    }

    @Test
    void anAgentOfFluxIsLeftToIt() {
        Agent agent = agent();
        agent.getMetadata().getLabels().put("kustomize.toolkit.fluxcd.io/name", "agents");
        agent.getMetadata().getLabels().put("kustomize.toolkit.fluxcd.io/namespace", "flux-system");
        apply(agent, "kustomize-controller");

        assertIsLeftTo("Flux (Kustomization flux-system/agents)");
    }

    @Test
    void anAgentThatHelmInstalledIsLeftToIt() throws IOException {
        Path chart = folder.resolve("chart");
        Files.createDirectories(chart.resolve("templates"));
        Files.writeString(chart.resolve("Chart.yaml"), "apiVersion: v2\nname: agents\nversion: 0.1.0\n");
        Files.writeString(chart.resolve("templates/agent.yaml"), """
                apiVersion: opencomputer.dev/v1alpha1
                kind: Agent
                metadata:
                  name: resolver
                spec: {}
                """);
        Helm.of(cluster, Files.createDirectory(folder.resolve("helm")))
                .run("install", "shop", chart.toString(), "--namespace", cluster.namespace())
                .orThrow();

        assertIsLeftTo("Helm (release " + cluster.namespace() + "/shop)");
    }

    @Test
    void whatOnlyLooksLikeItIsWritten() {
        Agent copy = agent();
        copy.getMetadata()
                .getAnnotations()
                .put("argocd.argoproj.io/tracking-id", "shop:opencomputer.dev/Agent:" + cluster.namespace() + "/other");
        copy.getMetadata().getLabels().put("app.kubernetes.io/instance", "shop");
        copy.getMetadata().getLabels().put("app.kubernetes.io/managed-by", "Helm");
        apply(copy, "kubectl");

        assertThat(caller.patch(AGENT, RENAME).status()).isEqualTo(200);
        assertThat(caller.delete(AGENT).status()).isEqualTo(200);
    }

    @Test
    void aSecretThatIsManagedIsLeftAloneUntilItSaysOtherwise() {
        facade.publishSealingKey();
        agents.create("resolver");
        AgentSecret secret = fromSecret();
        secret.getMetadata().getLabels().put("kustomize.toolkit.fluxcd.io/name", "agents");
        secret.getMetadata().getLabels().put("kustomize.toolkit.fluxcd.io/namespace", "flux-system");
        apply(secret, "kustomize-controller");

        Reply put = caller.put(KEY, "{\"value\": \"x\"}");
        assertThat(put.status()).isEqualTo(409);
        assertThat(put.errorMessage())
                .contains(
                        "AgentSecret " + cluster.namespace() + "/from-git",
                        "Flux (Kustomization flux-system/agents)",
                        "change it in the source that the Kustomization applies");
        assertThat(caller.delete(KEY).status()).isEqualTo(409);

        AgentSecrets secrets = new AgentSecrets(cluster);
        secrets.annotate("from-git", Annotations.API_WRITES, "allowed");
        assertThat(caller.put(KEY, "{\"value\": \"x\"}").status()).isEqualTo(200);
        AgentSecretSpec spec = secrets.get("from-git").orElseThrow().getSpec();
        assertThat(spec.getSealedValue()).startsWith("oc1.");
        assertThat(spec.getValueFrom()).isNull();
        assertThat(caller.delete(KEY).status()).isEqualTo(200);
        assertThat(secrets.get("from-git")).isEmpty();
    }

    private void assertIsLeftTo(String manager) {
        assertThat(caller.get(AGENT).status()).isEqualTo(200);
        for (Reply refused : new Reply[] {caller.patch(AGENT, RENAME), caller.delete(AGENT)}) {
            assertThat(refused.status()).as("%s", refused.body()).isEqualTo(409);
            assertThat(refused.errorType()).isEqualTo("conflict");
            assertThat(refused.errorMessage())
                    .startsWith("Agent " + cluster.namespace() + "/resolver is managed by " + manager)
                    .contains("change it in", Annotations.API_WRITES);
        }
        assertThat(agents.get("resolver").orElseThrow().getSpec().getDisplayName())
                .isNull();

        agents.annotate("resolver", Annotations.API_WRITES, "yes");
        assertThat(caller.patch(AGENT, RENAME).status()).isEqualTo(409);
        agents.annotate("resolver", Annotations.API_WRITES, "allowed");
        assertThat(caller.patch(AGENT, RENAME).status()).isEqualTo(200);
        assertThat(caller.delete(AGENT).status()).isEqualTo(200);
    }

    private void apply(HasMetadata object, String manager) {
        cluster.client().resource(object).fieldManager(manager).serverSideApply();
    }

    private Agent agent() {
        Agent agent = new Agent();
        agent.setMetadata(new ObjectMetaBuilder()
                .withName("resolver")
                .withNamespace(cluster.namespace())
                .build());
        agent.setSpec(new AgentSpec());
        return agent;
    }

    private AgentSecret fromSecret() {
        AgentReference reference = new AgentReference();
        reference.setName("resolver");
        SecretKeyReference entry = new SecretKeyReference();
        entry.setName("anthropic");
        entry.setKey("api-key");
        ValueSource source = new ValueSource();
        source.setSecretKeyRef(entry);
        AgentSecretSpec spec = new AgentSecretSpec();
        spec.setAgentRef(reference);
        spec.setKey("API_KEY");
        spec.setValueFrom(source);
        AgentSecret secret = new AgentSecret();
        secret.setMetadata(new ObjectMetaBuilder()
                .withName("from-git")
                .withNamespace(cluster.namespace())
                .build());
        secret.setSpec(spec);
        return secret;
    }
}
