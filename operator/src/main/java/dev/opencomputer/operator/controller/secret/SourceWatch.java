/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secret;

import dev.opencomputer.operator.api.AgentSecret;
import dev.opencomputer.operator.api.Names;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.config.informer.FieldSelectorBuilder;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The watch of Secrets: it receives no data, and a change reconciles those AgentSecrets alone that take their value from
 * that Secret. Of each one it tells those who take a whole Secret, and of those with connections of namespaces another.
 */
final class SourceWatch extends InformerEventSource<SecretMetadata, AgentSecret> {

    /** How many Secrets a page of the first list holds. */
    private static final long LIST_PAGE = 500L;

    private final BiConsumer<String, String> secretChanged;
    private final Consumer<String> connectionChanged;

    /**
     * Watches the namespaces of the controller.
     *
     * @param followed which Secrets, at least in one namespace
     * @param secretChanged hears of each Secret, its namespace and name, that came, went or was changed; called likewise
     * @param connectionChanged hears of a namespace whose Secret with a connection came, went or was changed; called on
     *     the watch's thread, so it must not wait
     */
    SourceWatch(
            EventSourceContext<AgentSecret> context,
            KubernetesClient metadataClient,
            FollowedSecrets followed,
            SecretIndex index,
            BiConsumer<String, String> secretChanged,
            Consumer<String> connectionChanged) {
        super(
                followed.namespaces()
                        .map(somewhere -> secrets().withNamespaces(somewhere))
                        .orElseGet(() -> secrets().withNamespacesInheritedFromController())
                        .withKubernetesClient(metadataClient)
                        .withLabelSelector(followed.labels().orElse(null))
                        .withFieldSelector(new FieldSelectorBuilder()
                                .withoutField("type", "helm.sh/release.v1")
                                .build())
                        .withInformerListLimit(LIST_PAGE)
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
        this.secretChanged = secretChanged;
        this.connectionChanged = connectionChanged;
    }

    private static InformerEventSourceConfiguration.Builder<SecretMetadata> secrets() {
        return InformerEventSourceConfiguration.from(SecretMetadata.class, AgentSecret.class)
                .withName("secret");
    }

    @Override
    public void onAdd(SecretMetadata secret) {
        super.onAdd(secret);
        tell(secret);
    }

    @Override
    public void onUpdate(SecretMetadata before, SecretMetadata now) {
        super.onUpdate(before, now);
        tell(now);
    }

    @Override
    public synchronized void onDelete(SecretMetadata secret, boolean unknownState) {
        super.onDelete(secret, unknownState);
        tell(secret);
    }

    private void tell(SecretMetadata secret) {
        secretChanged.accept(
                secret.getMetadata().getNamespace(), secret.getMetadata().getName());
        if (secret.getMetadata().getName().equals(Names.CONNECTION_SECRET)) {
            connectionChanged.accept(secret.getMetadata().getNamespace());
        }
    }
}
