/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.manifest;

import java.util.List;
import java.util.Optional;
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

    /** Mappings that are merged into each other in a circle would have no end. */
    private static final int DEEPEST_MERGE = 16;

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
        return field(mapping, name, 0);
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

    private static Optional<Node> field(MappingNode mapping, String name, int depth) {
        List<NodeTuple> own = own(mapping, name);
        if (!own.isEmpty()) {
            return Optional.of(own.get(own.size() - 1).getValueNode()).filter(node -> !isNull(node));
        }
        if (depth == DEEPEST_MERGE) {
            return Optional.empty();
        }
        return own(mapping, MERGE).stream()
                .filter(entry -> ((ScalarNode) entry.getKeyNode()).getScalarStyle() == ScalarStyle.PLAIN)
                .flatMap(entry -> entry.getValueNode() instanceof SequenceNode several
                        ? several.getValue().stream()
                        : List.of(entry.getValueNode()).stream())
                .filter(MappingNode.class::isInstance)
                .flatMap(merged -> field((MappingNode) merged, name, depth + 1).stream())
                .findFirst();
    }

    private static boolean isNull(Node node) {
        return node.getTag().equals(Tag.NULL);
    }
}
