/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds in the audit log what the tests' operators were refused for want of a right: they run with the chart's, so each
 * line is a right that the chart forgets, or a call that the operator should not make.
 */
final class RefusedOperators {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path auditLog;
    private final Set<String> endedNamespaces = new HashSet<>();
    private long position;

    RefusedOperators(Path auditLog) {
        this.auditLog = auditLog;
    }

    /** What was refused since this was last asked, as {@code list secrets in team-a}. */
    synchronized List<String> next() {
        List<String> refused = new ArrayList<>();
        try (RandomAccessFile file = new RandomAccessFile(auditLog.toFile(), "r")) {
            file.seek(position);
            byte[] rest = new byte[Math.toIntExact(file.length() - position)];
            file.readFully(rest);
            String lines = new String(rest, StandardCharsets.UTF_8);
            String whole = lines.substring(0, lines.lastIndexOf('\n') + 1);
            position += whole.getBytes(StandardCharsets.UTF_8).length;
            for (String line : whole.split("\n", -1)) {
                // Parsing all of them would take longer than many a test.
                if (line.contains("\"verb\":\"delete\"") || line.contains("\"forbid\"")) {
                    note(JSON.readTree(line), refused);
                }
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("could not read the audit log " + auditLog, failure);
        }
        return refused;
    }

    private void note(JsonNode event, List<String> refused) {
        JsonNode object = event.path("objectRef");
        String verb = event.path("verb").asText();
        if (verb.equals("delete") && object.path("resource").asText().equals("namespaces")) {
            endedNamespaces.add(object.path("name").asText());
        }
        boolean operator = event.path("user")
                .path("username")
                .asText()
                .matches("system:serviceaccount:" + TestCluster.OPERATOR_NAMESPACE
                        + ":it-[a-z0-9]+(-(?!facade|uninstall)[a-z]+)?");
        // The bindings of a namespace that is being deleted go first; that is known, and provided for.
        if (operator
                && event.path("annotations")
                        .path("authorization.k8s.io/decision")
                        .asText()
                        .equals("forbid")
                && !endedNamespaces.contains(object.path("namespace").asText())) {
            refused.add(verb + " " + object.path("resource").asText() + " "
                    + object.path("subresource").asText() + " in "
                    + object.path("namespace").asText());
        }
    }
}
