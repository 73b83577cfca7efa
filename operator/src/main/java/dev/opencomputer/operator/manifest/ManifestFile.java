/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.manifest;

import dev.opencomputer.operator.api.Names;
import dev.opencomputer.operator.files.WholeFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.nodes.MappingNode;

/** A file of manifests in YAML or JSON, one or several documents, with the AgentSecrets in it. Immutable. */
public final class ManifestFile {

    private static final Pattern KIND = Pattern.compile("[A-Za-z][A-Za-z0-9]{0,62}");

    /** In a message. */
    private static final int MOST_NAMED = 10;

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final Path file;

    /** As it was read. */
    private final String original;

    private final boolean hasByteOrderMark;
    private final YamlText yaml;
    private final List<AgentSecretDocument> agentSecrets;

    /**
     * What came of setting values.
     *
     * @param file the file with those that could be set
     * @param refused why each of the others could not
     */
    public record Changed(ManifestFile file, Map<AgentSecretDocument, ManifestException> refused) {}

    private ManifestFile(Path file, String original, YamlText yaml) {
        this.file = file;
        this.original = original;
        this.hasByteOrderMark = original.startsWith(BYTE_ORDER_MARK);
        this.yaml = yaml;
        this.agentSecrets = yaml.objects().stream()
                .filter(ManifestFile::isAgentSecret)
                .map(root -> new AgentSecretDocument(root, yaml.line(root)))
                .toList();
    }

    /**
     * Reads a file.
     *
     * @throws ManifestException when it is missing, not UTF-8, not YAML, a template, or larger than 16 MiB
     */
    public static ManifestFile read(Path file) throws ManifestException {
        String text = ManifestText.read(file);
        try {
            return new ManifestFile(
                    file, text, YamlText.read(text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text));
        } catch (ManifestException why) {
            throw about(file, why);
        }
    }

    /** The file as it was named. */
    public Path file() {
        return file;
    }

    /** The AgentSecrets in it, those in lists too, in the order of the file. */
    public List<AgentSecretDocument> agentSecrets() {
        return agentSecrets;
    }

    /**
     * The one AgentSecret for a place.
     *
     * @param namespace the namespace, which an AgentSecret without one is taken to be meant for
     * @param agent {@code spec.agentRef.name}
     * @param key {@code spec.key}
     * @throws ManifestException when there is none, with what there is, or more than one
     */
    public AgentSecretDocument agentSecret(String namespace, String agent, String key) throws ManifestException {
        List<AgentSecretDocument> found = agentSecrets.stream()
                .filter(document -> document.namespace().orElse(namespace).equals(namespace)
                        && document.agent().equals(Optional.of(agent))
                        && document.key().equals(Optional.of(key)))
                .toList();
        if (found.isEmpty()) {
            throw new ManifestException(file + " holds no AgentSecret for the key " + key + " of the Agent " + namespace
                    + "/" + agent + ". " + whatThereIs());
        }
        if (found.size() > 1) {
            throw new ManifestException(file + " holds the AgentSecret for the key " + key + " of the Agent "
                    + namespace
                    + "/" + agent + " more than once: on the lines "
                    + found.stream().map(each -> String.valueOf(each.line())).collect(Collectors.joining(", ")) + ".");
        }
        return found.get(0);
    }

    /**
     * Finds out, before anybody is asked for a value, whether {@link #withSealedValue} can set one.
     *
     * @param document one of {@link #agentSecrets()}
     * @throws ManifestException when it cannot, with why
     */
    public void checkThatItCanBeSealed(AgentSecretDocument document) throws ManifestException {
        var unused = withSealedValue(document, "oc1.any");
    }

    /**
     * The same file with one sealed value set or replaced, and nothing else changed.
     *
     * @param document one of {@link #agentSecrets()}
     * @param sealedValue the text of a sealed value
     * @throws ManifestException when that cannot be done, with why
     */
    public ManifestFile withSealedValue(AgentSecretDocument document, String sealedValue) throws ManifestException {
        Changed changed = withSealedValues(Map.of(document, sealedValue));
        if (!changed.refused().isEmpty()) {
            throw changed.refused().get(document);
        }
        return changed.file();
    }

    /**
     * The same file with sealed values set or replaced, and nothing else changed. However many there are, the file is read
     * once more, unless one that cannot be set has to be found.
     *
     * @param values texts of sealed values, by those of {@link #agentSecrets()} that get them
     */
    public Changed withSealedValues(Map<AgentSecretDocument, String> values) {
        Map<AgentSecretDocument, TextEdit> edits = new LinkedHashMap<>();
        Map<AgentSecretDocument, ManifestException> refused = new HashMap<>();
        values.forEach((document, value) -> {
            try {
                edits.put(document, SealedValueEdit.of(yaml, document, value));
            } catch (ManifestException why) {
                refused.put(document, about(file, why));
            }
        });
        try {
            return new Changed(proven(edits, values), refused);
        } catch (ManifestException oneOfThem) {
            for (AgentSecretDocument document : List.copyOf(edits.keySet())) {
                try {
                    var unused = proven(Map.of(document, edits.get(document)), values);
                } catch (ManifestException why) {
                    refused.put(document, about(file, why));
                    edits.remove(document);
                }
            }
        }
        try {
            return new Changed(proven(edits, values), refused);
        } catch (ManifestException togetherOnly) {
            edits.keySet().forEach(document -> refused.put(document, about(file, togetherOnly)));
            return new Changed(this, refused);
        }
    }

    private ManifestFile proven(Map<AgentSecretDocument, TextEdit> edits, Map<AgentSecretDocument, String> values)
            throws ManifestException {
        if (edits.isEmpty()) {
            return this;
        }
        YamlText changed = YamlText.read(TextEdit.apply(yaml.text(), edits.values()));
        ManifestFile result = new ManifestFile(file, original, changed);
        ChangedValues.check(
                yaml.events(),
                changed.events(),
                edits.keySet().stream().map(values::get).toList());
        for (int index = 0; index < agentSecrets.size(); index++) {
            AgentSecretDocument each = agentSecrets.get(index);
            Optional<String> expected = edits.containsKey(each) ? Optional.of(values.get(each)) : each.sealedValue();
            if (!result.agentSecrets.get(index).sealedValue().equals(expected)) {
                throw ChangedValues.impossible();
            }
        }
        return result;
    }

    /**
     * Writes the file: in place of what is there, whole or not at all, with the same permissions. A link is followed.
     *
     * @throws ManifestException when that fails, or something else has changed the file since it was read; then it is left
     */
    public void write() throws ManifestException {
        if (!ManifestText.read(file).equals(original)) {
            throw new ManifestException(
                    file + " was changed by something else meanwhile, and is left as it is. Try again.");
        }
        String text = (hasByteOrderMark ? BYTE_ORDER_MARK : "") + yaml.text();
        try {
            WholeFile.save(file, text);
        } catch (IOException failure) {
            throw new ManifestException(file + " could not be written, and is as it was: "
                    + failure.getClass().getSimpleName()
                    + ". Look at the rights on it and its folder, and at the space.");
        }
    }

    private String whatThereIs() {
        if (agentSecrets.isEmpty()) {
            List<String> kinds = yaml.objects().stream()
                    .map(root -> Fields.text(root, "kind")
                            .filter(KIND.asMatchPredicate())
                            .orElse("something without a kind"))
                    .distinct()
                    .toList();
            return kinds.isEmpty() ? "It is empty." : "It holds: " + String.join(", ", kinds) + ".";
        }
        return "It holds AgentSecrets for: "
                + agentSecrets.stream()
                        .limit(MOST_NAMED)
                        .map(each -> each.target() + " (line " + each.line() + ")")
                        .collect(Collectors.joining(", "))
                + (agentSecrets.size() > MOST_NAMED ? " and " + (agentSecrets.size() - MOST_NAMED) + " more." : ".");
    }

    private static boolean isAgentSecret(MappingNode root) {
        return Fields.text(root, "kind").filter("AgentSecret"::equals).isPresent()
                && Fields.text(root, "apiVersion")
                        .filter(group -> group.startsWith(Names.GROUP + "/"))
                        .isPresent();
    }

    private static ManifestException about(Path file, ManifestException why) {
        return new ManifestException(file + " " + why.getMessage() + ".");
    }
}
