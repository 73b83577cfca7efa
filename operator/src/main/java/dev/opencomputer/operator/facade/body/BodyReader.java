/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.body;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.opencomputer.operator.facade.answer.Refusal;
import dev.opencomputer.operator.facade.body.Shape.Field;
import dev.opencomputer.operator.facade.body.Shape.Fields;
import dev.opencomputer.operator.wire.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Takes a body for what it should be, or says every place where it is not. Its messages hold names, never values. */
public final class BodyReader {

    private static final ObjectReader JSON =
            Json.MAPPER.reader().with(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

    private static final Shape TEXT = new Shape.Text();
    private static final int MOST_TROUBLES = 10;
    private static final int LONGEST_NAME = 64;

    private BodyReader() {}

    /**
     * Reads a JSON object.
     *
     * @param content the body as it came
     * @param shape what may stand in it; each field may also be absent or {@code null}
     * @throws Refusal when it is anything else
     */
    public static ObjectNode read(byte[] content, Fields shape) {
        ObjectNode body = object(content);
        List<String> troubles = new ArrayList<>();
        check(body, shape, "", troubles);
        if (!troubles.isEmpty()) {
            String more = troubles.size() > MOST_TROUBLES ? "; and more" : "";
            throw Refusal.invalid(String.join("; ", troubles.subList(0, Math.min(MOST_TROUBLES, troubles.size())))
                    + more);
        }
        return body;
    }

    private static ObjectNode object(byte[] content) {
        try {
            if (JSON.readTree(content) instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonParseException e) {
            throw Refusal.invalid("the body is not JSON" + place(e));
        } catch (StreamConstraintsException e) {
            throw Refusal.invalid("the body is nested too deeply, or has a name or a number that is far too long");
        } catch (MismatchedInputException e) {
            throw Refusal.invalid("a field stands twice in the body, or something stands behind it" + place(e));
        } catch (IOException e) {
            throw Refusal.invalid("the body is not JSON in UTF-8");
        }
        throw Refusal.invalid("the body must be a JSON object");
    }

    private static String place(JsonProcessingException trouble) {
        JsonLocation at = trouble.getLocation();
        return at == null ? "" : ": line " + at.getLineNr() + ", column " + at.getColumnNr();
    }

    private static void check(JsonNode node, Shape shape, String place, List<String> troubles) {
        if (node.isNull()) {
            return;
        }
        if (shape instanceof Shape.Text) {
            checkText(node, place, troubles);
        } else if (shape instanceof Shape.WholeNumber) {
            require(
                    node.isIntegralNumber() && node.canConvertToInt(),
                    place,
                    "must be a whole number, at most " + Integer.MAX_VALUE,
                    troubles);
        } else if (shape instanceof Shape.TextList) {
            checkTexts(node, place, troubles);
        } else if (!node.isObject()) {
            troubles.add(place + " must be an object");
        } else if (shape instanceof Fields fields) {
            checkFields(node, fields, place, troubles);
        } else {
            node.properties().forEach(entry -> check(entry.getValue(), TEXT, place(place, entry.getKey()), troubles));
        }
    }

    private static void checkText(JsonNode node, String place, List<String> troubles) {
        require(node.isTextual(), place, "must be a string", troubles);
        // Half a surrogate pair would be kept as a question mark.
        require(
                !node.isTextual() || StandardCharsets.UTF_8.newEncoder().canEncode(node.textValue()),
                place,
                "has half a surrogate pair in it, which is no text",
                troubles);
    }

    private static void checkFields(JsonNode node, Fields fields, String place, List<String> troubles) {
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            Field field = fields.byName().get(entry.getKey());
            if (field == null) {
                troubles.add("unknown field " + place(place, entry.getKey()) + ": there are "
                        + String.join(", ", fields.byName().keySet()));
            } else {
                check(entry.getValue(), field.shape(), place(place, entry.getKey()), troubles);
            }
        }
    }

    private static void require(boolean fits, String place, String what, List<String> troubles) {
        if (!fits) {
            troubles.add(place + " " + what);
        }
    }

    private static void checkTexts(JsonNode list, String place, List<String> troubles) {
        if (!list.isArray() || !list.valueStream().allMatch(JsonNode::isTextual)) {
            troubles.add(place + " must be a list of strings");
            return;
        }
        for (int index = 0; index < list.size(); index++) {
            checkText(list.get(index), place + "[" + index + "]", troubles);
        }
    }

    private static String place(String parent, String name) {
        String shown = name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) + "…" : name;
        return parent.isEmpty() ? shown : parent + "." + shown;
    }
}
