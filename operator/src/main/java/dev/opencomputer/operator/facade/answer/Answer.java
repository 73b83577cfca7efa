/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.answer;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.opencomputer.operator.wire.AgentErrorJson;
import dev.opencomputer.operator.wire.AgentErrorJson.FieldJson;
import dev.opencomputer.operator.wire.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What goes back to the caller.
 *
 * @param status the HTTP status
 * @param headers further headers
 * @param body JSON, empty for an answer without a body
 * @param stream writes the body instead, where it is too long to be in memory as a whole
 */
public record Answer(int status, Map<String, String> headers, String body, Optional<Stream> stream) {

    /** The media type of every body. */
    public static final String JSON = "application/json";

    private static final int UNAUTHORISED = 401;

    /** Keeps a copy of the headers. */
    public Answer {
        headers = Map.copyOf(headers);
    }

    /** A body that is written while it comes to be. */
    @FunctionalInterface
    public interface Stream extends AutoCloseable {
        /**
         * Writes all of it. When that fails in the middle, by whatever exception, the connection is broken off: what was
         * sent so far must not be taken for the whole.
         *
         * @throws IOException when the caller has gone away
         */
        void writeTo(OutputStream out) throws IOException;

        /** Lets go of what it holds, whether it was written or not. */
        @Override
        default void close() {}
    }

    private Answer(int status, Map<String, String> headers, String body) {
        this(status, headers, body, Optional.empty());
    }

    /** An answer with a body. */
    public static Answer json(int status, Object body) {
        return new Answer(status, Map.of(), text(body));
    }

    /** An answer with a body of any length. */
    public static Answer streamed(int status, Stream stream) {
        return new Answer(status, Map.of(), "", Optional.of(stream));
    }

    /** An answer whose status says all. */
    public static Answer empty(int status) {
        return new Answer(status, Map.of(), "");
    }

    /** The same with one more header. */
    public Answer with(String header, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(header, value);
        return new Answer(status, more, body, stream);
    }

    /**
     * The refusal in the API's envelope.
     *
     * @param refusal what to say
     * @param requestId by which the request is found in logs
     */
    public static Answer refusal(Refusal refusal, String requestId) {
        Map<String, String> headers = new HashMap<>();
        refusal.retryAfter().ifPresent(after -> headers.put("Retry-After", Long.toString(after.toSeconds())));
        if (refusal.status() == UNAUTHORISED) {
            // RFC 9110 asks for it; the other way in, a header of its own, has no name there.
            headers.put("WWW-Authenticate", "Bearer");
        }
        List<FieldJson> fields = refusal.fields().stream()
                .map(field -> new FieldJson(field.pointer(), field.message()))
                .toList();
        return new Answer(
                refusal.status(),
                headers,
                text(AgentErrorJson.of(refusal.status(), refusal.getMessage(), requestId, fields)));
    }

    private static String text(Object body) {
        try {
            // The end of a line is for those who read it in a terminal.
            return Json.MAPPER.writeValueAsString(body) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("An answer could not be written as JSON", e);
        }
    }
}
