/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.reporting;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.opencomputer.operator.api.Names;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.util.List;

/**
 * Writes to custom resources as the smallest merge patches, since each write costs the API server more than anything
 * else that the operator does. Every patch names the object's UID, so that it never lands on a successor of the same
 * name.
 *
 * @param <T> the kind
 */
public final class ObjectPatches<T extends HasMetadata> {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);
    private static final String STATUS = "status";

    private final KubernetesClient client;
    private final Class<T> kind;

    /**
     * Writes through a client.
     *
     * @param client the client
     * @param kind the kind of the objects
     */
    public ObjectPatches(KubernetesClient client, Class<T> kind) {
        this.client = client;
        this.kind = kind;
    }

    /**
     * Brings the status to a wanted one, if it is another.
     *
     * @param object the object as it is known
     * @param present its present status, or {@code null}
     * @param wanted the wanted status
     * @return the object as the API server answered, or the given one when nothing had to be written
     */
    public T patchStatus(T object, Object present, Object wanted) {
        ObjectNode difference = difference(tree(present), tree(wanted));
        if (difference.isEmpty()) {
            return object;
        }
        ObjectNode patch = patchOf(object);
        patch.set(STATUS, difference);
        return resource(object).subresource(STATUS).patch(MERGE, patch.toString());
    }

    /**
     * Whether two statuses say different things.
     *
     * @param present one status, or {@code null}
     * @param wanted the other
     * @return true when {@link #patchStatus} would write
     */
    public boolean differ(Object present, Object wanted) {
        return !difference(tree(present), tree(wanted)).isEmpty();
    }

    /**
     * Sets our finalizer. Refused with a conflict when the object was changed meanwhile.
     *
     * @param object the object as it is known
     * @return the object as the API server answered
     */
    public T addFinalizer(T object) {
        return patchFinalizers(object, List.of(Names.FINALIZER));
    }

    /**
     * Replaces one text of the spec. Refused with a conflict when the object was changed since that version.
     *
     * @param object the object as it is known
     * @param resourceVersion the version that it must still have
     * @param field the name of the field
     * @param text its new content
     * @return the object as the API server answered
     */
    public T patchSpec(T object, String resourceVersion, String field, String text) {
        ObjectNode patch = patchOf(object);
        ((ObjectNode) patch.get("metadata")).put("resourceVersion", resourceVersion);
        patch.putObject("spec").put(field, text);
        return resource(object).patch(MERGE, patch.toString());
    }

    /**
     * Brings the spec to a wanted one, whatever version the object has by now.
     *
     * @param object the object as it is known
     * @param wanted the wanted spec
     * @return the object as the API server answered
     */
    public T replaceSpec(CustomResource<?, ?> object, Object wanted) {
        ObjectNode patch = patchOf(object);
        patch.set("spec", difference(tree(object.getSpec()), tree(wanted)));
        return resource(kind.cast(object)).patch(MERGE, patch.toString());
    }

    /**
     * Removes our finalizer, unless the object is gone already. Refused with a conflict when it was changed meanwhile.
     *
     * @param object the object as it is known
     */
    public void removeFinalizer(T object) {
        try {
            patchFinalizers(object, List.of());
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
                throw e;
            }
        }
    }

    private T patchFinalizers(T object, List<String> ours) {
        ObjectNode patch = patchOf(object);
        ObjectNode metadata = (ObjectNode) patch.get("metadata");
        // A merge patch replaces the whole list: the version keeps another controller's finalizer from being lost.
        metadata.put("resourceVersion", object.getMetadata().getResourceVersion());
        ArrayNode finalizers = metadata.putArray("finalizers");
        object.getMetadata().getFinalizers().stream()
                .filter(finalizer -> !finalizer.equals(Names.FINALIZER))
                .forEach(finalizers::add);
        ours.forEach(finalizers::add);
        return resource(object).patch(MERGE, patch.toString());
    }

    private static ObjectNode patchOf(HasMetadata object) {
        ObjectNode patch = MAPPER.createObjectNode();
        patch.putObject("metadata").put("uid", object.getMetadata().getUid());
        return patch;
    }

    private Resource<T> resource(T object) {
        // Given the object and not only its name, the client does not read it before each patch.
        return client.resources(kind)
                .inNamespace(object.getMetadata().getNamespace())
                .resource(object);
    }

    private static ObjectNode tree(Object status) {
        return status == null ? MAPPER.createObjectNode() : MAPPER.valueToTree(status);
    }

    private static ObjectNode difference(ObjectNode present, ObjectNode wanted) {
        ObjectNode difference = MAPPER.createObjectNode();
        wanted.properties().forEach(field -> {
            JsonNode before = present.path(field.getKey());
            if (!field.getValue().equals(before) && !(field.getValue().isNull() && before.isMissingNode())) {
                difference.set(field.getKey(), field.getValue());
            }
        });
        present.fieldNames().forEachRemaining(name -> {
            if (!wanted.has(name) && !present.get(name).isNull()) {
                difference.putNull(name);
            }
        });
        return difference;
    }
}
