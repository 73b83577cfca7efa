/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.api;

/** Names that stand in clusters and cannot change without a migration. */
public final class Names {

    /** API group of all custom resources, and prefix of all annotations. */
    public static final String GROUP = "opencomputer.dev";

    /** Version of all custom resources. */
    public static final String VERSION = "v1alpha1";

    /** Category of all custom resources: {@code kubectl get opencomputer} lists them together. */
    public static final String CATEGORY = "opencomputer";

    /** Holds an object until what its deletion policy asks for is done at OpenComputer. It proves no claim. */
    public static final String FINALIZER = GROUP + "/finalizer";

    /** Name of the Secret with a namespace's own connection; never a source of values. */
    public static final String CONNECTION_SECRET = "opencomputer-connection";

    private Names() {}
}
