/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.local.Dialect;
import dev.opencomputer.operator.testing.AuditLog;
import dev.opencomputer.operator.testing.ControlPlaneExtension;
import dev.opencomputer.operator.testing.Readme;
import dev.opencomputer.operator.testing.RunningOperator;
import dev.opencomputer.operator.testing.Scene;
import dev.opencomputer.operator.testing.TestCluster;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The rights in README's tables are those that the operator uses: all of them, and no others. */
@ExtendWith(ControlPlaneExtension.class)
class RightsIT {

    private static final String HEADING = "### Rights that the operator needs";

    @TempDir
    private Path data;

    @Test
    void theRightsInTheReadmeAreEnoughAndNoneIsTooMuch(TestCluster cluster) throws Exception {
        String user = "operator-of-" + cluster.namespace();
        List<Right> watched = rights(0);
        List<Right> own = rights(1);
        grant(cluster, user, cluster.namespace(), watched);
        grant(cluster, user, TestCluster.OPERATOR_NAMESPACE, own);
        Config config = cluster.config();
        config.setImpersonateUsername(user);
        config.setImpersonateGroups("system:authenticated");

        try (Scene scene = Scene.withoutOperator(cluster, data, Dialect.LOCAL);
                RunningOperator operator = RunningOperator.startReplica(cluster, config, scene.settings(), user)) {
            scene.agents().create("resolver");
            scene.secrets().source("anthropic", "value");
            scene.secrets().create("api-key", "resolver", "API_KEY", "anthropic");
            scene.secrets().awaitReady("api-key");
            scene.secrets().delete("api-key");
            scene.secrets().awaitGone("api-key");
            scene.agents().delete("resolver");
            scene.agents().awaitGone("resolver");
        }

        List<AuditLog.Request> requests = cluster.auditLog().requests().stream()
                .filter(request -> request.user().equals(user))
                .filter(request -> !request.resource().isEmpty())
                .toList();
        assertThat(used(requests, cluster.namespace())).isEqualTo(Set.copyOf(named(watched)));
        // Other tests' operators may have made the keys already, so that nothing is left to create.
        assertThat(named(own)).containsAll(used(requests, TestCluster.OPERATOR_NAMESPACE));
    }

    /** A row: some resources of a group, and what may be done with each. */
    private record Right(String group, List<String> resources, List<String> verbs) {

        List<String> named() {
            return resources.stream()
                    .flatMap(resource -> verbs.stream().map(verb -> verb + " " + resource))
                    .toList();
        }

        PolicyRule rule() {
            return new PolicyRuleBuilder()
                    .withApiGroups(group)
                    .withResources(resources)
                    .withVerbs(verbs)
                    .build();
        }
    }

    private static List<Right> rights(int table) throws IOException {
        return Readme.cells(HEADING, table).stream()
                .map(row -> new Right(
                        row.get(0).equals("core") ? "" : row.get(0),
                        List.of(row.get(1).split(", ", -1)),
                        List.of(row.get(2).split(", ", -1))))
                .toList();
    }

    private static List<String> named(List<Right> rights) {
        return rights.stream().flatMap(right -> right.named().stream()).toList();
    }

    private static Set<String> used(List<AuditLog.Request> requests, String namespace) {
        return requests.stream()
                .filter(request -> request.namespace().equals(namespace))
                .map(request -> request.verb() + " " + request.resource())
                .collect(Collectors.toSet());
    }

    private static void grant(TestCluster cluster, String user, String namespace, List<Right> rights) {
        cluster.client()
                .resource(new RoleBuilder()
                        .withNewMetadata()
                        .withName(user)
                        .withNamespace(namespace)
                        .endMetadata()
                        .withRules(rights.stream().map(Right::rule).toList())
                        .build())
                .create();
        cluster.client()
                .resource(new RoleBindingBuilder()
                        .withNewMetadata()
                        .withName(user)
                        .withNamespace(namespace)
                        .endMetadata()
                        .withNewRoleRef("rbac.authorization.k8s.io", "Role", user)
                        .addNewSubject("rbac.authorization.k8s.io", "User", user, null)
                        .build())
                .create();
    }
}
