/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.http;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** The id by which a request is found again in logs: the caller's own where it is one, else a new one. */
final class RequestId {

    /** Carries it, in the request and in the answer. */
    static final String HEADER = "X-Request-Id";

    /** Nothing that could end a line of a log, or be much longer than an id has to be. */
    private static final Pattern WELL_FORMED = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private RequestId() {}

    /** The id for a request that said this, or nothing, in {@link #HEADER}. */
    static String of(Optional<String> said) {
        return said.filter(id -> WELL_FORMED.matcher(id).matches())
                .orElseGet(() -> UUID.randomUUID().toString());
    }
}
