/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.wire;

/** Headers of our own. */
public final class Headers {

    /** On every answer of a facade: which cluster it is in. An operator tells by it that it would write to itself. */
    public static final String CLUSTER = "OpenComputer-Cluster";

    /** Of a request to a facade: the namespace in which a caller with a Kubernetes token works. */
    public static final String NAMESPACE = "OpenComputer-Namespace";

    private Headers() {}
}
