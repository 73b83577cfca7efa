/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.DeleteOptions;
import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.PreconditionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.URLUtils;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

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
    private final PageReads reads;
    private final LargeAnswers.Place place;
    private final CallLimits limits;

    /** How many objects a page is asked to have: fewer once it has turned out that they are large. */
    private int pageSize = PageReads.PAGE;

    /** Works with the rights that the client has, each request within its own time, and takes turns with nobody. */
    public ResourceAccess(KubernetesClient client, Class<T> kind, String namespace) {
        this(client, kind, namespace, new PageReads(), new LargeAnswers().forCall());
    }

    /** The same, and reads lists in turn with others, and large objects where the call has a place for them. */
    ResourceAccess(
            KubernetesClient client, Class<T> kind, String namespace, PageReads reads, LargeAnswers.Place place) {
        this(client, kind, namespace, reads, place, CallLimits.ofRequestsOnly());
    }

    private ResourceAccess(
            KubernetesClient client,
            Class<T> kind,
            String namespace,
            PageReads reads,
            LargeAnswers.Place place,
            CallLimits limits) {
        this.client = client;
        this.reads = reads;
        this.place = place;
        this.kind = kind;
        this.namespace = namespace;
        this.limits = limits;
    }

    /** The same for work that is bounded as a whole. */
    public ResourceAccess<T> within(CallLimits other) {
        return new ResourceAccess<>(client, kind, namespace, reads, place, other);
    }

    /** The call is over: what it was given has been sent. */
    void makeRoom() {
        place.close();
    }

    /** Where the objects are. */
    public String namespace() {
        return namespace;
    }

    /** The object of a name. */
    public Optional<T> find(String name) {
        return ask(() -> Optional.ofNullable(objects().withName(name).get()));
    }

    /**
     * A part of the objects whose fields have these values, in the order of their names. It has fewer objects than are asked
     * for where these would be too much for the memory.
     *
     * @param most the largest number of objects; there are never more than 50
     * @param next where to go on, as the part before said; absent for the first
     * @param kept makes of the objects what is needed of them, while few others do so; it asks for nothing
     */
    public <R> Page<R> page(
            Map<String, String> fields, int most, Optional<String> next, Function<List<T>, List<R>> kept) {
        // What is not kept is gone before others have their turn: it takes no place for a large answer.
        return reads.inTurn(() -> part(fields, most, next, () -> {}).map(kept));
    }

    /**
     * The first of the objects whose fields have these values, of which there are few: never more than some at a time
     * are in memory.
     *
     * @param counted which of them are looked at
     * @param order the least is the first
     */
    public Optional<T> first(Map<String, String> fields, Predicate<T> counted, Comparator<T> order) {
        try {
            return ask(() -> objects().withFields(fields).list()).getItems().stream()
                    .filter(counted)
                    .min(order);
        } catch (AnswerTooLargeException tooMany) {
            // The API server looks through all objects for each part, and so is not asked like this at first.
            return firstOfParts(fields, counted, order);
        }
    }

    private Optional<T> firstOfParts(Map<String, String> fields, Predicate<T> counted, Comparator<T> order) {
        Optional<T> first = Optional.empty();
        Optional<String> next = Optional.empty();
        do {
            Page<T> part = part(fields, Integer.MAX_VALUE, next, place::take);
            first = Stream.concat(first.stream(), part.items().stream().filter(counted))
                    .min(order);
            next = part.next();
        } while (next.isPresent());
        return first;
    }

    private Page<T> part(Map<String, String> fields, int most, Optional<String> next, Runnable whenLarge) {
        while (true) {
            int size = Math.min(most, pageSize);
            ListOptions options = new ListOptionsBuilder()
                    .withLimit((long) size)
                    .withContinue(next.orElse(null))
                    .build();
            try {
                KubernetesResourceList<T> list =
                        ask(() -> objects().withFields(fields).list(options), whenLarge);
                return new Page<>(
                        list.getItems(),
                        Optional.ofNullable(list.getMetadata().getContinue()).filter(token -> !token.isEmpty()));
            } catch (AnswerTooLargeException tooMany) {
                if (size == 1) {
                    throw tooMany;
                }
                pageSize = size / 2;
            }
        }
    }

    /** Makes an object. */
    public T create(T object) {
        return ask(() -> objects().resource(object).create());
    }

    /** Has the API server check what {@link #create} would do, rights and rules included. */
    public void check(T object) {
        var unused = ask(() -> objects().resource(object).dryRun().create());
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
            return ask(() -> objects().resource(read).patch(MERGE, patch.toString()));
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
                throw new KubernetesClientException(e.getMessage(), HttpURLConnection.HTTP_CONFLICT, e.getStatus());
            }
            throw e;
        }
    }

    /** What a deletion has come to. */
    public enum Deletion {
        /** It was gone before. */
        ABSENT,
        /** It is gone. */
        GONE,
        /** It goes when its finalizers are done. */
        LEAVING
    }

    /** Asks for the deletion of this very object, whatever has become of it since it was read. */
    public Deletion delete(T read) {
        try {
            return delete(read, new PreconditionsBuilder());
        } catch (KubernetesClientException e) {
            // A conflict says that another object has the name now.
            if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND || e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
                return Deletion.ABSENT;
            }
            throw e;
        }
    }

    /**
     * The same, unless the object was changed since it was read.
     *
     * @throws KubernetesClientException with the code 409 when it was
     */
    public Deletion deleteUnchanged(T read) {
        try {
            return delete(
                    read,
                    new PreconditionsBuilder()
                            .withResourceVersion(read.getMetadata().getResourceVersion()));
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
                return Deletion.ABSENT;
            }
            throw e;
        }
    }

    private Deletion delete(T read, PreconditionsBuilder preconditions) {
        DeleteOptions options = new DeleteOptionsBuilder()
                .withPreconditions(
                        preconditions.withUid(read.getMetadata().getUid()).build())
                .build();
        String path = path() + "/" + read.getMetadata().getName();
        String answer = ask(() -> client.raw(path, "DELETE", options));
        // What is gone at once is answered with a status, and what has finalizers with the object.
        return client.getKubernetesSerialization()
                        .unmarshal(answer, GenericKubernetesResource.class)
                        .getKind()
                        .equals("Status")
                ? Deletion.GONE
                : Deletion.LEAVING;
    }

    /** Waits for a state of this very object, also while the facade stops: what the answer rests on. */
    public Awaited<T> await(T read, Predicate<T> state, Duration limit) {
        return await(read, state, limit, new CompletableFuture<>());
    }

    /** Waits until this very object is gone, also while the facade stops. */
    public Awaited<T> awaitGone(T read, Duration limit) {
        return await(read, object -> false, limit);
    }

    /** Waits because the caller would like to: not beyond the facade's own end. */
    public Awaited<T> awaitAsAsked(T read, Predicate<T> state, Duration limit) {
        return await(read, state, limit, limits.stop());
    }

    private Awaited<T> await(T read, Predicate<T> state, Duration limit, CompletableFuture<Void> stop) {
        URI objects = URI.create(URLUtils.join(client.getMasterUrl().toString(), path()));
        return new ObjectWait<T>(
                        (last, seconds) -> new ObjectWatch<>(client, objects, kind, last, state, seconds),
                        () -> find(read.getMetadata().getName()),
                        limit,
                        stop)
                .from(read, state);
    }

    private <R> R ask(Supplier<R> request) {
        return ask(request, place::take);
    }

    private <R> R ask(Supplier<R> request, Runnable whenLarge) {
        return Retries.whenBusy(() -> ApiRequest.make(request, whenLarge), limits);
    }

    private String path() {
        return "/apis/" + HasMetadata.getApiVersion(kind) + "/namespaces/" + namespace + "/"
                + HasMetadata.getPlural(kind);
    }

    private NonNamespaceOperation<T, KubernetesResourceList<T>, Resource<T>> objects() {
        MixedOperation<T, KubernetesResourceList<T>, Resource<T>> all = client.resources(kind);
        return all.inNamespace(namespace);
    }
}
