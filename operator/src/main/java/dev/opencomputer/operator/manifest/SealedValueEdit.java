/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.manifest;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Where in a text {@code spec.sealedValue} of an AgentSecret is set, and by which characters. */
final class SealedValueEdit {

    static final String FIELD = "sealedValue";

    /** Or behind an anchor; the value itself begins on a line below. */
    private static final Pattern COMMENT_BEHIND_A_TAG = Pattern.compile("([&!]\\S*[ \t]+)+#");

    private static final Pattern COMMENT = Pattern.compile("[ \t]+#.*");

    private final YamlText yaml;
    private final MappingNode spec;

    /** Of a sealed value, which needs quotes nowhere but in JSON. */
    private final String value;

    private SealedValueEdit(YamlText yaml, MappingNode spec, String value) {
        this.yaml = yaml;
        this.spec = spec;
        this.value = value;
    }

    /**
     * What is to be changed so that the value is set.
     *
     * @throws ManifestException when that cannot be done without changing more; a clause that follows the file's name
     */
    static TextEdit of(YamlText yaml, AgentSecretDocument document, String value) throws ManifestException {
        String which = "the AgentSecret on line " + document.line();
        if (document.takesItsValueFromASecret()) {
            throw new ManifestException("is left as it is: " + which
                    + " takes its value from a Secret (spec.valueFrom), and may have either that or sealedValue; remove"
                    + " valueFrom first");
        }
        MappingNode spec =
                document.spec().orElseThrow(() -> new ManifestException("is left as it is: " + which + " has no spec"));
        if (Stream.concat(Stream.of(document.root(), spec), document.metadata().stream())
                .anyMatch(Fields::hasALateMerge)) {
            throw new ManifestException("is left as it is: " + which
                    + " has a merge key (<<) behind other fields, where some readers let it win and others do not; move it"
                    + " to the top");
        }
        List<NodeTuple> present = Fields.own(spec, FIELD);
        if (present.size() > 1) {
            throw new ManifestException("is left as it is: " + which + " has sealedValue twice");
        }
        if (yaml.isShared(document.root())
                || yaml.isShared(spec)
                || present.stream().anyMatch(entry -> yaml.isShared(entry.getValueNode()))) {
            throw new ManifestException("is left as it is: " + which
                    + " has its spec or sealedValue by an anchor (&) that another place uses too (*), and setting one"
                    + " would change both; write it out there first");
        }
        SealedValueEdit edit = new SealedValueEdit(yaml, spec, value);
        return present.isEmpty() ? edit.insert() : edit.replace(present.get(0), which);
    }

    private TextEdit replace(NodeTuple entry, String which) throws ManifestException {
        if (!(entry.getValueNode() instanceof ScalarNode old)) {
            throw new ManifestException("is left as it is: sealedValue of " + which + " is no text");
        }
        if (old.getValue().contains("{{")) {
            throw new ManifestException("is left as it is: sealedValue of " + which
                    + " is filled in by a template; print the value alone with -o value, and put it where the template"
                    + " takes it from");
        }
        int start = yaml.start(old);
        int end = yaml.end(old);
        if (COMMENT_BEHIND_A_TAG.matcher(yaml.text().substring(start, end)).lookingAt()) {
            throw ChangedValues.impossible();
        }
        return switch (old.getScalarStyle()) {
            case SINGLE_QUOTED -> new TextEdit(start, end, '\'' + value + '\'');
            case LITERAL, FOLDED -> replaceBlock(entry, start, end);
            default ->
                // Of an empty value the library knows no more than that the colon is before it.
                new TextEdit(start, end, (start == end ? " " : "") + quoted(entry, old));
        };
    }

    /** Its header with a comment, if there is one, stays on the line, and empty lines behind it stay too. */
    private TextEdit replaceBlock(NodeTuple entry, int start, int end) {
        String block = yaml.text().substring(start, end);
        int header = Math.min(yaml.lineEnd(start) - start, block.length());
        Matcher comment = COMMENT.matcher(block.substring(0, header));
        int content = block.length();
        while (content > header && Character.isWhitespace(block.charAt(content - 1))) {
            content--;
        }
        return new TextEdit(
                start,
                end,
                quoted(entry, (ScalarNode) entry.getValueNode())
                        + (comment.find() ? comment.group() : "")
                        + block.substring(content));
    }

    private TextEdit insert() throws ManifestException {
        List<NodeTuple> keys = Fields.own(spec, "key");
        NodeTuple beside = keys.isEmpty() ? spec.getValue().get(spec.getValue().size() - 1) : keys.get(0);
        if (Fields.isMerge(beside)) {
            // What stands before it would not hold, and where it ends the library does not tell.
            throw ChangedValues.impossible();
        }
        Node key = beside.getKeyNode();
        int start = yaml.start(key);
        String before = yaml.text().substring(yaml.lineStart(start), start);
        String field = quotes(key) ? "\"" + FIELD + "\": \"" + value + '"' : FIELD + ": " + value;
        if (spec.getFlowStyle() == FlowStyle.FLOW) {
            return new TextEdit(start, start, field + (before.isBlank() ? "," + yaml.lineBreak(start) + before : ", "));
        }
        // A block may begin after the dash of a list, so the line's own beginning is no indentation.
        String indentation = " ".repeat(before.codePointCount(0, before.length()));
        if (endsOnItsLine(beside)) {
            int lineEnd = yaml.lineEnd(yaml.end(beside.getValueNode()));
            return new TextEdit(lineEnd, lineEnd, yaml.lineBreak(lineEnd) + indentation + field);
        }
        return new TextEdit(start, start, field + yaml.lineBreak(start) + indentation);
    }

    /** Whether an entry is over at the end of the line where its value ends: a value by an alias stands elsewhere. */
    private boolean endsOnItsLine(NodeTuple entry) {
        return entry.getValueNode() instanceof ScalarNode value
                && value.getScalarStyle() != ScalarStyle.LITERAL
                && value.getScalarStyle() != ScalarStyle.FOLDED
                && !yaml.isShared(value)
                && yaml.start(value) >= yaml.end(entry.getKeyNode());
    }

    private String quoted(NodeTuple entry, ScalarNode old) {
        boolean quotes = old.getScalarStyle() == ScalarStyle.DOUBLE_QUOTED || quotes(entry.getKeyNode());
        return quotes ? '"' + value + '"' : value;
    }

    /** As in JSON. */
    private static boolean quotes(Node key) {
        return key instanceof ScalarNode scalar && scalar.getScalarStyle() == ScalarStyle.DOUBLE_QUOTED;
    }
}
