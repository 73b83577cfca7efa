/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.keys.admin;

import dev.opencomputer.operator.api.Names;
import dev.opencomputer.operator.seal.SealingKeyId;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The ConfigMap with the public keys, as people read it. */
record PublishedState(ConfigMap map) {

    static PublishedState read(KubernetesClient client, String namespace) throws KeyAdminException {
        ConfigMap map;
        try {
            map = client.configMaps()
                    .inNamespace(namespace)
                    .withName(Names.PUBLIC_SEALING_KEYS)
                    .get();
        } catch (KubernetesClientException failure) {
            throw KeyAdminException.because("read the ConfigMap " + name(namespace), failure);
        }
        if (map == null) {
            throw new KeyAdminException("There is no ConfigMap " + name(namespace)
                    + ": the operator publishes its keys there when it starts for the first time. Where its namespace is"
                    + " another one, name it with --operator-namespace.");
        }
        return new PublishedState(map);
    }

    static String name(String namespace) {
        return namespace + "/" + Names.PUBLIC_SEALING_KEYS;
    }

    Set<String> ids() {
        return Optional.ofNullable(map.getData()).orElse(Map.of()).keySet();
    }

    Optional<String> current() {
        return annotation(Names.CURRENT_KEY);
    }

    boolean isRenewalAskedFor() {
        return annotation(Names.RENEW_KEY).isPresent();
    }

    boolean isCurrent(SealingKeyId id) {
        return current().filter(id.value()::equals).isPresent();
    }

    Optional<Instant> created(String id) {
        try {
            return annotation(Names.KEY_CREATED_PREFIX + id).map(Instant::parse);
        } catch (DateTimeException changedByHand) {
            return Optional.empty();
        }
    }

    private Optional<String> annotation(String name) {
        return Optional.ofNullable(map.getMetadata().getAnnotations()).map(annotations -> annotations.get(name));
    }
}
