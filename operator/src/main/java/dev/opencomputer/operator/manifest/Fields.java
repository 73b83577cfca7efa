/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.manifest;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** The fields of a mapping, as kubectl reads them: with what a merge key brings in. */
final class Fields {

    private static final String MERGE = "<<";

    private Fields() {}

    /** The entries of that name that stand in the mapping itself. */
    static List<NodeTuple> own(MappingNode mapping, String name) {
        return mapping.getValue().stream()
                .filter(entry -> entry.getKeyNode() instanceof ScalarNode key
                        && key.getValue().equals(name))
                .toList();
    }

    /** What a field holds; nothing when it is absent or null. */
    static Optional<Node> field(MappingNode mapping, String name) {
        return find(mapping, name, Collections.newSetFromMap(new IdentityHashMap<>()))
                .filter(node -> !node.getTag().equals(Tag.NULL));
    }

    /** Whether a merge key stands behind another entry: kubectl lets it win over what is before it, and others do not. */
    static boolean hasALateMerge(MappingNode mapping) {
        return mapping.getValue().stream().skip(1).anyMatch(Fields::isMerge);
    }

    /** Whether an entry is a merge key with what it brings in. */
    static boolean isMerge(NodeTuple entry) {
        return entry.getKeyNode() instanceof ScalarNode key
                && key.getValue().equals(MERGE)
                && key.getScalarStyle() == ScalarStyle.PLAIN;
    }

    /** What a field holds, when that is a mapping. */
    static Optional<MappingNode> mapping(Node node, String name) {
        return node instanceof MappingNode mapping
                ? field(mapping, name).filter(MappingNode.class::isInstance).map(MappingNode.class::cast)
                : Optional.empty();
    }

    /** What a field holds, when that is a text, a number or the like: as it is written. */
    static Optional<String> text(Node node, String name) {
        return node instanceof MappingNode mapping
                ? field(mapping, name)
                        .filter(ScalarNode.class::isInstance)
                        .map(scalar -> ((ScalarNode) scalar).getValue())
                : Optional.empty();
    }

    /**
     * The last that says something of the field: a merge key counts where it stands, as kubectl has it, and of several
     * mappings that it brings in the first.
     *
     * @param seen mappings without the field; they may be merged in many times, and into each other in a circle
     */
    private static Optional<Node> find(MappingNode mapping, String name, Set<MappingNode> seen) {
        if (!seen.add(mapping)) {
            return Optional.empty();
        }
        List<NodeTuple> entries = mapping.getValue();
        for (int index = entries.size() - 1; index >= 0; index--) {
            NodeTuple entry = entries.get(index);
            if (entry.getKeyNode() instanceof ScalarNode key && key.getValue().equals(name)) {
                return Optional.of(entry.getValueNode());
            }
            if (isMerge(entry)) {
                for (MappingNode merged : merged(entry.getValueNode())) {
                    Optional<Node> found = find(merged, name, seen);
                    if (found.isPresent()) {
                        return found;
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static List<MappingNode> merged(Node value) {
        List<Node> all = value instanceof SequenceNode several ? several.getValue() : List.of(value);
        return all.stream()
                .filter(MappingNode.class::isInstance)
                .map(MappingNode.class::cast)
                .toList();
    }
}
