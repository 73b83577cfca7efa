/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.DeleteOptions;
import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The objects of one kind in one namespace, read from and written to the API server itself with one caller's rights.
 * Each write names the very object that was looked at.
 *
 * @param <T> the kind
 */
public final class ResourceAccess<T extends HasMetadata> {

    private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

    private final KubernetesClient client;
    private final Class<T> kind;
    private final String namespace;

    /** Works with the rights that the client has. */
    public ResourceAccess(KubernetesClient client, Class<T> kind, String namespace) {
        this.client = client;
        this.kind = kind;
        this.namespace = namespace;
    }

    /** Where the objects are. */
    public String namespace() {
        return namespace;
    }

    /** The object of a name. */
    public Optional<T> find(String name) {
        return Retries.whenBusy(
                () -> Optional.ofNullable(objects().withName(name).get()));
    }

    /** All objects, in the order of their names. */
    public List<T> list() {
        return Retries.whenBusy(() -> objects().list().getItems());
    }

    /** The objects whose fields have these values, in the order of their names. */
    public List<T> list(Map<String, String> fields) {
        return Retries.whenBusy(() -> objects().withFields(fields).list().getItems());
    }

    /** Makes an object. */
    public T create(T object) {
        return Retries.whenBusy(() -> objects().resource(object).create());
    }

    /** Has the API server check what {@link #create} would do, rights and rules included. */
    public void check(T object) {
        var unused = Retries.whenBusy(() -> objects().resource(object).dryRun().create());
    }

    /**
     * Writes a merge patch, unless the object was changed since it was read.
     *
     * @throws KubernetesClientException with the code 409 when it was, or is gone
     */
    public T patch(T read, ObjectNode changes) {
        ObjectNode patch = changes.deepCopy();
        patch.withObject("/metadata")
                .put("uid", read.getMetadata().getUid())
                .put("resourceVersion", read.getMetadata().getResourceVersion());
        // Given the object and not only its name, the client does not read it first.
        try {
            return Retries.whenBusy(() -> objects().resource(read).patch(MERGE, patch.toString()));
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
                throw new KubernetesClientException(e.getMessage(), HttpURLConnection.HTTP_CONFLICT, e.getStatus());
            }
            throw e;
        }
    }

    /** Asks for the deletion of this very object; false when it is gone already. */
    public boolean delete(T read) {
        DeleteOptions options = new DeleteOptionsBuilder()
                .withNewPreconditions()
                .withUid(read.getMetadata().getUid())
                .endPreconditions()
                .build();
        String path = "/apis/" + read.getApiVersion() + "/namespaces/" + namespace + "/" + read.getPlural() + "/"
                + read.getMetadata().getName();
        try {
            var unused = Retries.whenBusy(() -> client.raw(path, "DELETE", options));
            return true;
        } catch (KubernetesClientException e) {
            // A conflict says that another object has the name now.
            if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND || e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
                return false;
            }
            throw e;
        }
    }

    /** Waits for a state of this very object; absent when it does not come in time, or the object goes. */
    public Optional<T> await(T read, Predicate<T> state, Duration limit) {
        return state.test(read) ? Optional.of(read) : watch(read).state(state, limit);
    }

    /** Waits until this very object is gone; false when it is still there after that time. */
    public boolean awaitGone(T read, Duration limit) {
        return watch(read).gone(limit);
    }

    private ObjectWatch<T> watch(T read) {
        return new ObjectWatch<>(objects().withName(read.getMetadata().getName()), read);
    }

    private NonNamespaceOperation<T, KubernetesResourceList<T>, Resource<T>> objects() {
        MixedOperation<T, KubernetesResourceList<T>, Resource<T>> all = client.resources(kind);
        return all.inNamespace(namespace);
    }
}
