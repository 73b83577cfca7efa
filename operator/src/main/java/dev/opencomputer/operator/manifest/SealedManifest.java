/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.manifest;

import dev.opencomputer.operator.api.Names;
import dev.opencomputer.operator.seal.SealedValue;
import dev.opencomputer.operator.seal.SealingPlace;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An AgentSecret with a sealed value, as a person would write it. */
public final class SealedManifest {

    private SealedManifest() {}

    /**
     * Writes the manifest.
     *
     * @param name {@code metadata.name}
     * @param place namespace, Agent and key
     * @param allowedHosts left out when empty, which means the same
     * @param value the sealed value
     */
    public static String yaml(String name, SealingPlace place, List<String> allowedHosts, SealedValue value) {
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("agentRef", Map.of("name", place.agent()));
        spec.put("key", place.key());
        if (!allowedHosts.isEmpty()) {
            spec.put("allowedHosts", allowedHosts);
        }
        spec.put("sealedValue", value.text());
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("name", name);
        metadata.put("namespace", place.namespace());
        Map<String, Object> manifest = new LinkedHashMap<>();
        manifest.put("apiVersion", Names.GROUP + "/" + Names.VERSION);
        manifest.put("kind", "AgentSecret");
        manifest.put("metadata", metadata);
        manifest.put("spec", spec);
        return YamlWriter.write(manifest);
    }
}
