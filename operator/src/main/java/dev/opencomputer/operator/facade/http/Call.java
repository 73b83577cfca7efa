/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.opencomputer.operator.facade.body.BodyReader;
import dev.opencomputer.operator.facade.body.Shape.Fields;
import dev.opencomputer.operator.facade.connection.BodyIntake;
import dev.opencomputer.operator.facade.headers.Preconditions;
import dev.opencomputer.operator.facade.headers.WaitPreference;
import dev.opencomputer.operator.facade.kubernetes.CallerAccess;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** One call of somebody who was let in. */
final class Call {

    private final Context context;
    private final CallerAccess access;

    Call(Context context, CallerAccess access) {
        this.context = context;
        this.access = access;
    }

    CallerAccess access() {
        return access;
    }

    /** The agent's id, as it stood in the path. */
    String id() {
        return context.pathParam("id");
    }

    /** The secret's key, as it stood in the path. */
    String key() {
        return context.pathParam("key");
    }

    /** How long the caller would wait for the operator. */
    Optional<Duration> waitAsked() {
        return WaitPreference.of(headers(WaitPreference.PREFER));
    }

    /** The versions that the call is meant for. */
    Preconditions preconditions() {
        return Preconditions.of(headers(Preconditions.IF_MATCH), headers(Preconditions.IF_NONE_MATCH));
    }

    /** Which part of a list is asked for. */
    ListQuery listQuery() {
        return ListQuery.of(context.queryParams("limit"), context.queryParams("continue"));
    }

    private List<String> headers(String name) {
        return Collections.list(context.req().getHeaders(name));
    }

    /** The body; anything but what the shape allows is refused. */
    ObjectNode body(Fields shape) {
        return BodyReader.read(BodyIntake.body(context::attribute).orElse(new byte[0]), shape);
    }
}
