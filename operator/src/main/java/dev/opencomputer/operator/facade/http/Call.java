/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.opencomputer.operator.facade.answer.Refusal;
import dev.opencomputer.operator.facade.body.BodyReader;
import dev.opencomputer.operator.facade.body.Shape.Fields;
import dev.opencomputer.operator.facade.kubernetes.CallerAccess;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;

/** One call of somebody who was let in. */
final class Call {

    /** A body over this many bytes is refused: a value of 128 KiB fits several times, whatever its escapes. */
    static final int MOST_BODY_BYTES = 1024 * 1024;

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

    /** The body; anything but what the shape allows is refused. */
    ObjectNode body(Fields shape) {
        try {
            InputStream in = context.req().getInputStream();
            // Reads no more than what is allowed, whatever the request says about its length.
            byte[] content = in.readNBytes(MOST_BODY_BYTES + 1);
            if (content.length > MOST_BODY_BYTES) {
                throw Refusal.of(413, "the body is larger than " + MOST_BODY_BYTES + " bytes (1 MiB)");
            }
            return BodyReader.read(content, shape);
        } catch (IOException e) {
            throw Refusal.invalid("the body ended early");
        }
    }
}
