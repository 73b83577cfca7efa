/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the API server keeps in etcd, as bytes. */
public final class Etcd {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PAGE = 200;
    private static final byte[] ZERO = {0};

    private final KubernetesClient client;

    /** Asks etcd over its gateway for JSON: the client is used for its TLS alone. */
    Etcd(KubernetesClient client) {
        this.client = client;
    }

    /** Every entry by its key; a byte of the content is a character. */
    public Map<String, String> entries() {
        Map<String, String> entries = new LinkedHashMap<>();
        byte[] from = ZERO;
        while (true) {
            JsonNode page = page(from);
            String last = null;
            for (JsonNode entry : page.path("kvs")) {
                last = new String(decoded(entry.path("key")), StandardCharsets.UTF_8);
                entries.put(last, new String(decoded(entry.path("value")), StandardCharsets.ISO_8859_1));
            }
            if (!page.path("more").asBoolean() || last == null) {
                return entries;
            }
            byte[] key = last.getBytes(StandardCharsets.UTF_8);
            from = Arrays.copyOf(key, key.length + 1);
        }
    }

    private JsonNode page(byte[] from) {
        Map<String, Object> request = Map.of("key", encoded(from), "range_end", encoded(ZERO), "limit", PAGE);
        try {
            return JSON.readTree(client.raw("/v3/kv/range", "POST", request));
        } catch (JsonProcessingException failure) {
            throw new IllegalStateException("etcd answered something else than JSON", failure);
        }
    }

    private static String encoded(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static byte[] decoded(JsonNode text) {
        return Base64.getDecoder().decode(text.asText());
    }
}
