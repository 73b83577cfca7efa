/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.util.StringQuotingChecker;
import dev.opencomputer.operator.api.Names;
import dev.opencomputer.operator.seal.SealedValue;
import dev.opencomputer.operator.seal.SealingPlace;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** An AgentSecret with a sealed value, as a person would write it. */
final class SealedManifest {

    private static final ObjectMapper YAML = new ObjectMapper(YAMLFactory.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .stringQuotingChecker(new QuotingUnlessPlain())
            .build());

    private SealedManifest() {}

    /**
     * Writes the manifest.
     *
     * @param name {@code metadata.name}
     * @param place namespace, Agent and key
     * @param allowedHosts left out when empty, which means the same
     * @param value the sealed value
     */
    static String yaml(String name, SealingPlace place, List<String> allowedHosts, SealedValue value) {
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
        try {
            return YAML.writeValueAsString(manifest);
        } catch (JsonProcessingException onlyText) {
            throw new IllegalStateException(onlyText);
        }
    }

    /** Quotes what one of the many YAML readers could take for a number, a date or a truth value. */
    private static final class QuotingUnlessPlain extends StringQuotingChecker.Default {

        private static final long serialVersionUID = 1L;

        private static final Pattern PLAIN = Pattern.compile("[A-Za-z][-A-Za-z0-9._/]*");

        @Override
        public boolean needToQuoteValue(String value) {
            return super.needToQuoteValue(value) || !PLAIN.matcher(value).matches();
        }
    }
}
