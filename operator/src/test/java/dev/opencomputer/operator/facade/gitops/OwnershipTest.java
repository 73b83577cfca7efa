/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.gitops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.opencomputer.operator.api.Agent;
import dev.opencomputer.operator.api.AgentSpec;
import dev.opencomputer.operator.api.Annotations;
import dev.opencomputer.operator.facade.answer.Refusal;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class OwnershipTest {

    private static final String ARGO_ID = "argocd.argoproj.io/tracking-id=";
    private static final String THIS = ":opencomputer.dev/Agent:team-a/resolver";

    /** Annotations, labels, who wrote it, and who manages it. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
                    argocd.argoproj.io/tracking-id=shop:opencomputer.dev/Agent:team-a/resolver     | - | kubectl | Argo CD (Application shop)
                    argocd.argoproj.io/tracking-id=ops_shop:opencomputer.dev/Agent:team-a/resolver | - | kubectl | Argo CD (Application ops_shop)
                    argocd.argoproj.io/tracking-id=shop:opencomputer.dev/Agent:team-a/other        | - | kubectl | -
                    argocd.argoproj.io/tracking-id=shop:opencomputer.dev/Agent:team-b/resolver     | - | kubectl | -
                    argocd.argoproj.io/tracking-id=shop:opencomputer.dev/AgentSecret:team-a/resolver | - | kubectl | -
                    argocd.argoproj.io/tracking-id=shop:example.com/Agent:team-a/resolver          | - | kubectl | -
                    argocd.argoproj.io/tracking-id=:opencomputer.dev/Agent:team-a/resolver         | - | kubectl | -
                    argocd.argoproj.io/tracking-id=a:b:opencomputer.dev/Agent:team-a/resolver      | - | kubectl | -
                    argocd.argoproj.io/tracking-id=shop                                            | - | kubectl | -
                    - | argocd.argoproj.io/instance=shop  | kubectl                  | Argo CD (Application shop)
                    - | app.kubernetes.io/instance=shop   | argocd-controller        | Argo CD (Application shop)
                    - | app.kubernetes.io/instance=shop   | kubectl                  | -
                    - | app.kubernetes.io/name=shop       | argocd-controller        | -
                    - | kustomize.toolkit.fluxcd.io/name=agents kustomize.toolkit.fluxcd.io/namespace=flux-system | kustomize-controller | Flux (Kustomization flux-system/agents)
                    - | kustomize.toolkit.fluxcd.io/name=agents                                                   | kustomize-controller | Flux (Kustomization team-a/agents)
                    - | kustomize.toolkit.fluxcd.io/namespace=flux-system                                         | kustomize-controller | -
                    meta.helm.sh/release-name=shop meta.helm.sh/release-namespace=team-a | app.kubernetes.io/managed-by=Helm helm.toolkit.fluxcd.io/name=shop helm.toolkit.fluxcd.io/namespace=ops | helm-controller | Flux (HelmRelease ops/shop)
                    meta.helm.sh/release-name=shop meta.helm.sh/release-namespace=team-a | app.kubernetes.io/managed-by=Helm | helm    | Helm (release team-a/shop)
                    meta.helm.sh/release-name=shop meta.helm.sh/release-namespace=team-a | -                                 | helm    | -
                    meta.helm.sh/release-name=shop                                       | app.kubernetes.io/managed-by=Helm | helm    | -
                    meta.helm.sh/release-name=shop meta.helm.sh/release-namespace=team-a | app.kubernetes.io/managed-by=helm | helm    | -
                    - | app.kubernetes.io/managed-by=Helm | kubectl | -
                    argocd.argoproj.io/tracking-id=shop:opencomputer.dev/Agent:team-a/resolver | app.kubernetes.io/managed-by=Helm app.kubernetes.io/instance=other | argocd-controller | Argo CD (Application shop)
                    - | - | opencomputer-facade | -
                    """)
    void isTakenFromTheMarksThatEachToolLeaves(String annotations, String labels, String writer, String manager) {
        assertThat(Ownership.managerOf(agent(annotations, labels, writer)).orElse(null))
                .isEqualTo(manager);
    }

    @Test
    void aRefusalSaysWhoManagesTheObjectAndWhereToMakeTheChange() {
        Agent agent = agent(ARGO_ID + "shop" + THIS, null, "argocd-controller");

        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> Ownership.requireWritable(agent))
                .satisfies(refusal -> assertThat(refusal.status()).isEqualTo(409))
                .withMessage("Agent team-a/resolver is managed by Argo CD (Application shop), which would undo the"
                        + " change: change it in the source that the Application is synced from, or let this API write"
                        + " the object by the annotation opencomputer.dev/api-writes: \"allowed\" on it");
    }

    @Test
    void oneAnnotationLetsTheApiWrite() {
        Agent agent = agent(ARGO_ID + "shop" + THIS + " " + Annotations.API_WRITES + "=allowed", null, "kubectl");

        assertThatCode(() -> Ownership.requireWritable(agent)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"true", "Allowed", "denied"})
    void noOtherValueOfItDoes(String value) {
        Agent agent = agent(ARGO_ID + "shop" + THIS, null, "kubectl");
        if (value != null) {
            agent.getMetadata().getAnnotations().put(Annotations.API_WRITES, value);
        }

        assertThatExceptionOfType(Refusal.class).isThrownBy(() -> Ownership.requireWritable(agent));
    }

    @Test
    void whatNobodyManagesIsWritten() {
        assertThatCode(() -> Ownership.requireWritable(agent(null, null, "kubectl")))
                .doesNotThrowAnyException();
    }

    private static Agent agent(String annotations, String labels, String writer) {
        Agent agent = new Agent();
        agent.setMetadata(new ObjectMetaBuilder()
                .withNamespace("team-a")
                .withName("resolver")
                .withAnnotations(marks(annotations))
                .withLabels(marks(labels))
                .addNewManagedField()
                .withManager(writer)
                .endManagedField()
                .build());
        agent.setSpec(new AgentSpec());
        return agent;
    }

    private static Map<String, String> marks(String text) {
        return text == null
                ? null
                : Arrays.stream(text.split(" ", -1))
                        .map(mark -> mark.split("=", -1))
                        .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
    }
}
