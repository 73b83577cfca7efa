/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.manifest;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** A text in YAML, of which every part knows where it stands. */
final class YamlText {

    /** What Helm's templates begin with. */
    private static final String TEMPLATE = "{{";

    private final String text;

    /** The root of each document that is not empty. */
    private final List<Node> documents;

    /** What more than one place of the text leads to, by anchors and aliases. */
    private final Set<Node> shared = Collections.newSetFromMap(new IdentityHashMap<>());

    /** Read when they are asked for; a text has some. */
    private List<String> events = List.of();

    private YamlText(String text, List<Node> documents) {
        this.text = text;
        this.documents = documents;
    }

    /**
     * Reads a text.
     *
     * @throws ManifestException when it is no YAML, or a template; the message is a clause that follows the file's name
     */
    static YamlText read(String text) throws ManifestException {
        List<Node> documents = new ArrayList<>();
        try {
            new Compose(settings(text)).composeAllFromString(readable(text)).forEach(documents::add);
        } catch (YamlEngineException notYaml) {
            throw new ManifestException(
                    text.contains(TEMPLATE) ? template(text, text.indexOf(TEMPLATE)) : bad(notYaml));
        } catch (StackOverflowError nested) {
            throw new ManifestException("is nested deeper than any manifest");
        }
        YamlText read = new YamlText(text, documents);
        read.lookAround();
        return read;
    }

    String text() {
        return text;
    }

    /** The objects that kubectl would take from the text: its documents, and what is in those that are lists. */
    List<MappingNode> objects() {
        List<MappingNode> objects = new ArrayList<>();
        for (Node root : documents) {
            if (root instanceof MappingNode mapping) {
                boolean isList = Fields.text(mapping, "kind")
                        .filter(kind -> kind.endsWith("List"))
                        .isPresent();
                if (isList && Fields.field(mapping, "items").orElse(null) instanceof SequenceNode items) {
                    items.getValue().stream()
                            .filter(MappingNode.class::isInstance)
                            .forEach(item -> objects.add((MappingNode) item));
                } else {
                    objects.add(mapping);
                }
            }
        }
        return objects;
    }

    /** What the text consists of, without where it stands and how it is spaced. */
    List<String> events() {
        if (events.isEmpty()) {
            events = new ArrayList<>();
            for (Event event : new Parse(settings(text)).parseString(readable(text))) {
                events.add(event.toString());
            }
        }
        return events;
    }

    boolean isShared(Node node) {
        return shared.contains(node);
    }

    int start(Node node) {
        return offset(node.getStartMark());
    }

    int end(Node node) {
        return offset(node.getEndMark());
    }

    /** The line on which a part begins, counted from 1. */
    int line(Node node) {
        return node.getStartMark().map(Mark::getLine).orElse(0) + 1;
    }

    /** Where the line of a place begins. */
    int lineStart(int place) {
        int start = place;
        while (start > 0 && !isLineBreak(text.charAt(start - 1))) {
            start--;
        }
        return start;
    }

    /** Where the line of a place ends, before its line break. */
    int lineEnd(int place) {
        int end = place;
        while (end < text.length() && !isLineBreak(text.charAt(end))) {
            end++;
        }
        return end;
    }

    /** The line break as it is used around a place. */
    String lineBreak(int place) {
        int end = lineEnd(place);
        if (end == text.length()) {
            end = Math.max(text.lastIndexOf('\n'), 0);
            end = end > 0 && text.charAt(end - 1) == '\r' ? end - 1 : end;
        }
        return text.startsWith("\r\n", end) ? "\r\n" : text.startsWith("\r", end) ? "\r" : "\n";
    }

    static boolean isLineBreak(char character) {
        return character == '\n' || character == '\r';
    }

    /** The library counts code points, and Java characters. */
    private int offset(Optional<Mark> mark) {
        return text.offsetByCodePoints(0, mark.orElseThrow().getIndex());
    }

    private void lookAround() throws ManifestException {
        Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        List<Node> ahead = new ArrayList<>(documents);
        while (!ahead.isEmpty()) {
            Node node = ahead.remove(ahead.size() - 1);
            boolean again = !seen.add(node);
            if (again && !shared.add(node)) {
                continue;
            }
            // Once more below what is there again: all of that is shared too.
            if (node instanceof SequenceNode sequence) {
                ahead.addAll(sequence.getValue());
            } else if (node instanceof MappingNode mapping) {
                for (NodeTuple entry : mapping.getValue()) {
                    if (mapping.getFlowStyle() == FlowStyle.FLOW && entry.getKeyNode() instanceof MappingNode) {
                        // A template in the place of a value reads as a mapping whose key is a mapping.
                        throw new ManifestException(template(text, start(mapping)));
                    }
                    ahead.add(entry.getKeyNode());
                    ahead.add(entry.getValueNode());
                }
            }
        }
    }

    private static String template(String text, int place) {
        long line =
                text.substring(0, place).lines().count() + (place == 0 || isLineBreak(text.charAt(place - 1)) ? 1 : 0);
        return "is a template (line " + line
                + " has {{), and no YAML before it is rendered; print the sealed value alone"
                + " with -o value, and put it there yourself";
    }

    /** Without the library's own words, which quote the text. */
    private static String bad(YamlEngineException notYaml) {
        return "is not YAML"
                + (notYaml instanceof MarkedYamlEngineException marked
                        ? marked.getProblemMark()
                                .map(mark -> ": line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1)
                                        + " cannot be read")
                                .orElse("")
                        : ": it holds characters that cannot stand in YAML");
    }

    /** JSON may be indented by tabs, which the library does not take everywhere; within its strings there are none. */
    private static String readable(String text) {
        return text.stripLeading().startsWith("{") ? text.replace('\t', ' ') : text;
    }

    /** The whole text at once: the library copies what it looks ahead at each time that it reads on. */
    private static LoadSettings settings(String text) {
        return LoadSettings.builder()
                .setBufferSize(Math.max(text.length(), 1))
                .setCodePointLimit(Integer.MAX_VALUE)
                .setMaxAliasesForCollections(Integer.MAX_VALUE)
                .build();
    }
}
