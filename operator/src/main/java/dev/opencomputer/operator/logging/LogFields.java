/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.logging;

/**
 * Names of the fields beside a log line's message, kept in SLF4J's MDC. The SDK of the controllers adds the object of a
 * reconcile by itself: {@code resource.kind}, {@code resource.namespace}, {@code resource.name} and more.
 */
public final class LogFields {

    /** The connection to OpenComputer that a reconcile uses, by its name in claims. */
    public static final String CONNECTION = "connection";

    /** In the facade the request's own id, in the operator the one that OpenComputer gave its last answer. */
    public static final String REQUEST_ID = "request.id";

    private LogFields() {}
}
