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

    /** Which of them follow the API server now. */
    List<Health.Informer> states() {
        return sdk.getRuntimeInfo().getRegisteredControllers().stream()
                .flatMap(controller ->
                        controller.getControllerHealthInfo().informerEventSourceHealthIndicators().values().stream())
                .filter(ManagedInformerEventSource.class::isInstance)
                .flatMap(source -> of((ManagedInformerEventSource<?, ?, ?>) source))
                .toList();
    }

    private static Stream<Health.Informer> of(ManagedInformerEventSource<?, ?, ?> source) {
        String kind = HasMetadata.getKind(source.resourceType());
        return source.informerHealthIndicators().entrySet().stream()
                .map(informer -> of(kind, informer.getKey(), informer.getValue()));
    }

    private static Health.Informer of(String kind, String namespace, InformerHealthIndicator state) {
        return new Health.Informer(
                kind,
                namespace.equals(Constants.WATCH_ALL_NAMESPACES) ? kind + "s" : kind + "s in " + namespace,
                state.isRunning() && state.isWatching());
    }
}
