/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secret;

import dev.opencomputer.operator.api.AgentSecret;
import dev.opencomputer.operator.controller.agent.AgentDirectory;
import dev.opencomputer.operator.controller.connection.Connections;
import dev.opencomputer.operator.controller.policy.Policies;
import dev.opencomputer.operator.controller.reporting.EventRecorder;
import dev.opencomputer.operator.controller.reporting.ObjectPatches;
import dev.opencomputer.operator.controller.reporting.ReconcileObserver;
import dev.opencomputer.operator.controller.resealing.FacadeResealing;
import dev.opencomputer.operator.controller.resealing.Resealing;
import dev.opencomputer.operator.controller.scheduling.AgentWrites;
import dev.opencomputer.operator.controller.scheduling.RetryDelays;
import dev.opencomputer.operator.controller.scheduling.Seats;
import dev.opencomputer.operator.controller.secretsfrom.KeyReader;
import dev.opencomputer.operator.seal.PublicSealingKey;
import dev.opencomputer.operator.seal.SealingKeyId;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Puts the parts of the AgentSecret's reconciler together. */
public final class SecretController {

    private SecretController() {}

    /**
     * Tells which keys a Secret has, by the rules that hold for the value of an AgentSecret.
     *
     * @param client reads Secrets
     * @param operatorNamespace where the operator's own Secrets are
     * @param policies say which Secrets may be a source
     * @return reads them
     */
    public static KeyReader keyReader(KubernetesClient client, String operatorNamespace, Policies policies) {
        return new SourceSecrets(client, operatorNamespace, policies)::keys;
    }

    /**
     * Makes the reconciler; it runs once it is registered, which must be after the controller of Agents has begun.
     *
     * @param client reads Secrets and namespaces
     * @param writing writes to AgentSecrets
     * @param metadataClient receives objects without their data
     * @param followed which Secrets are followed
     * @param connectionChanged hears of a namespace whose Secret with a connection of its own has changed; must not wait
     * @param policies say which Secrets may be a source
     * @param operatorNamespace where the operator's own Secrets are
     * @param events writes Events
     * @param observer hears what reconciles come to
     * @param connections finds the OpenComputer of each object
     * @param agents tells how Agents stand
     * @param writes the turns at agents
     * @param seats how many workers each connection takes
     * @param delays when an object is looked at again
     * @param ours whether the objects of a namespace are this operator's to reconcile now
     * @param unsealer opens sealed values
     * @param sealingKey the key that values are sealed anew with; absent while none is known
     * @param formerKey whether values that use a key are to be sealed anew
     * @param digester makes keyed digests
     * @return the reconciler to register
     */
    public static AgentSecretReconciler reconciler(
            KubernetesClient client,
            KubernetesClient writing,
            KubernetesClient metadataClient,
            FollowedSecrets followed,
            Consumer<String> connectionChanged,
            Policies policies,
            String operatorNamespace,
            EventRecorder events,
            ReconcileObserver observer,
            Connections connections,
            AgentDirectory agents,
            AgentWrites writes,
            Seats seats,
            RetryDelays delays,
            Predicate<String> ours,
            Unsealer unsealer,
            Supplier<Optional<PublicSealingKey>> sealingKey,
            Predicate<SealingKeyId> formerKey,
            Digester digester) {
        ObjectPatches<AgentSecret> patches = new ObjectPatches<>(writing, AgentSecret.class);
        LongSupplier clock = System::nanoTime;
        Resealing resealing = new Resealing(unsealer::open, sealingKey, formerKey, clock, delays.resync());
        return new AgentSecretReconciler(
                metadataClient,
                followed,
                connectionChanged,
                new Namespaces(client),
                connections,
                agents,
                new Values(new SourceSecrets(client, operatorNamespace, policies), unsealer, digester),
                new SecretReporter(patches, events, observer, resealing, Clock.systemUTC()),
                new FacadeResealing(client, patches, resealing, clock, delays.resync()),
                writes,
                seats,
                delays,
                ours,
                clock);
    }
}
