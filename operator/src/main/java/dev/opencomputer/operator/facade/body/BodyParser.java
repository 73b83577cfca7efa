/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.body;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.opencomputer.operator.facade.answer.FieldProblem;
import dev.opencomputer.operator.facade.answer.Refusal;
import dev.opencomputer.operator.wire.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Reads bytes as one JSON object in UTF-8 (RFC 8259), and says where they are none. */
final class BodyParser {

    private static final ObjectReader JSON = Json.MAPPER
            .reader()
            .with(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            // Looked for here, to be told from a field that stands twice.
            .without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private BodyParser() {}

    static ObjectNode object(byte[] content) {
        String text = text(content);
        if (text.startsWith(BYTE_ORDER_MARK)) {
            throw Place.BODY.refusal("the body begins with a byte order mark; send it without");
        }
        try (JsonParser parser = JSON.createParser(text)) {
            return object(parser);
        } catch (IOException e) {
            throw new IllegalStateException("Text in memory could not be read", e);
        }
    }

    private static ObjectNode object(JsonParser parser) throws IOException {
        try {
            if (!(JSON.readTree(parser) instanceof ObjectNode object)) {
                throw Place.BODY.refusal("the body must be a JSON object");
            }
            if (parser.nextToken() != null) {
                throw Place.BODY.refusal("something stands behind the JSON object: line "
                        + parser.currentTokenLocation().getLineNr() + ", column "
                        + parser.currentTokenLocation().getColumnNr());
            }
            return object;
        } catch (StreamConstraintsException e) {
            throw refusal(parser, e, "the body is nested too deeply, or has a name or a number that is far too long");
        } catch (MismatchedInputException e) {
            throw refusal(parser, e, "a field stands twice in the body");
        } catch (JsonProcessingException e) {
            throw refusal(parser, e, "the body is not JSON");
        }
    }

    /** Others would take bytes for UTF-16 or UTF-32 by the look of them. */
    private static String text(byte[] content) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
        } catch (CharacterCodingException e) {
            throw Place.BODY.refusal("the body is not text in UTF-8");
        }
    }

    private static Refusal refusal(JsonParser parser, JsonProcessingException trouble, String what) {
        JsonLocation at = trouble.getLocation();
        String message = at == null ? what : what + ": line " + at.getLineNr() + ", column " + at.getColumnNr();
        return Refusal.invalid(
                message,
                List.of(new FieldProblem(
                        Place.cut(parser.getParsingContext().pathAsPointer()).toString(), message)));
    }
}
