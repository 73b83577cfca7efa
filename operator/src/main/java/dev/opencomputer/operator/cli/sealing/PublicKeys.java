/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.cli.sealing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.opencomputer.operator.api.Names;
import dev.opencomputer.operator.files.BoundedFile;
import dev.opencomputer.operator.files.TooLargeException;
import dev.opencomputer.operator.files.WholeFile;
import dev.opencomputer.operator.manifest.ConfigMapFile;
import dev.opencomputer.operator.manifest.ManifestException;
import dev.opencomputer.operator.manifest.YamlWriter;
import dev.opencomputer.operator.seal.PublicSealingKey;
import dev.opencomputer.operator.seal.PublishedKeys;
import dev.opencomputer.operator.seal.SealingKeyId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The public sealing keys of an operator, as a cluster publishes them or as they were saved. */
public final class PublicKeys {

    /** Far more than a ConfigMap can have. */
    private static final int MOST_BYTES = 4 * 1024 * 1024;

    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/=\\s]+");

    private final Map<String, String> keys;
    private final Optional<String> current;

    /** Where they are from, and what to do when they are of no use. */
    private final String where;

    private final String remedy;

    private PublicKeys(Map<String, String> keys, Optional<String> current, String where, String remedy) {
        this.keys = new TreeMap<>(keys);
        this.current = current;
        this.where = where;
        this.remedy = remedy;
    }

    /**
     * From a file: the ConfigMap as kubectl prints it or {@link #save} wrote it, in YAML or JSON, or the base64 of one key.
     *
     * @throws KeyNotFoundException when it cannot be read or is something else
     */
    public static PublicKeys from(Path file) throws KeyNotFoundException {
        String text = read(file);
        String remedy = "Save it anew, with seal --fetch-keys or: kubectl get configmap " + Names.PUBLIC_SEALING_KEYS
                + " -n " + Names.OPERATOR_NAMESPACE + " -o yaml";
        try {
            if (BASE64.matcher(text).matches()) {
                // It may be wrapped, as the command base64 does.
                PublicSealingKey one = PublicSealingKey.parse(text.replaceAll("\\s", ""));
                String id = one.id().value();
                return new PublicKeys(Map.of(id, one.base64()), Optional.of(id), file.toString(), remedy);
            }
            ConfigMapFile map = ConfigMapFile.read(text, Names.PUBLIC_SEALING_KEYS)
                    .orElseThrow(() -> new IllegalArgumentException(
                            "it holds no ConfigMap, or none called " + Names.PUBLIC_SEALING_KEYS));
            return new PublicKeys(
                    map.data(), Optional.ofNullable(map.annotations().get(Names.CURRENT_KEY)), file.toString(), remedy);
        } catch (ManifestException notYaml) {
            throw new KeyNotFoundException(file + " is neither YAML or JSON, nor the base64 of a public sealing key.");
        } catch (IllegalArgumentException unusable) {
            throw new KeyNotFoundException(
                    file + " gives no public sealing key: " + unusable.getMessage() + ". " + remedy);
        }
    }

    /**
     * From the ConfigMap in a cluster.
     *
     * @param namespace the operator's own
     * @throws KeyNotFoundException when it cannot be had, with why
     */
    public static PublicKeys from(ClusterReader cluster, String namespace) throws KeyNotFoundException {
        String name = "ConfigMap " + namespace + "/" + Names.PUBLIC_SEALING_KEYS;
        JsonNode published;
        try {
            published = cluster.get(
                            "api/v1/namespaces/" + namespace + "/configmaps/" + Names.PUBLIC_SEALING_KEYS, "configmaps")
                    .orElseThrow(() -> new KeyNotFoundException("There is no " + name + " in the cluster at "
                            + cluster.url() + ": the operator publishes it when it starts for the first time. Where its"
                            + " namespace is another one, name it with --operator-namespace."));
        } catch (ClusterException failure) {
            throw new KeyNotFoundException("The public sealing key could not be read from the " + name + ": "
                    + failure.getMessage() + ". Without access to the cluster, name saved keys with --keys.");
        }
        JsonNode currentKey = published.path("metadata").path("annotations").path(Names.CURRENT_KEY);
        Map<String, String> data = new TreeMap<>();
        published
                .path("data")
                .properties()
                .forEach(entry -> data.put(entry.getKey(), entry.getValue().asText()));
        return new PublicKeys(
                data,
                Optional.of(currentKey).filter(JsonNode::isTextual).map(JsonNode::asText),
                "the " + name,
                "Restart the operator, which puts the ConfigMap right.");
    }

    /**
     * The same keys, when the one to seal with is trusted.
     *
     * @param trusted the ids that are; none stands for all
     * @throws KeyNotFoundException when it is not among them
     */
    public PublicKeys trusting(Set<SealingKeyId> trusted) throws KeyNotFoundException {
        if (!trusted.isEmpty() && !trusted.contains(current().id())) {
            throw new KeyNotFoundException(
                    "The public sealing keys in " + where + " are not to be used: the current one is "
                            + current().id() + ", and --trusted-sealing-keys names "
                            + trusted.stream().map(SealingKeyId::value).sorted().collect(Collectors.joining(", "))
                            + ". Either the operator has renewed its key, or somebody put one of their own there: ask whoever runs"
                            + " the operator for the id, and not the cluster.");
        }
        return this;
    }

    /**
     * The key to seal with.
     *
     * @throws KeyNotFoundException when none is named, or the one that is named is missing or another
     */
    public PublicSealingKey current() throws KeyNotFoundException {
        try {
            return PublishedKeys.current(keys, current);
        } catch (IllegalArgumentException unusable) {
            throw new KeyNotFoundException(
                    "Of the public sealing keys in " + where + ", " + unusable.getMessage() + ". " + remedy);
        }
    }

    /** Whether a key is among them, the current one or an older one; what stands under its id and is another is not. */
    boolean has(SealingKeyId id) {
        return isItself(id.value());
    }

    /** How many there are. */
    public int size() {
        return keys.size();
    }

    /**
     * Saves the keys to a file that {@link #from(Path)} reads, whole or not at all: the ConfigMap, without what only a
     * cluster needs.
     *
     * @throws KeyNotFoundException when one of them is no key, or another than its id says, or the file cannot be written
     */
    public void save(Path file) throws KeyNotFoundException {
        String currentId = current().id().value();
        for (String id : keys.keySet()) {
            if (!isItself(id)) {
                throw new KeyNotFoundException("Of the public sealing keys in " + where + ", the one under "
                        + (SealingKeyId.isOne(id) ? id : "what is no id") + " is none, or another. " + remedy);
            }
        }
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("apiVersion", "v1");
        map.put("kind", "ConfigMap");
        map.put("metadata", metadata(currentId));
        map.put("data", keys);
        try {
            WholeFile.save(file, YamlWriter.write(map));
        } catch (IOException failure) {
            throw new KeyNotFoundException(file + " could not be written: "
                    + failure.getClass().getSimpleName() + ". Name a file in a folder that you may write to.");
        }
    }

    private boolean isItself(String id) {
        try {
            return PublishedKeys.current(keys, Optional.of(id)).id().value().equals(id);
        } catch (IllegalArgumentException unusable) {
            return false;
        }
    }

    private static Map<String, Object> metadata(String currentId) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("name", Names.PUBLIC_SEALING_KEYS);
        metadata.put("annotations", Map.of(Names.CURRENT_KEY, currentId));
        return metadata;
    }

    private static String read(Path file) throws KeyNotFoundException {
        try {
            return new String(BoundedFile.read(file, MOST_BYTES), StandardCharsets.UTF_8);
        } catch (TooLargeException noKeys) {
            throw new KeyNotFoundException(file + " is larger than 4 MiB, and no file of public sealing keys.");
        } catch (NoSuchFileException missing) {
            throw new KeyNotFoundException(
                    "There is no file " + file + ". Name one with the public sealing keys with --keys.");
        } catch (IOException failure) {
            throw new KeyNotFoundException(file + " could not be read: "
                    + failure.getClass().getSimpleName() + ". Name a file that you may read with --keys.");
        }
    }
}
