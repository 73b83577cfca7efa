/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.connection;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.eclipse.jetty.server.Request;

/** The id by which a request is found again in logs: the caller's own where it is one, else a new one. */
public final class RequestId {

    /** Carries it, in the request and in the answer. */
    public static final String HEADER = "X-Request-Id";

    /** The attribute of a request that holds it. */
    public static final String ATTRIBUTE = "request.id";

    /** Nothing that could end a line of a log, or be much longer than an id has to be. */
    private static final Pattern WELL_FORMED = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private RequestId() {}

    /** The id of this request: the same each time. */
    public static String of(Request request) {
        if (request.getAttribute(ATTRIBUTE) instanceof String known) {
            return known;
        }
        String id = of(Optional.ofNullable(request.getHeaders().get(HEADER)));
        request.setAttribute(ATTRIBUTE, id);
        return id;
    }

    /** The id for a request that said this, or nothing, in {@link #HEADER}. */
    static String of(Optional<String> said) {
        return said.filter(id -> WELL_FORMED.matcher(id).matches())
                .orElseGet(() -> UUID.randomUUID().toString());
    }
}
