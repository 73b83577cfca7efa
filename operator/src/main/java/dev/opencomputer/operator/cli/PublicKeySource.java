/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.opencomputer.operator.api.Names;
import dev.opencomputer.operator.seal.PublicSealingKey;
import dev.opencomputer.operator.seal.PublishedKeys;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The places that a public sealing key can be taken from. */
final class PublicKeySource {

    /** A key that cannot be had; the message says from where, why, and what to do. */
    static final class KeyNotFoundException extends Exception {

        private static final long serialVersionUID = 1L;

        KeyNotFoundException(String message) {
            super(message);
        }
    }

    /** Far more than a ConfigMap can have. */
    private static final int MOST_BYTES = 4 * 1024 * 1024;

    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/=\\s]+");

    private PublicKeySource() {}

    /** From a file: the ConfigMap as kubectl prints it, in YAML or JSON, or the base64 of one key. */
    static PublicSealingKey file(Path file) throws KeyNotFoundException {
        String text = read(file);
        try {
            // The base64 may be wrapped, as the command base64 does.
            return BASE64.matcher(text).matches()
                    ? PublicSealingKey.parse(text.replaceAll("\\s", ""))
                    : current(new YAMLMapper().readTree(text));
        } catch (JsonProcessingException notYaml) {
            throw new KeyNotFoundException(file + " is neither YAML or JSON, nor the base64 of a public sealing key.");
        } catch (IllegalArgumentException unusable) {
            throw new KeyNotFoundException(file + " gives no public sealing key: " + unusable.getMessage()
                    + ". Save it anew: kubectl get configmap " + Names.PUBLIC_SEALING_KEYS + " -n "
                    + Names.OPERATOR_NAMESPACE + " -o yaml");
        }
    }

    /** From the ConfigMap in a cluster. */
    static PublicSealingKey cluster(Config config, String namespace) throws KeyNotFoundException {
        String where = "the ConfigMap " + namespace + "/" + Names.PUBLIC_SEALING_KEYS;
        ConfigMap published;
        try (KubernetesClient client = Kubeconfigs.impatientClient(config, Duration.ofSeconds(10), 0)) {
            published = client.configMaps()
                    .inNamespace(namespace)
                    .withName(Names.PUBLIC_SEALING_KEYS)
                    .get();
        } catch (KubernetesClientException failure) {
            throw new KeyNotFoundException("The public sealing key could not be read from " + where + ": "
                    + because(failure, config) + " Without access to the cluster, name a saved key with --public-key.");
        }
        if (published == null) {
            throw new KeyNotFoundException("There is no " + where.substring("the ".length()) + " in the cluster at "
                    + config.getMasterUrl() + ": the operator publishes it when it starts for the first time. Where its"
                    + " namespace is another one, name it with --operator-namespace.");
        }
        try {
            return PublishedKeys.current(
                    Optional.ofNullable(published.getData()).orElse(Map.of()),
                    Optional.ofNullable(published.getMetadata().getAnnotations())
                            .map(annotations -> annotations.get(Names.CURRENT_KEY)));
        } catch (IllegalArgumentException unusable) {
            throw new KeyNotFoundException("Of the public sealing keys in " + where + ", " + unusable.getMessage()
                    + ". Restart the operator, which puts the ConfigMap right.");
        }
    }

    private static PublicSealingKey current(JsonNode configMap) {
        if (!configMap.path("kind").asText().equals("ConfigMap")) {
            throw new IllegalArgumentException("it holds no ConfigMap");
        }
        Map<String, String> data = new TreeMap<>();
        configMap
                .path("data")
                .properties()
                .forEach(entry -> data.put(entry.getKey(), entry.getValue().asText()));
        JsonNode current = configMap.path("metadata").path("annotations").path(Names.CURRENT_KEY);
        return PublishedKeys.current(data, current.isTextual() ? Optional.of(current.asText()) : Optional.empty());
    }

    private static String read(Path file) throws KeyNotFoundException {
        try (InputStream content = Files.newInputStream(file)) {
            return new String(content.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
        } catch (NoSuchFileException missing) {
            throw new KeyNotFoundException(
                    "There is no file " + file + ". Name one with the public sealing key with --public-key.");
        } catch (IOException failure) {
            throw new KeyNotFoundException(file + " could not be read: "
                    + failure.getClass().getSimpleName() + ". Name a file that you may read with --public-key.");
        }
    }

    private static String because(KubernetesClientException failure, Config config) {
        return switch (failure.getCode()) {
            case HttpURLConnection.HTTP_UNAUTHORIZED ->
                "the cluster at " + config.getMasterUrl() + " does not take the kubeconfig's credentials (401).";
            case HttpURLConnection.HTTP_FORBIDDEN -> "this user may not get configmaps there (403).";
            default ->
                failure.getCode() > 0
                        ? "the cluster at " + config.getMasterUrl() + " answered " + failure.getCode() + "."
                        : "the cluster at " + config.getMasterUrl()
                                + " does not answer. Name another with --kubeconfig or --context.";
        };
    }
}
