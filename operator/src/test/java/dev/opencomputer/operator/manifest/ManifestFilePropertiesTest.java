/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files in all the ways in which people write them: what another reader of YAML finds after an edit is what was meant. */
class ManifestFilePropertiesTest {

    private static final int FILES = 400;
    private static final long SEED = Long.getLong("generated.seed", 7);
    private static final String NEW = "oc1.0123456789abcdef.NEW_-";

    private static final List<String> KEYS =
            List.of("A_KEY", "'A_KEY'", "\"A_KEY\"", "A_KEY   # the key", "!!str A_KEY");
    private static final List<String> VALUES = List.of(
            "",
            "oc1.old",
            "'oc1.old'",
            "\"oc1.old\"",
            "null",
            "~",
            "\"\"",
            "oc1.old # why",
            "!!str oc1.old",
            "&v oc1.old");
    private static final List<String> HOSTS =
            List.of("[]", "[a.example, '*.b.example']", "[\n  a.example, # one\n  b.example]");
    private static final List<String> BETWEEN = List.of("", "", "\n", "# a comment\n", " # indented: yes\n", "\n\n");

    @TempDir
    Path folder;

    @Test
    void anEditChangesSealedValueAndNothingElse() throws Exception {
        Random random = new Random(SEED);
        for (int number = 0; number < FILES; number++) {
            boolean windows = random.nextInt(4) == 0;
            String text = file(random);
            String written = (random.nextInt(8) == 0 ? "\uFEFF" : "") + (windows ? text.replace("\n", "\r\n") : text);
            Path file = Files.writeString(folder.resolve("f.yaml"), written);

            ManifestFile manifests = ManifestFile.read(file);
            manifests
                    .withSealedValue(manifests.agentSecret("team-a", "agent", "A_KEY"), NEW)
                    .write();

            String after = Files.readString(file);
            String what = "seed " + SEED + ", file " + number + ":\n" + written + "\nbecame\n" + after;
            assertThat(trees(after)).as(what).isEqualTo(expected(written));
            assertThat(after.replace("\r\n", "").contains("\r")).as(what).isFalse();
            assertThat(windows && after.replace("\r\n", "").contains("\n"))
                    .as(what)
                    .isFalse();
            assertThat(comments(after)).as(what).isEqualTo(comments(written));
        }
    }

    private static String file(Random random) {
        String ours = random.nextInt(5) == 0 ? flow(random) : block(random);
        String before = random.nextInt(2) == 0 ? "kind: Secret\nstringData: {a: '{{ x }}'}\n---\n" : "";
        String behind = random.nextInt(2) == 0 ? "\n--- # next\nkind: Namespace" : "";
        String end = random.nextBoolean() ? "\n" : "";
        return before + ours.stripTrailing() + behind + end;
    }

    private static String block(Random random) {
        String indent = " ".repeat(1 + random.nextInt(4));
        List<String> fields = new ArrayList<>(List.of(
                "key: " + one(random, KEYS) + "\n",
                random.nextBoolean() ? "agentRef: {name: agent}\n" : "agentRef:\n" + indent + "name: agent\n"));
        if (random.nextBoolean()) {
            fields.add("allowedHosts: " + one(random, HOSTS) + "\n");
        }
        switch (random.nextInt(4)) {
            case 0, 1 -> fields.add("sealedValue: " + one(random, VALUES) + "\n");
            case 2 ->
                fields.add("sealedValue: " + one(random, List.of("|", ">-", "|+ # wrapped", ">")) + "\n" + indent
                        + "oc1.old\n");
            default -> {
                // It is not there yet.
            }
        }
        Collections.shuffle(fields, random);
        StringBuilder spec = new StringBuilder("spec:" + one(random, List.of("", "   ", " # of it")) + "\n");
        for (String field : fields) {
            spec.append(one(random, BETWEEN)).append(field.indent(indent.length()));
        }
        List<String> parts = new ArrayList<>(List.of(
                "apiVersion: opencomputer.dev/v1alpha1\n",
                "kind: AgentSecret\n",
                "metadata: {name: a, labels: {x: &x \"1\", y: *x}}\n",
                spec.toString()));
        Collections.shuffle(parts, random);
        return random.nextInt(4) == 0
                ? "kind: List\nitems:\n- " + String.join("", parts).indent(2).stripLeading()
                : String.join("", parts);
    }

    private static String flow(Random random) {
        String quote = random.nextBoolean() ? "\"" : "";
        String colon = quote + ": ";
        String gap = random.nextBoolean() ? " " : "\n    ";
        List<String> fields = new ArrayList<>(List.of(
                quote + "key" + colon + "\"A_KEY\"",
                quote + "agentRef" + colon + "{" + quote + "name" + colon + "\"agent\"}"));
        if (random.nextBoolean()) {
            fields.add(quote + "sealedValue" + colon + one(random, List.of("null", "\"oc1.old\"", "\"\"")));
        }
        Collections.shuffle(fields, random);
        return "{" + quote + "apiVersion" + colon + "\"opencomputer.dev/v1alpha1\"," + gap + quote + "kind" + colon
                + "\"AgentSecret\"," + gap + quote + "spec" + colon + "{" + gap + String.join("," + gap, fields) + gap
                + "}}";
    }

    private static List<JsonNode> expected(String text) throws IOException {
        List<JsonNode> trees = trees(text);
        for (JsonNode tree : trees) {
            JsonNode ours =
                    tree.path("items").path(0).isObject() ? tree.path("items").path(0) : tree;
            if (ours.path("spec") instanceof ObjectNode spec) {
                spec.put("sealedValue", NEW);
            }
        }
        return trees;
    }

    private static List<JsonNode> trees(String text) throws IOException {
        YAMLMapper mapper = new YAMLMapper();
        try (var values = mapper.readerFor(JsonNode.class).<JsonNode>readValues(text.replace("\uFEFF", ""))) {
            return values.readAll();
        }
    }

    private static List<String> comments(String text) {
        return text.lines()
                .filter(line -> line.contains("#"))
                .map(line -> line.substring(line.indexOf('#')))
                .toList();
    }

    private static String one(Random random, List<String> of) {
        return of.get(random.nextInt(of.size()));
    }
}
