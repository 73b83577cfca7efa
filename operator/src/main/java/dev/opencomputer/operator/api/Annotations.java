/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.api;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Optional;

/** Annotations that the operator and the HTTP API read on objects. */
public final class Annotations {

    /** {@code "true"} stops all writes to OpenComputer for the object. */
    public static final String PAUSED = Names.GROUP + "/paused";

    /** Any new value asks for one reconcile now; the status repeats it as {@code lastHandledReconcileAt}. */
    public static final String RECONCILE_AT = Names.GROUP + "/reconcile-at";

    /** When the HTTP API took the value of an AgentSecret: RFC 3339, so that the same value put again is pushed again. */
    public static final String ACCEPTED_AT = Names.GROUP + "/accepted-at";

    /** {@link #ALLOWED} lets the HTTP API write an object although Argo CD, Flux or Helm manages it. */
    public static final String API_WRITES = Names.GROUP + "/api-writes";

    /** The one value of {@link #API_WRITES} that means something. */
    public static final String ALLOWED = "allowed";

    /** On the ConfigMap of the public sealing keys: which cluster this is, the UID of its namespace kube-system. */
    public static final String CLUSTER_ID = Names.GROUP + "/cluster-id";

    private Annotations() {}

    /**
     * Whether an object asks for no writes.
     *
     * @param object a custom resource
     * @return true when {@link #PAUSED} is {@code "true"}
     */
    public static boolean isPaused(HasMetadata object) {
        return value(object, PAUSED).filter("true"::equals).isPresent();
    }

    /**
     * Whether the HTTP API may write an object that Argo CD, Flux or Helm manages.
     *
     * @param object a custom resource
     * @return true when {@link #API_WRITES} is {@link #ALLOWED}
     */
    public static boolean allowsApiWrites(HasMetadata object) {
        return value(object, API_WRITES).filter(ALLOWED::equals).isPresent();
    }

    /**
     * What an object last asked to be reconciled with.
     *
     * @param object a custom resource
     * @return the value of {@link #RECONCILE_AT}
     */
    public static Optional<String> reconcileAt(HasMetadata object) {
        return value(object, RECONCILE_AT);
    }

    /**
     * When the HTTP API took an AgentSecret's value.
     *
     * @param object a custom resource
     * @return the value of {@link #ACCEPTED_AT}
     */
    public static Optional<String> acceptedAt(HasMetadata object) {
        return value(object, ACCEPTED_AT);
    }

    private static Optional<String> value(HasMetadata object, String name) {
        return Optional.ofNullable(object.getMetadata().getAnnotations()).map(all -> all.get(name));
    }
}
