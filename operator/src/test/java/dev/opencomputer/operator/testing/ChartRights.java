/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.testing;

import static org.awaitility.Awaitility.await;

import dev.opencomputer.operator.dev.FacadeAccounts;
import dev.opencomputer.operator.dev.controlplane.Folders;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.api.model.rbac.Subject;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The service accounts and rights that a release of the chart brings, as helm renders them; rendered once a run for each
 * set of values, and then filled in for each test.
 */
public final class ChartRights {

    private static final Set<String> KINDS =
            Set.of("ServiceAccount", "Role", "RoleBinding", "ClusterRole", "ClusterRoleBinding");

    /** Placeholders, short enough that the chart cuts no name that is made of them. */
    private static final String NAME = "name-of-release";

    private static final String NAMESPACE = "namespace-of-release";
    private static final String WATCHED = "watched-namespace";
    private static final String CALLERS = "callers-namespace";

    private static final Pattern KIND = Pattern.compile("(?m)^kind: (\\w+)\\s*$");
    private static final Duration SOON = Duration.ofSeconds(30);

    private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();
    private static final Map<List<String>, String> RENDERED = new ConcurrentHashMap<>();

    private final String name;
    private final String namespace;
    private final List<HasMetadata> objects;

    private ChartRights(String name, String namespace, List<HasMetadata> objects) {
        this.name = name;
        this.namespace = namespace;
        this.objects = objects;
    }

    /**
     * The rights of a release.
     *
     * @param name the full name of its objects, at most 40 characters
     * @param namespace its namespace, where operator and facade run
     * @param watched the one namespace that it watches; empty for all
     * @param callers the namespace of the one account that the facade's callers have
     */
    public static ChartRights of(String name, String namespace, Optional<String> watched, String callers) {
        return of(name, namespace, watched, callers, List.of());
    }

    /** The same with further values, each as {@code helm --set} takes it. */
    public static ChartRights of(
            String name, String namespace, Optional<String> watched, String callers, List<String> values) {
        List<String> all = new ArrayList<>(values);
        watched.ifPresent(one -> all.add("watchNamespaces={" + WATCHED + "}"));
        String manifests = RENDERED.computeIfAbsent(all, ChartRights::render)
                .replace(NAMESPACE, namespace)
                .replace(NAME, name)
                .replace(WATCHED, watched.orElse(""))
                .replace(CALLERS, callers);
        List<HasMetadata> objects = Stream.of(manifests.split("(?m)^---\\s*$"))
                .filter(document -> KINDS.contains(kind(document)))
                .map(document -> SERIALIZATION.<HasMetadata>unmarshal(document))
                .toList();
        return new ChartRights(name, namespace, objects);
    }

    /** Service account of the operator, in the release's namespace. */
    public String operatorAccount() {
        return name;
    }

    /** Service account of the facade, in the release's namespace. */
    public String facadeAccount() {
        return name + "-facade";
    }

    /** Service account of the check before an uninstall, in the release's namespace; helm makes it for that time alone. */
    public String uninstallAccount() {
        return name + "-uninstall";
    }

    /** Role with which the callers' account works, in its namespace. */
    public String callersRole() {
        return namespace + ":" + name + ":accounts";
    }

    /** Role with which the facade acts as the callers' account, in that account's namespace. */
    public String impersonationRole() {
        return namespace + ":" + name + ":impersonation";
    }

    /** The user that the API server sees behind an account of the release's namespace. */
    public String user(String account) {
        return "system:serviceaccount:" + namespace + ":" + account;
    }

    /** All accounts, roles and bindings. */
    public List<HasMetadata> objects() {
        return objects;
    }

    /** Applies them, and returns when the API server goes by them: that takes a moment. */
    public ChartRights apply(KubernetesClient administrator) {
        objects.forEach(
                object -> administrator.resource(object).forceConflicts().serverSideApply());
        for (HasMetadata object : objects) {
            if (object instanceof ClusterRoleBinding binding) {
                awaitFirstRight(administrator, binding.getRoleRef().getName(), "", binding.getSubjects());
            } else if (object instanceof RoleBinding binding) {
                awaitFirstRight(
                        administrator,
                        binding.getRoleRef().getName(),
                        binding.getMetadata().getNamespace(),
                        binding.getSubjects());
            }
        }
        return this;
    }

    /** Removes what goes with no namespace of a test's own. */
    public void delete(KubernetesClient administrator) {
        objects.stream()
                .filter(object -> object instanceof ClusterRole
                        || object instanceof ClusterRoleBinding
                        || TestCluster.OPERATOR_NAMESPACE.equals(
                                object.getMetadata().getNamespace()))
                .forEach(object -> administrator.resource(object).delete());
    }

    private void awaitFirstRight(
            KubernetesClient administrator, String role, String namespace, List<Subject> subjects) {
        PolicyRule rule = rules(role, namespace).get(0);
        Subject subject = subjects.get(0);
        String[] resource = rule.getResources().get(0).split("/", -1);
        SubjectAccessReview review = new SubjectAccessReviewBuilder()
                .withNewSpec()
                .withUser("system:serviceaccount:" + subject.getNamespace() + ":" + subject.getName())
                .withNewResourceAttributes()
                .withNamespace(namespace)
                .withGroup(rule.getApiGroups().get(0))
                .withResource(resource[0])
                .withSubresource(resource.length > 1 ? resource[1] : "")
                .withName(
                        rule.getResourceNames().isEmpty()
                                ? ""
                                : rule.getResourceNames().get(0))
                .withVerb(rule.getVerbs().get(0))
                .endResourceAttributes()
                .endSpec()
                .build();
        await().atMost(SOON)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> administrator.resource(review).create().getStatus().getAllowed());
    }

    /** The rules of a role, by its name and namespace; a ClusterRole has none. */
    private List<PolicyRule> rules(String role, String namespace) {
        return objects.stream()
                .filter(object -> object.getMetadata().getName().equals(role))
                .flatMap(object -> {
                    if (object instanceof ClusterRole found && namespace.isEmpty()) {
                        return found.getRules().stream();
                    }
                    return object instanceof Role found
                                    && namespace.equals(found.getMetadata().getNamespace())
                            ? found.getRules().stream()
                            : Stream.empty();
                })
                .toList();
    }

    private static String kind(String document) {
        Matcher kind = KIND.matcher(document);
        return kind.find() ? kind.group(1) : "";
    }

    private static String render(List<String> values) {
        try {
            Path folder = Files.createTempDirectory("rights");
            try {
                List<String> arguments = new ArrayList<>(List.of(
                        "template",
                        "release",
                        Helm.CHART.toString(),
                        "--namespace",
                        NAMESPACE,
                        "--set",
                        "fullnameOverride=" + NAME,
                        "--set",
                        "connection.existingSecret=connection",
                        "--set",
                        "facade.enabled=true,facade.keys.existingSecret=keys",
                        "--set",
                        "facade.accounts[0].namespace=" + CALLERS + ",facade.accounts[0].serviceAccount="
                                + FacadeAccounts.CALLER + ",facade.accounts[0].create=true"));
                values.forEach(value -> arguments.addAll(List.of("--set", value)));
                return Helm.offline(folder).run(arguments).orThrow();
            } finally {
                Folders.delete(folder);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("could not make a folder for helm", failure);
        }
    }
}
