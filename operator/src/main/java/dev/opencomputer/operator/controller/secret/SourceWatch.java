/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secret;

import dev.opencomputer.operator.api.AgentSecret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.config.informer.FieldSelectorBuilder;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.TransformingItemStore;
import java.util.stream.Collectors;

/**
 * The watch of Secrets: it receives no data, and a change reconciles those AgentSecrets alone that take their value from
 * that Secret.
 */
final class SourceWatch {

    /** How many Secrets a page of the first list holds. */
    private static final long LIST_PAGE = 500L;

    private SourceWatch() {}

    static InformerEventSource<SecretMetadata, AgentSecret> of(
            EventSourceContext<AgentSecret> context, KubernetesClient metadataClient, SecretIndex index) {
        return new InformerEventSource<>(
                InformerEventSourceConfiguration.from(SecretMetadata.class, AgentSecret.class)
                        .withName("secret")
                        .withKubernetesClient(metadataClient)
                        .withNamespacesInheritedFromController()
                        .withFieldSelector(new FieldSelectorBuilder()
                                .withoutField("type", "helm.sh/release.v1")
                                .build())
                        .withInformerListLimit(LIST_PAGE)
                        .withItemStore(new TransformingItemStore<>(SourceWatch::slim))
                        .withSecondaryToPrimaryMapper(secret ->
                                index
                                        .from(
                                                secret.getMetadata().getNamespace(),
                                                secret.getMetadata().getName())
                                        .stream()
                                        .map(ResourceID::fromResource)
                                        .collect(Collectors.toSet()))
                        .build(),
                context);
    }

    /** Of a Secret that is not our own only its name and version are of use. */
    private static SecretMetadata slim(SecretMetadata secret) {
        secret.getMetadata().setManagedFields(null);
        secret.getMetadata().setAnnotations(null);
        secret.getMetadata().setLabels(null);
        return secret;
    }
}
