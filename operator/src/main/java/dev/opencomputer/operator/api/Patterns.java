/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.api;

/**
 * Regular expressions (RE2, and Java's the same) of the CRDs' rules. None contains a backslash or a single quote, so that each stands in a
 * CEL string as it is.
 */
public final class Patterns {

    /** RFC 1123 label. */
    public static final String DNS_LABEL = "^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$";

    /** RFC 1123 subdomain, the names of Secrets; its length is bounded by the schema. */
    public static final String DNS_SUBDOMAIN = "^[a-z0-9]([-a-z0-9]*[a-z0-9])?([.][a-z0-9]([-a-z0-9]*[a-z0-9])?)*$";

    /** What OpenComputer takes for a key, and shells for a variable. */
    public static final String ENVIRONMENT_NAME = "^[A-Za-z_][A-Za-z0-9_]{0,255}$";

    /** What Kubernetes takes for a key in a Secret's data. */
    public static final String SECRET_DATA_KEY = "^[-._A-Za-z0-9]+$";

    /** The same with {@code *} for any characters, or none. */
    public static final String SECRET_DATA_KEYS = "^[-._*A-Za-z0-9]+$";

    /** A host name in either case, or all names below one. */
    public static final String HOST =
            "^([*][.])?[A-Za-z0-9]([-A-Za-z0-9]*[A-Za-z0-9])?([.][A-Za-z0-9]([-A-Za-z0-9]*[A-Za-z0-9])?)*$";

    /** A time in whole days, hours, minutes and seconds, as kubectl shows ages; it may be zero. */
    public static final String AGE = "^([0-9]{1,4}d)?([0-9]{1,5}h)?([0-9]{1,5}m)?([0-9]{1,5}s)?$";

    private Patterns() {}
}
