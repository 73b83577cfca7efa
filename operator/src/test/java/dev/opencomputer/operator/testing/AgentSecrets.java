/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.testing;

import dev.opencomputer.operator.api.AgentReference;
import dev.opencomputer.operator.api.AgentSecret;
import dev.opencomputer.operator.api.AgentSecretSpec;
import dev.opencomputer.operator.api.SecretKeyReference;
import dev.opencomputer.operator.api.ValueSource;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Makes, changes and awaits the AgentSecrets of one test's namespace, and the Secrets that they refer to. */
public final class AgentSecrets extends CustomObjects<AgentSecret> {

    /** The entry of the Secrets that {@link #source} makes. */
    public static final String ENTRY = "value";

    private final TestCluster cluster;

    /** Works in the cluster's namespace. */
    public AgentSecrets(TestCluster cluster) {
        super(cluster, AgentSecret.class);
        this.cluster = cluster;
    }

    /** Creates an AgentSecret that takes its value from the Secret {@code source}, and with what {@code more} sets. */
    public AgentSecret create(String name, String agent, String key, String source, Consumer<AgentSecret> more) {
        AgentSecretSpec spec = spec(agent, key);
        SecretKeyReference reference = new SecretKeyReference();
        reference.setName(source);
        reference.setKey(ENTRY);
        ValueSource valueFrom = new ValueSource();
        valueFrom.setSecretKeyRef(reference);
        spec.setValueFrom(valueFrom);
        return create(name, spec, more);
    }

    /** Creates an AgentSecret that takes its value from the Secret {@code source}. */
    public AgentSecret create(String name, String agent, String key, String source) {
        return create(name, agent, key, source, secret -> {});
    }

    /** Creates an AgentSecret with a sealed value. */
    public AgentSecret createSealed(String name, String agent, String key, String sealedValue) {
        AgentSecretSpec spec = spec(agent, key);
        spec.setSealedValue(sealedValue);
        return create(name, spec, secret -> {});
    }

    /** Creates or changes a Secret with one entry, {@link #ENTRY}. */
    public void source(String name, String value) {
        Secret secret = new SecretBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace())
                .endMetadata()
                .withStringData(Map.of(ENTRY, value))
                .build();
        if (cluster.client().resource(secret).get() == null) {
            cluster.client().resource(secret).create();
        } else {
            cluster.client().resource(secret).patch();
        }
    }

    /** Creates a Secret with these entries, or brings it to have these alone. */
    public void sourceOf(String name, Map<String, String> entries) {
        Secret secret = new SecretBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace())
                .endMetadata()
                .withStringData(entries)
                .build();
        if (cluster.client().resource(secret).get() == null) {
            cluster.client().resource(secret).create();
        } else {
            cluster.client().resource(secret).update();
        }
    }

    /** Deletes a Secret. */
    public void deleteSource(String name) {
        cluster.client().secrets().inNamespace(namespace()).withName(name).delete();
    }

    /** The message of {@code Ready}. */
    public static String messageOf(AgentSecret secret) {
        return message(secret.getStatus().getConditions());
    }

    @Override
    List<Condition> conditions(AgentSecret secret) {
        return secret.getStatus() == null ? null : secret.getStatus().getConditions();
    }

    @Override
    Long observedGeneration(AgentSecret secret) {
        return secret.getStatus().getObservedGeneration();
    }

    private AgentSecret create(String name, AgentSecretSpec spec, Consumer<AgentSecret> more) {
        AgentSecret secret = new AgentSecret();
        secret.setMetadata(new ObjectMetaBuilder()
                .withName(name)
                .withNamespace(namespace())
                .build());
        secret.setSpec(spec);
        more.accept(secret);
        return create(secret);
    }

    private static AgentSecretSpec spec(String agent, String key) {
        AgentSecretSpec spec = new AgentSecretSpec();
        AgentReference reference = new AgentReference();
        reference.setName(agent);
        spec.setAgentRef(reference);
        spec.setKey(key);
        return spec;
    }
}
