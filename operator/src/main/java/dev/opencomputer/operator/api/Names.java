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

    /** The operator's user agent, which the API server notes as the writer of what the operator writes. */
    public static final String OPERATOR_USER_AGENT = "opencomputer-operator";

    /** The facade's user agent, which the API server notes as the writer of what comes through the facade. */
    public static final String FACADE_USER_AGENT = "opencomputer-facade";

    /** Holds an object until what its deletion policy asks for is done at OpenComputer. It proves no claim. */
    public static final String FINALIZER = GROUP + "/finalizer";

    /** Label of the AgentSecrets that the operator makes for an Agent's {@code secretsFrom}: the Agent's name. */
    public static final String SECRETS_FROM = GROUP + "/secrets-from";

    /** Name of the Secret with a namespace's own connection; never a source of values. */
    public static final String CONNECTION_SECRET = "opencomputer-connection";

    /** Label of the operator's copy of a namespace's own connection, in the operator's namespace: that namespace. */
    public static final String CONNECTION_NAMESPACE = GROUP + "/connection-namespace";

    /** Annotation of such a copy: that namespace's UID, by which another that came to have its name is told from it. */
    public static final String CONNECTION_NAMESPACE_UID = GROUP + "/connection-namespace-uid";

    /** The operator's own namespace where nothing else is said. */
    public static final String OPERATOR_NAMESPACE = "opencomputer-system";

    /** The ConfigMap in the operator's namespace with the public sealing keys: a data entry a key, named by its id. */
    public static final String PUBLIC_SEALING_KEYS = "opencomputer-sealing-keys";

    /** Annotation of that ConfigMap: the id of the key to seal with. */
    public static final String CURRENT_KEY = GROUP + "/current-key";

    /** Annotation of that ConfigMap by which people ask for a new key: the id of the current one, which is to be renewed. */
    public static final String RENEW_KEY = GROUP + "/renew-key";

    /** Annotations of that ConfigMap begin so that say when a key was made, RFC 3339; the key's id follows. */
    public static final String KEY_CREATED_PREFIX = "created." + GROUP + "/";

    /** Annotation of a Secret with a key: when the key was made, RFC 3339. A key from a back-up is older than its Secret. */
    public static final String KEY_CREATED_AT = GROUP + "/created-at";

    /** Label of the Secrets in the operator's namespace that hold its own keys; its value says what a key is for. */
    public static final String KEY_PURPOSE = GROUP + "/key-purpose";

    /** Label of a Secret that holds a private sealing key: the key's id, so that people find it. */
    public static final String SEALING_KEY_ID = GROUP + "/sealing-key-id";

    /** Label of the Leases in the operator's namespace that its releases elect their leaders by. */
    public static final String LEASE = GROUP + "/lease";

    /** The value of that label. */
    public static final String OPERATOR_LEASE = "operator";

    /** Annotation of such a Lease: the namespaces that the release reconciles, with commas between; {@code *} for all. */
    public static final String NAMESPACES = GROUP + "/namespaces";

    /** The Lease's name where nothing else is said. */
    public static final String DEFAULT_LEASE = "opencomputer-operator";

    private Names() {}
}
