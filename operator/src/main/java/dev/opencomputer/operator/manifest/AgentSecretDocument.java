/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.manifest;

import dev.opencomputer.operator.api.Patterns;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/** An AgentSecret as it stands in a file. What is absent there is empty. */
public final class AgentSecretDocument {

    private final MappingNode root;
    private final int line;

    AgentSecretDocument(MappingNode root, int line) {
        this.root = root;
        this.line = line;
    }

    /** {@code metadata.name}. */
    public Optional<String> name() {
        return metadata().flatMap(metadata -> Fields.text(metadata, "name"));
    }

    /** {@code metadata.namespace}. */
    public Optional<String> namespace() {
        return metadata().flatMap(metadata -> Fields.text(metadata, "namespace"));
    }

    /** {@code spec.agentRef.name}. */
    public Optional<String> agent() {
        return spec().flatMap(spec -> Fields.mapping(spec, "agentRef"))
                .flatMap(reference -> Fields.text(reference, "name"));
    }

    /** {@code spec.key}. */
    public Optional<String> key() {
        return spec().flatMap(spec -> Fields.text(spec, "key"));
    }

    /** {@code spec.sealedValue}; what is there and no text, such as a list, is as an empty one. */
    public Optional<String> sealedValue() {
        Optional<Node> there = spec().flatMap(spec -> Fields.field(spec, "sealedValue"));
        return there.map(
                any -> spec().flatMap(spec -> Fields.text(spec, "sealedValue")).orElse(""));
    }

    /** Whether there is a {@code spec.valueFrom}. */
    public boolean takesItsValueFromASecret() {
        return spec().flatMap(spec -> Fields.field(spec, "valueFrom")).isPresent();
    }

    /** The line on which it begins, counted from 1. */
    public int line() {
        return line;
    }

    /** Which key of which Agent it is for, to be shown: what cannot be the name of one is not repeated. */
    public String target() {
        return shown(key(), Patterns.ENVIRONMENT_NAME) + " of "
                + namespace()
                        .map(any -> shown(namespace(), Patterns.DNS_LABEL) + "/")
                        .orElse("")
                + shown(agent(), Patterns.DNS_LABEL);
    }

    private static String shown(Optional<String> text, String pattern) {
        return text.map(given -> given.matches(pattern) ? given : "(no valid name)")
                .orElse("(none)");
    }

    MappingNode root() {
        return root;
    }

    Optional<MappingNode> metadata() {
        return Fields.mapping(root, "metadata");
    }

    Optional<MappingNode> spec() {
        return Fields.mapping(root, "spec");
    }
}
