/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.testing;

import static org.awaitility.Awaitility.await;

import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.api.ConditionType;
import dev.opencomputer.operator.controller.reporting.Conditions;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Makes, changes and awaits the objects of one kind in one test's namespace.
 *
 * @param <T> the kind
 */
abstract class CustomObjects<T extends CustomResource<?, ?>> {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final TestCluster cluster;
    private final Class<T> kind;

    CustomObjects(TestCluster cluster, Class<T> kind) {
        this.cluster = cluster;
        this.kind = kind;
    }

    abstract List<Condition> conditions(T object);

    abstract Long observedGeneration(T object);

    final String namespace() {
        return cluster.namespace();
    }

    final T create(T object) {
        return cluster.client().resource(object).create();
    }

    /** Changes an object, again when somebody else was faster. */
    public final void edit(String name, Consumer<T> change) {
        for (int attempt = 0; ; attempt++) {
            T object = get(name).orElseThrow();
            change.accept(object);
            try {
                cluster.client().resource(object).update();
                return;
            } catch (KubernetesClientException e) {
                if (e.getCode() != 409 || attempt == 10) {
                    throw e;
                }
            }
        }
    }

    /** Sets an annotation. */
    public final void annotate(String name, String annotation, String value) {
        edit(name, object -> object.getMetadata().getAnnotations().put(annotation, value));
    }

    /** Takes an annotation away. */
    public final void removeAnnotation(String name, String annotation) {
        edit(name, object -> object.getMetadata().getAnnotations().remove(annotation));
    }

    /** Takes every finalizer away, as people do who are in a hurry. */
    public final void removeFinalizers(String name) {
        edit(name, object -> object.getMetadata().getFinalizers().clear());
    }

    /** Asks for deletion. */
    public final void delete(String name) {
        cluster.client()
                .resources(kind)
                .inNamespace(cluster.namespace())
                .withName(name)
                .delete();
    }

    /** The object as the API server has it. */
    public final Optional<T> get(String name) {
        return Optional.ofNullable(cluster.client()
                .resources(kind)
                .inNamespace(cluster.namespace())
                .withName(name)
                .get());
    }

    /** Waits for a reason of {@code Ready} on the present generation. */
    public final T awaitReason(String name, ConditionReason reason) {
        return awaitObject(name, object -> reasonOf(object).equals(Optional.of(reason)) && isObserved(object));
    }

    /** Waits until the object is in sync on the present generation. */
    public final T awaitReady(String name) {
        return awaitReason(name, ConditionReason.IN_SYNC);
    }

    /** Waits until the object is as it should be. */
    public final T awaitObject(String name, Predicate<T> condition) {
        return await(kind.getSimpleName() + " " + name)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> get(name), found -> found.filter(condition).isPresent())
                .orElseThrow();
    }

    /** Waits until there is no such object. */
    public final void awaitGone(String name) {
        await(kind.getSimpleName() + " " + name + " to be gone")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> get(name).isEmpty());
    }

    /** The message of {@code Ready}. */
    static String message(List<Condition> conditions) {
        return Conditions.find(conditions, ConditionType.READY)
                .map(Condition::getMessage)
                .orElse("");
    }

    private Optional<ConditionReason> reasonOf(T object) {
        return Conditions.readyReason(conditions(object));
    }

    private boolean isObserved(T object) {
        return object.getMetadata().getGeneration().equals(observedGeneration(object));
    }
}
