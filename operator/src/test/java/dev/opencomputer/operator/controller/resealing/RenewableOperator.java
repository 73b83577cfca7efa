/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.resealing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.api.Names;
import dev.opencomputer.operator.controller.Operator;
import dev.opencomputer.operator.controller.OperatorOptions;
import dev.opencomputer.operator.controller.connection.ConnectionSource;
import dev.opencomputer.operator.dev.AccountLogin;
import dev.opencomputer.operator.seal.PrivateSealingKey;
import dev.opencomputer.operator.seal.PublicSealingKey;
import dev.opencomputer.operator.seal.PublishedKeys;
import dev.opencomputer.operator.seal.SealingKeyId;
import dev.opencomputer.operator.testing.ChartRights;
import dev.opencomputer.operator.testing.Scene;
import dev.opencomputer.operator.testing.TestCluster;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;

/** An operator that keeps its keys in the test's own namespace, so that they can be renewed without others noticing. */
final class RenewableOperator implements AutoCloseable {

    private final TestCluster cluster;
    private final ChartRights rights;
    private final Scene scene;
    private Operator operator;

    RenewableOperator(TestCluster cluster, ChartRights rights, Scene scene) {
        this.cluster = cluster;
        this.rights = rights;
        this.scene = scene;
        this.operator = start();
    }

    /** The key that everybody seals with. */
    PublicSealingKey currentKey() {
        ConfigMap map = published().get();
        return PublishedKeys.current(
                map.getData(),
                Optional.ofNullable(map.getMetadata().getAnnotations().get(Names.CURRENT_KEY)));
    }

    /** Adds a key and makes it the current one, while the operator runs. It works with both from then on. */
    PrivateSealingKey renew() {
        PrivateSealingKey key = PrivateSealingKey.generate();
        String id = key.publicKey().id().value();
        cluster.client()
                .resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName("key-" + id)
                        .withNamespace(cluster.namespace())
                        .addToLabels(Names.KEY_PURPOSE, "sealing")
                        .addToLabels(Names.SEALING_KEY_ID, id)
                        .endMetadata()
                        .withType(Names.GROUP + "/sealing-key")
                        .addToData("seed", Base64.getEncoder().encodeToString(key.seed()))
                        .build())
                .create();
        // The operator, which has seen the key, may write the same at the same moment.
        published()
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        Serialization.asJson(new ConfigMapBuilder()
                                .withNewMetadata()
                                .addToAnnotations(Names.CURRENT_KEY, id)
                                .endMetadata()
                                .addToData(id, key.publicKey().base64())
                                .build()));
        return key;
    }

    /** Deletes a key by hand. The operator works without it from then on. */
    void lose(SealingKeyId key) {
        operator.close();
        assertThat(cluster.client()
                        .secrets()
                        .inNamespace(cluster.namespace())
                        .withLabel(Names.SEALING_KEY_ID, key.value())
                        .delete())
                .hasSize(1);
        operator = start();
    }

    @Override
    public void close() {
        operator.close();
    }

    private Resource<ConfigMap> published() {
        return cluster.client().configMaps().inNamespace(cluster.namespace()).withName(Names.PUBLIC_SEALING_KEYS);
    }

    private Operator start() {
        Config config = AccountLogin.config(cluster.client(), cluster.namespace(), rights.operatorAccount());
        config.setUserAgent(Names.OPERATOR_USER_AGENT);
        return Operator.start(OperatorOptions.defaults(config, ConnectionSource.fixed(scene.settings()))
                .withOperatorNamespace(cluster.namespace())
                .withNamespaces(Set.of(cluster.namespace())));
    }
}
