/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.dev.AccountLogin;
import dev.opencomputer.operator.dev.CrdInstallation;
import dev.opencomputer.operator.dev.FacadeAccounts;
import dev.opencomputer.operator.testing.AuditLog;
import dev.opencomputer.operator.testing.ChartRights;
import dev.opencomputer.operator.testing.ControlPlaneExtension;
import dev.opencomputer.operator.testing.Team;
import dev.opencomputer.operator.testing.TestCluster;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The rights that the chart gives are those that its programs use: all of them, and no others. */
class RightsIT {

    /** An operator for all namespaces would meet what other tests left in theirs. */
    @RegisterExtension
    static final ControlPlaneExtension CONTROL_PLANE = ControlPlaneExtension.ownWithWorkloads();

    private static final String RELEASE = "release";
    private static final List<String> VERBS =
            List.of("get", "list", "watch", "create", "update", "patch", "delete", "deletecollection");

    @TempDir
    private Path data;

    private TestCluster cluster;
    private String operatorNamespace;
    private Optional<ChartRights> applied = Optional.empty();

    @BeforeEach
    void makeTheReleasesNamespace(TestCluster given) {
        cluster = given;
        CrdInstallation.apply(cluster.client());
        operatorNamespace = cluster.namespace() + "-operator";
        cluster.client()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(operatorNamespace)
                        .endMetadata()
                        .build())
                .create();
    }

    @AfterEach
    void removeIt() {
        applied.ifPresent(rights -> rights.delete(cluster.client()));
        cluster.client().namespaces().withName(operatorNamespace).delete();
    }

    @Test
    void ofAReleaseForAListOfNamespacesNoRightIsMissingAndNoneUnused() throws Exception {
        assertUsedAreGranted(
                apply(Optional.of(cluster.namespace())),
                "## With a list of namespaces",
                Set.of(cluster.namespace()),
                Optional.empty());
    }

    @Test
    void ofAReleaseForAllNamespacesAndConnectionsOfTheirOwnNoRightIsMissingAndNoneUnused() throws Exception {
        Team owner = new Team(cluster.besides());
        assertUsedAreGranted(
                apply(Optional.empty(), "policy.connections.namespaces={" + owner.namespace() + "}"),
                "## In all namespaces",
                Set.of(),
                Optional.of(owner));
    }

    @Test
    void withAListOfNamespacesNoSecretOutsideThemCanBeReadOrListed() {
        ChartRights rights = apply(Optional.of(cluster.namespace()));
        try (KubernetesClient operator = client(rights.operatorAccount())) {
            for (String elsewhere : List.of("default", "kube-system", TestCluster.OPERATOR_NAMESPACE)) {
                assertForbidden(() -> operator.secrets().inNamespace(elsewhere).list());
                assertForbidden(() -> operator.secrets()
                        .inNamespace(elsewhere)
                        .withName("any")
                        .get());
            }
            assertForbidden(() -> operator.secrets().inAnyNamespace().list());
            assertThat(operator.secrets()
                            .inNamespace(cluster.namespace())
                            .list()
                            .getItems())
                    .isEmpty();
        }
    }

    @Test
    void theFacadeHasNoRightOnAnySecret() {
        ChartRights rights = apply(Optional.empty());
        try (KubernetesClient facade = client(rights.facadeAccount())) {
            for (String namespace : List.of("", operatorNamespace, cluster.namespace())) {
                assertThat(VERBS).noneMatch(verb -> allowed(facade, namespace, verb, "secrets"));
            }
            // The question itself is understood: this is what it may.
            assertThat(allowed(facade, operatorNamespace, "get", "configmaps")).isTrue();
        }
    }

    private void assertUsedAreGranted(ChartRights rights, String heading, Set<String> watched, Optional<Team> owner)
            throws Exception {
        List<Right> granted = Right.granted(rights.objects());

        new RightsScenario(cluster, rights, operatorNamespace, RELEASE, watched, owner, data).play();

        Set<String> users = new HashSet<>(granted.stream().map(Right::user).toList());
        List<AuditLog.Request> requests = cluster.auditLog().requests().stream()
                .filter(request ->
                        users.contains(request.caller()) && !request.resource().isEmpty())
                .toList();
        Set<Right> used = new HashSet<>();
        List<Right> missing = new ArrayList<>();
        requests.stream()
                .flatMap(request -> Right.needed(request).stream())
                .forEach(right -> right.allowedBy(granted).ifPresentOrElse(used::add, () -> missing.add(right)));
        Map<String, String> words = words(rights);
        print(heading, granted, used, words);
        assertThat(missing).as("used and not granted").isEmpty();
        assertThat(RightsTable.rows(
                        granted.stream().filter(right -> !used.contains(right)).toList(), words))
                .as("granted and not used")
                .isEmpty();
        assertThat(RightsTable.ofThePage(heading))
                .as(
                        "the table below \"%s\" in docs/rights.md; these are its rows:%n%s%n",
                        heading, String.join("\n", RightsTable.rows(granted, words)))
                .isEqualTo(RightsTable.rows(granted, words));
    }

    private static void print(String heading, List<Right> granted, Set<Right> used, Map<String, String> words) {
        System.out.println(heading.replace("#", "").strip() + ": granted " + granted.size() + ", used " + used.size()
                + "\n  " + String.join("\n  ", RightsTable.rows(used, words)));
    }

    private Map<String, String> words(ChartRights rights) {
        Map<String, String> words = new TreeMap<>();
        words.put(rights.user(rights.operatorAccount()), "operator");
        words.put(rights.user(rights.facadeAccount()), "facade");
        words.put(rights.user(rights.uninstallAccount()), "uninstall check");
        words.put("system:serviceaccount:" + cluster.namespace() + ":" + FacadeAccounts.CALLER, "callers");
        words.put("", "all");
        words.put(operatorNamespace, "release's");
        words.put(cluster.namespace(), "watched");
        words.put(RELEASE, "the release's Lease");
        words.put(FacadeAccounts.CALLER, "each account of a key");
        return words;
    }

    private ChartRights apply(Optional<String> watched, String... values) {
        applied = Optional.of(ChartRights.of(RELEASE, operatorNamespace, watched, cluster.namespace(), List.of(values))
                .apply(cluster.client()));
        return applied.get();
    }

    private KubernetesClient client(String account) {
        return new KubernetesClientBuilder()
                .withConfig(AccountLogin.config(cluster.client(), operatorNamespace, account))
                .build();
    }

    private static boolean allowed(KubernetesClient client, String namespace, String verb, String resource) {
        return client.resource(new SelfSubjectAccessReviewBuilder()
                        .withNewSpec()
                        .withNewResourceAttributes()
                        .withNamespace(namespace)
                        .withVerb(verb)
                        .withResource(resource)
                        .withName(resource.equals("configmaps") ? "opencomputer-sealing-keys" : "")
                        .endResourceAttributes()
                        .endSpec()
                        .build())
                .create()
                .getStatus()
                .getAllowed();
    }

    private static void assertForbidden(Runnable call) {
        assertThat(catchCode(call)).isEqualTo(403);
    }

    private static int catchCode(Runnable call) {
        try {
            call.run();
            return 200;
        } catch (KubernetesClientException refused) {
            return refused.getCode();
        }
    }
}
