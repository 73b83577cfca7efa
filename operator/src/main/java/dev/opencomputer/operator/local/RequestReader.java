/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.local;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Takes a call out of an HTTP request: the variable parts of its path, and its body. */
final class RequestReader {

    private static final byte[] NOTHING = {};

    private RequestReader() {}

    static Call call(Operation operation, Context context, Dialect dialect) {
        return new Call(
                operation,
                context.req().getRequestURI(),
                names(operation, context, dialect),
                operation.isWrite() ? body(context) : NOTHING,
                !dialect.requiresContentType() || isJson(context));
    }

    private static List<String> names(Operation operation, Context context, Dialect dialect) {
        String[] template = operation.route().split("/", -1);
        String[] path = context.req().getRequestURI().split("/", -1);
        List<String> names = new ArrayList<>();
        for (int part = 0; part < template.length; part++) {
            if (template[part].startsWith("{")) {
                String name = template[part].substring(1, template[part].length() - 1);
                names.add(dialect.decodesPaths() ? context.pathParam(name) : path[part]);
            }
        }
        return names;
    }

    /** Reads no more than what is allowed, whatever the request says about its length. */
    private static byte[] body(Context context) {
        try {
            InputStream in = context.req().getInputStream();
            byte[] body = in.readNBytes(HttpServer.MAX_BODY_BYTES + 1);
            if (body.length > HttpServer.MAX_BODY_BYTES) {
                throw new Refusal(413, "request body too large: at most " + HttpServer.MAX_BODY_BYTES + " bytes");
            }
            return body;
        } catch (IOException e) {
            throw Refusal.invalid(Call.INVALID + ": the body ended early");
        }
    }

    private static boolean isJson(Context context) {
        String type = context.req().getContentType();
        return type != null
                && type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals("application/json");
    }
}
