/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.testing.node;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The Secrets and ConfigMaps that the pods of a namespace refer to. */
final class Sources {

    private final KubernetesClient client;
    private final String namespace;

    Sources(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
    }

    /** An entry of a Secret; absent when it is optional and not there. */
    Optional<String> secretEntry(String name, String key, Boolean optional) throws NotYetException {
        return entry(secret(name, optional), "Secret " + name, key, optional);
    }

    /** An entry of a ConfigMap; absent when it is optional and not there. */
    Optional<String> configMapEntry(String name, String key, Boolean optional) throws NotYetException {
        return entry(configMap(name, optional), "ConfigMap " + name, key, optional);
    }

    /** The files that a volume of a Secret has. */
    Map<String, byte[]> secretFiles(String name, List<KeyToPath> items, Boolean optional) throws NotYetException {
        return files(secret(name, optional), "Secret " + name, items, optional);
    }

    /** The files that a volume of a ConfigMap has. */
    Map<String, byte[]> configMapFiles(String name, List<KeyToPath> items, Boolean optional) throws NotYetException {
        return files(configMap(name, optional), "ConfigMap " + name, items, optional);
    }

    private Map<String, byte[]> secret(String name, Boolean optional) throws NotYetException {
        Secret secret = client.secrets().inNamespace(namespace).withName(name).get();
        if (secret == null) {
            return none("Secret " + name, optional);
        }
        Map<String, byte[]> entries = new TreeMap<>();
        Optional.ofNullable(secret.getData())
                .orElse(Map.of())
                .forEach((key, value) -> entries.put(key, Base64.getDecoder().decode(value)));
        return entries;
    }

    private Map<String, byte[]> configMap(String name, Boolean optional) throws NotYetException {
        ConfigMap configMap =
                client.configMaps().inNamespace(namespace).withName(name).get();
        if (configMap == null) {
            return none("ConfigMap " + name, optional);
        }
        Map<String, byte[]> entries = new TreeMap<>();
        Optional.ofNullable(configMap.getData())
                .orElse(Map.of())
                .forEach((key, value) -> entries.put(key, value.getBytes(StandardCharsets.UTF_8)));
        Optional.ofNullable(configMap.getBinaryData())
                .orElse(Map.of())
                .forEach((key, value) -> entries.put(key, Base64.getDecoder().decode(value)));
        return entries;
    }

    private Map<String, byte[]> none(String what, Boolean optional) throws NotYetException {
        if (Boolean.TRUE.equals(optional)) {
            return Map.of();
        }
        throw new NotYetException(what + " is not there in " + namespace);
    }

    private static Optional<String> entry(Map<String, byte[]> entries, String what, String key, Boolean optional)
            throws NotYetException {
        byte[] value = entries.get(key);
        if (value == null && !Boolean.TRUE.equals(optional)) {
            throw new NotYetException(what + " has no " + key);
        }
        return Optional.ofNullable(value).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    private static Map<String, byte[]> files(
            Map<String, byte[]> entries, String what, List<KeyToPath> items, Boolean optional) throws NotYetException {
        if (items.isEmpty()) {
            return entries;
        }
        Map<String, byte[]> files = new TreeMap<>();
        for (KeyToPath item : items) {
            byte[] value = entries.get(item.getKey());
            if (value != null) {
                files.put(item.getPath(), value);
            } else if (!Boolean.TRUE.equals(optional)) {
                throw new NotYetException(what + " has no " + item.getKey());
            }
        }
        return files;
    }
}
