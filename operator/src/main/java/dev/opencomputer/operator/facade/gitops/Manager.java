/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.gitops;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Who manages an object, told by the marks that today's Argo CD, Flux and Helm leave on what they apply. The outermost
 * comes first: Argo CD and Flux apply what Helm has rendered.
 *
 * @param tool what applies the object
 * @param application which of its units the object belongs to, as the tool's mark names it
 */
record Manager(Tool tool, String application) {

    /** Argo CD's default: {@code <application>:<group>/<kind>:<namespace>/<name>}. */
    private static final String ARGO_TRACKING_ID = "argocd.argoproj.io/tracking-id";

    /** The label that its documentation proposes for those who track by label. */
    private static final String ARGO_INSTANCE = "argocd.argoproj.io/instance";

    /** The label that it tracks by unless told otherwise, and that half the charts of the world set as well. */
    private static final String INSTANCE = "app.kubernetes.io/instance";

    private static final String ARGO_FIELD_MANAGER = "argocd-controller";

    private static final String FLUX_KUSTOMIZATION = "kustomize.toolkit.fluxcd.io/";
    private static final String FLUX_HELM_RELEASE = "helm.toolkit.fluxcd.io/";

    private static final String MANAGED_BY = "app.kubernetes.io/managed-by";
    private static final String HELM_RELEASE_NAME = "meta.helm.sh/release-name";
    private static final String HELM_RELEASE_NAMESPACE = "meta.helm.sh/release-namespace";

    /** The manager of an object as it was read, its managed fields included; absent when there is none. */
    static Optional<Manager> of(HasMetadata object) {
        return Stream.of(
                        argoByAnnotation(object),
                        argoByLabel(object.getMetadata()),
                        flux(object, Tool.FLUX_KUSTOMIZATION, FLUX_KUSTOMIZATION),
                        flux(object, Tool.FLUX_HELM_RELEASE, FLUX_HELM_RELEASE),
                        helm(object.getMetadata()))
                .flatMap(Optional::stream)
                .findFirst();
    }

    @Override
    public String toString() {
        return tool.title() + " (" + tool.unit() + " " + application + ")";
    }

    /** An id that was copied from another object counts for nothing with Argo CD, and so it does here. */
    private static Optional<Manager> argoByAnnotation(HasMetadata object) {
        ObjectMeta metadata = object.getMetadata();
        String thisVeryObject =
                ":" + group(object) + "/" + object.getKind() + ":" + metadata.getNamespace() + "/" + metadata.getName();
        return value(metadata.getAnnotations(), ARGO_TRACKING_ID)
                .filter(id -> id.endsWith(thisVeryObject))
                .map(id -> id.substring(0, id.length() - thisVeryObject.length()))
                .filter(application -> !application.isEmpty() && application.indexOf(':') < 0)
                .map(application -> new Manager(Tool.ARGO_CD, application));
    }

    private static Optional<Manager> argoByLabel(ObjectMeta metadata) {
        return value(metadata.getLabels(), ARGO_INSTANCE)
                .or(() -> value(metadata.getLabels(), INSTANCE).filter(instance -> argoWrote(metadata)))
                .map(application -> new Manager(Tool.ARGO_CD, application));
    }

    private static boolean argoWrote(ObjectMeta metadata) {
        return metadata.getManagedFields().stream().anyMatch(entry -> ARGO_FIELD_MANAGER.equals(entry.getManager()));
    }

    private static Optional<Manager> flux(HasMetadata object, Tool tool, String prefix) {
        Map<String, String> labels = object.getMetadata().getLabels();
        return value(labels, prefix + "name")
                .map(name -> value(labels, prefix + "namespace")
                                .orElse(object.getMetadata().getNamespace()) + "/" + name)
                .map(application -> new Manager(tool, application));
    }

    /** Helm itself takes an object for its own only with all three. */
    private static Optional<Manager> helm(ObjectMeta metadata) {
        Optional<String> name = value(metadata.getAnnotations(), HELM_RELEASE_NAME);
        Optional<String> namespace = value(metadata.getAnnotations(), HELM_RELEASE_NAMESPACE);
        return value(metadata.getLabels(), MANAGED_BY)
                .filter("Helm"::equals)
                .filter(helm -> name.isPresent() && namespace.isPresent())
                .map(helm -> new Manager(Tool.HELM, namespace.get() + "/" + name.get()));
    }

    private static String group(HasMetadata object) {
        String version = object.getApiVersion();
        int slash = version.indexOf('/');
        return slash < 0 ? "" : version.substring(0, slash);
    }

    private static Optional<String> value(Map<String, String> marks, String name) {
        return Optional.ofNullable(marks).map(all -> all.get(name)).filter(text -> !text.isBlank());
    }
}
