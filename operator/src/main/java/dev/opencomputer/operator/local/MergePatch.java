/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** JSON merge patch, RFC 7396, section 2. */
final class MergePatch {

    private MergePatch() {}

    /**
     * Applies a patch.
     *
     * @param target what is there; not changed
     * @param patch what is wanted: objects are merged, {@code null} removes, anything else replaces
     * @return the result; without a {@code null} that the patch brought
     */
    static JsonNode apply(JsonNode target, JsonNode patch) {
        if (!(patch instanceof ObjectNode changes)) {
            return patch;
        }
        ObjectNode result = target instanceof ObjectNode object ? object.deepCopy() : emptyObject();
        for (Map.Entry<String, JsonNode> change : changes.properties()) {
            if (change.getValue().isNull()) {
                result.remove(change.getKey());
            } else {
                JsonNode former = result.path(change.getKey());
                result.set(change.getKey(), apply(former, change.getValue()));
            }
        }
        return result;
    }

    static ObjectNode emptyObject() {
        return JsonNodeFactory.instance.objectNode();
    }
}
