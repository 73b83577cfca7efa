/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.body;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.opencomputer.operator.facade.answer.FieldProblem;
import dev.opencomputer.operator.facade.answer.Refusal;
import dev.opencomputer.operator.facade.body.Shape.Field;
import dev.opencomputer.operator.facade.body.Shape.Fields;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Takes a body for what it should be, or says every place where it is not. Its messages hold names, never values. */
public final class BodyReader {

    private static final Shape TEXT = new Shape.Text();
    private static final int MOST_TROUBLES = 10;

    private BodyReader() {}

    /**
     * Reads a JSON object.
     *
     * @param content the body as it came
     * @param shape what may stand in it; each field may also be absent or {@code null}
     * @throws Refusal when it is anything else
     */
    public static ObjectNode read(byte[] content, Fields shape) {
        ObjectNode body = BodyParser.object(content);
        List<Trouble> troubles = new ArrayList<>();
        check(body, shape, Place.BODY, troubles);
        if (!troubles.isEmpty()) {
            List<Trouble> told = troubles.subList(0, Math.min(MOST_TROUBLES, troubles.size()));
            throw Refusal.invalid(
                    told.stream().map(Trouble::sentence).collect(Collectors.joining("; "))
                            + (told.size() < troubles.size() ? "; and more" : ""),
                    told.stream().map(Trouble::problem).toList());
        }
        return body;
    }

    /** What is wrong somewhere: as a sentence of its own, and as what is said of the place. */
    private record Trouble(String sentence, FieldProblem problem) {}

    private static void check(JsonNode node, Shape shape, Place place, List<Trouble> troubles) {
        if (node.isNull()) {
            return;
        }
        if (shape instanceof Shape.Text) {
            checkText(node, place, troubles);
        } else if (shape instanceof Shape.WholeNumber) {
            require(
                    // 600.0 is one too, in JSON as in its schemas.
                    node.canConvertToExactIntegral() && node.canConvertToInt(),
                    place,
                    "must be a whole number, at most " + Integer.MAX_VALUE,
                    troubles);
        } else if (shape instanceof Shape.TextList) {
            checkTexts(node, place, troubles);
        } else if (!node.isObject()) {
            require(false, place, "must be an object", troubles);
        } else if (shape instanceof Fields fields) {
            checkFields(node, fields, place, troubles);
        } else {
            node.properties().forEach(entry -> check(entry.getValue(), TEXT, place.field(entry.getKey()), troubles));
        }
    }

    private static void checkText(JsonNode node, Place place, List<Trouble> troubles) {
        if (!node.isTextual()) {
            require(false, place, "must be a string", troubles);
            return;
        }
        String text = node.textValue();
        // Half a surrogate pair would be kept as a question mark.
        require(
                StandardCharsets.UTF_8.newEncoder().canEncode(text),
                place,
                "has half a surrogate pair in it, which is no text",
                troubles);
        // An environment variable ends there, and so does many a program's idea of a text.
        require(text.indexOf('\0') < 0, place, "has a NUL character in it", troubles);
    }

    private static void checkFields(JsonNode node, Fields fields, Place place, List<Trouble> troubles) {
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            Field field = fields.byName().get(entry.getKey());
            Place there = place.field(entry.getKey());
            if (field == null) {
                String known =
                        ": there are " + String.join(", ", fields.byName().keySet());
                troubles.add(
                        new Trouble("unknown field " + there.shown() + known, there.problem("unknown field" + known)));
            } else {
                check(entry.getValue(), field.shape(), there, troubles);
            }
        }
    }

    private static void require(boolean fits, Place place, String what, List<Trouble> troubles) {
        if (!fits) {
            troubles.add(new Trouble(place.shown() + " " + what, place.problem(what)));
        }
    }

    private static void checkTexts(JsonNode list, Place place, List<Trouble> troubles) {
        if (!list.isArray() || !list.valueStream().allMatch(JsonNode::isTextual)) {
            require(false, place, "must be a list of strings", troubles);
            return;
        }
        for (int index = 0; index < list.size(); index++) {
            checkText(list.get(index), place.element(index), troubles);
        }
    }
}
