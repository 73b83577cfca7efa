/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.manifest;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * A ConfigMap as kubectl prints it, in YAML or JSON.
 *
 * @param data its entries, as they are written
 * @param annotations its annotations
 */
public record ConfigMapFile(Map<String, String> data, Map<String, String> annotations) {

    /** Copies both. */
    public ConfigMapFile {
        data = Map.copyOf(data);
        annotations = Map.copyOf(annotations);
    }

    /**
     * Reads the text of one.
     *
     * @param name what it is called, where it has a name
     * @return nothing when it is YAML, and holds no such ConfigMap
     * @throws ManifestException when it is no YAML; a clause that follows the file's name
     */
    public static Optional<ConfigMapFile> read(String text, String name) throws ManifestException {
        return YamlText.read(text).objects().stream()
                .filter(root ->
                        Fields.text(root, "kind").filter("ConfigMap"::equals).isPresent())
                .filter(root -> Fields.mapping(root, "metadata")
                        .flatMap(metadata -> Fields.text(metadata, "name"))
                        .orElse(name)
                        .equals(name))
                .findFirst()
                .map(root -> new ConfigMapFile(
                        texts(Fields.mapping(root, "data")),
                        texts(Fields.mapping(root, "metadata")
                                .flatMap(metadata -> Fields.mapping(metadata, "annotations")))));
    }

    private static Map<String, String> texts(Optional<MappingNode> mapping) {
        Map<String, String> texts = new TreeMap<>();
        mapping.ifPresent(fields -> {
            for (NodeTuple entry : fields.getValue()) {
                // What the ids of keys look like, 1234567890123456 or 12345678901234e5, is no number here.
                if (entry.getKeyNode() instanceof ScalarNode key && entry.getValueNode() instanceof ScalarNode value) {
                    texts.put(key.getValue(), value.getValue());
                }
            }
        });
        return texts;
    }
}
