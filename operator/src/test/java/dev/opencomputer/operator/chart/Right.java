/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.chart;

import dev.opencomputer.operator.testing.AuditLog;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.api.model.rbac.RoleRef;
import io.fabric8.kubernetes.api.model.rbac.Subject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The smallest piece of a right: one verb on one resource, of one name or any.
 *
 * @param user who has it
 * @param namespace where it holds; empty for the whole cluster
 * @param group API group, empty for the core's
 * @param resource plural name of the kind, with {@code /<subresource>} where there is one
 * @param name the one object that it holds for; empty for all
 * @param verb the verb
 */
record Right(String user, String namespace, String group, String resource, String name, String verb) {

    private static final String IMPERSONATE = "impersonate";

    /** Every right that bindings among the objects give; a role that nothing binds gives none. */
    static List<Right> granted(List<HasMetadata> objects) {
        List<Right> rights = new ArrayList<>();
        for (HasMetadata object : objects) {
            if (object instanceof ClusterRoleBinding binding) {
                rights.addAll(granted(objects, "", binding.getRoleRef(), binding.getSubjects()));
            } else if (object instanceof RoleBinding binding) {
                rights.addAll(granted(
                        objects, binding.getMetadata().getNamespace(), binding.getRoleRef(), binding.getSubjects()));
            }
        }
        return rights;
    }

    private static List<Right> granted(
            List<HasMetadata> objects, String namespace, RoleRef role, List<Subject> subjects) {
        return objects.stream()
                .filter(object -> object.getKind().equals(role.getKind())
                        && object.getMetadata().getName().equals(role.getName()))
                .flatMap(object -> rules(object, namespace))
                .flatMap(rule -> subjects.stream().flatMap(subject -> of(rule, subject, namespace)))
                .toList();
    }

    private static Stream<PolicyRule> rules(HasMetadata role, String namespace) {
        if (role instanceof ClusterRole found) {
            return found.getRules().stream();
        }
        return role instanceof Role found
                        && namespace.equals(found.getMetadata().getNamespace())
                ? found.getRules().stream()
                : Stream.empty();
    }

    private static Stream<Right> of(PolicyRule rule, Subject subject, String namespace) {
        String user = "system:serviceaccount:" + subject.getNamespace() + ":" + subject.getName();
        List<String> names = rule.getResourceNames().isEmpty() ? List.of("") : rule.getResourceNames();
        return rule.getApiGroups().stream()
                .flatMap(group -> rule.getResources().stream()
                        .flatMap(resource -> names.stream()
                                .flatMap(name -> rule.getVerbs().stream()
                                        .map(verb -> new Right(user, namespace, group, resource, name, verb)))));
    }

    /** What a request needs: the right to it, and before that the one to speak as somebody else. */
    static List<Right> needed(AuditLog.Request request) {
        Right asked = new Right(
                request.user(),
                request.namespace(),
                request.group(),
                request.resource(),
                request.name(),
                request.verb());
        if (request.caller().equals(request.user())) {
            return List.of(asked);
        }
        String[] account = request.user().split(":", -1);
        return List.of(asked, new Right(request.caller(), account[2], "", "serviceaccounts", account[3], IMPERSONATE));
    }

    /** Whether the other right allows all that this one does. */
    boolean isWithin(Right other) {
        return allowedBy(List.of(other)).isPresent();
    }

    /** The narrowest of the rights that allows this. */
    Optional<Right> allowedBy(List<Right> granted) {
        return granted.stream()
                .filter(right -> right.user.equals(user)
                        && right.group.equals(group)
                        && right.resource.equals(resource)
                        && right.verb.equals(verb)
                        && (right.namespace.isEmpty() || right.namespace.equals(namespace))
                        && (right.name.isEmpty() || right.name.equals(name)))
                .max(Comparator.comparing((Right right) -> !right.namespace.isEmpty())
                        .thenComparing(right -> !right.name.isEmpty()));
    }
}
