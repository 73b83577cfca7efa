/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.scheduling;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Constants;
import io.javaoperatorsdk.operator.health.InformerHealthIndicator;
import io.javaoperatorsdk.operator.processing.event.source.Cache;
import io.javaoperatorsdk.operator.processing.event.source.informer.ManagedInformerEventSource;
import java.util.Collection;
import java.util.List;

/**
 * Lets a controller begin only when it knows every object of its kind: with a part of them, an id, a key or the copy of a
 * connection would be taken for nobody's.
 */
public final class WholeCache {

    private WholeCache() {}

    /**
     * Asks for the whole cache of a controller that is about to begin.
     *
     * @param kinds its kind, in the plural
     * @param cache the controller's own, which the SDK has waited for
     * @throws KubernetesClientException when the list of a namespace has not come by now; it may come the next time
     */
    public static void require(String kinds, Cache<?> cache) {
        if (cache instanceof ManagedInformerEventSource<?, ?, ?> informers) {
            require(kinds, informers.informerHealthIndicators().values());
        }
    }

    static void require(String kinds, Collection<InformerHealthIndicator> informers) {
        List<String> late = informers.stream()
                .filter(informer -> !informer.hasSynced())
                .map(InformerHealthIndicator::getTargetNamespace)
                .map(namespace -> namespace.equals(Constants.WATCH_ALL_NAMESPACES) ? "all namespaces" : namespace)
                .sorted()
                .toList();
        if (!late.isEmpty()) {
            throw new KubernetesClientException("the API server has not answered in time with the list of " + kinds
                    + " in " + String.join(", ", late));
        }
    }
}
