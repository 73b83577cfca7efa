/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.reconciler.Constants;
import io.javaoperatorsdk.operator.health.InformerHealthIndicator;
import io.javaoperatorsdk.operator.processing.event.source.informer.ManagedInformerEventSource;
import java.util.List;
import java.util.stream.Stream;

/** How the informers of an SDK's operator stand, one for each kind and namespace. */
record Informers(Operator sdk) {

    private record One(String kind, String namespace, InformerHealthIndicator state) {

        private boolean isOfAll() {
            return namespace.equals(Constants.WATCH_ALL_NAMESPACES);
        }
    }

    /** Which of them follow the API server now. */
    List<Health.Informer> states() {
        return all().map(one -> new Health.Informer(
                        one.kind(),
                        one.isOfAll() ? one.kind() + "s" : one.kind() + "s in " + one.namespace(),
                        one.state().isRunning() && one.state().isWatching()))
                .toList();
    }

    private Stream<One> all() {
        return sdk.getRuntimeInfo().getRegisteredControllers().stream()
                .flatMap(controller ->
                        controller.getControllerHealthInfo().informerEventSourceHealthIndicators().values().stream())
                .filter(ManagedInformerEventSource.class::isInstance)
                .flatMap(source -> of((ManagedInformerEventSource<?, ?, ?>) source));
    }

    private static Stream<One> of(ManagedInformerEventSource<?, ?, ?> source) {
        String kind = HasMetadata.getKind(source.resourceType());
        return source.informerHealthIndicators().entrySet().stream()
                .map(informer -> new One(kind, informer.getKey(), informer.getValue()));
    }
}
