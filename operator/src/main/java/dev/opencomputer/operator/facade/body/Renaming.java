/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.body;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.opencomputer.operator.facade.body.Shape.Field;
import dev.opencomputer.operator.facade.body.Shape.Fields;
import dev.opencomputer.operator.facade.body.Shape.WholeNumber;
import java.util.Optional;

/** Gives the fields of an object their names in the other world. Names that are a caller's own stay as they are. */
public final class Renaming {

    private Renaming() {}

    /**
     * From the API to the custom resource, as a merge patch: a {@code null} stays one.
     *
     * @param body what was checked against the shape
     * @param shape what may stand in it
     */
    public static ObjectNode toResource(ObjectNode body, Fields shape) {
        ObjectNode renamed = JsonNodeFactory.instance.objectNode();
        body.properties().forEach(entry -> {
            Field field = shape.byName().get(entry.getKey());
            renamed.set(field.resourceName(), value(entry.getValue(), field.shape()));
        });
        return renamed;
    }

    private static JsonNode value(JsonNode value, Shape shape) {
        if (shape instanceof Fields inner && value instanceof ObjectNode object) {
            return toResource(object, inner);
        }
        // The API server takes 600.0 for no integer.
        return shape instanceof WholeNumber && value.isNumber() ? IntNode.valueOf(value.intValue()) : value;
    }

    /**
     * From the custom resource to the API. What the API does not have is left out.
     *
     * @param object a part of a custom resource
     * @param shape what the API shows of it
     */
    public static ObjectNode toApi(JsonNode object, Fields shape) {
        ObjectNode renamed = JsonNodeFactory.instance.objectNode();
        object.properties().forEach(entry -> {
            Optional<Field> field = shape.byResourceName(entry.getKey());
            field.ifPresent(known -> renamed.set(
                    known.name(),
                    known.shape() instanceof Fields inner && entry.getValue().isObject()
                            ? toApi(entry.getValue(), inner)
                            : entry.getValue()));
        });
        return renamed;
    }

    /** The same object without its fields that are {@code null}, at any depth: in a new object they mean absent. */
    public static ObjectNode withoutNulls(ObjectNode object) {
        ObjectNode kept = JsonNodeFactory.instance.objectNode();
        object.properties().forEach(entry -> {
            JsonNode value = entry.getValue();
            if (!value.isNull()) {
                kept.set(entry.getKey(), value instanceof ObjectNode inner ? withoutNulls(inner) : value);
            }
        });
        return kept;
    }
}
