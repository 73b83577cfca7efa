/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.local;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.opencomputer.operator.wire.Json;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Takes a call out of an HTTP request: the variable parts of its path, and its body. */
final class RequestReader {

    private RequestReader() {}

    static Call call(Operation operation, Context context, Dialect dialect) {
        byte[] body = operation.isWrite() ? body(context) : new byte[0];
        if (body.length > 0 && dialect.requiresContentType() && !isJson(context)) {
            throw Refusal.invalid(Call.INVALID);
        }
        return new Call(names(operation, context, dialect), () -> object(body));
    }

    private static ObjectNode object(byte[] body) {
        try {
            if (Json.MAPPER.readTree(body) instanceof ObjectNode object) {
                return object;
            }
        } catch (JacksonException e) {
            throw Refusal.invalid(Call.INVALID);
        } catch (IOException e) {
            throw new UncheckedIOException("Reading from memory failed", e);
        }
        throw Refusal.invalid(Call.INVALID);
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
        try (InputStream in = context.req().getInputStream()) {
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
