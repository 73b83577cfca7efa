/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.api;

/** Annotations that the operator reads on custom resources. */
public final class Annotations {

    /** {@code "true"} stops all writes to OpenComputer for the object. */
    public static final String PAUSED = Names.GROUP + "/paused";

    /** Any new value asks for one reconcile now; the status repeats it as {@code lastHandledReconcileAt}. */
    public static final String RECONCILE_AT = Names.GROUP + "/reconcile-at";

    /** When the HTTP API took the value of an AgentSecret: RFC 3339, so that the same value put again is pushed again. */
    public static final String ACCEPTED_AT = Names.GROUP + "/accepted-at";

    private Annotations() {}
}
