/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** The API server's audit log, for counting what was written. A request stands in it before its answer is sent. */
public final class AuditLog {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> WRITES = Set.of("create", "update", "patch", "delete", "deletecollection");

    private final Path file;
    private final long begin;

    private AuditLog(Path file, long begin) {
        this.file = file;
        this.begin = begin;
    }

    /** What is answered from now on: to read what all tests before have left would take longer than many a test. */
    static AuditLog fromNowOn(Path file) {
        try {
            return new AuditLog(file, Files.size(file));
        } catch (IOException failure) {
            throw new UncheckedIOException("could not find the audit log " + file, failure);
        }
    }

    /** The same log, without what was answered until now. */
    public AuditLog fromNowOn() {
        return fromNowOn(file);
    }

    /**
     * One answered request.
     *
     * @param verb get, list, watch, create, update, patch, delete or deletecollection
     * @param user as whom it was asked, after impersonation
     * @param caller who asked, before impersonation
     * @param userAgent the client's name for itself, empty when it has none
     * @param group API group of the resource, empty for the core's
     * @param resource plural name of the kind, with {@code /<subresource>} where there is one
     * @param namespace empty for what has none
     * @param name empty where the request names no object
     * @param status HTTP status of the answer
     */
    public record Request(
            String verb,
            String user,
            String caller,
            String userAgent,
            String group,
            String resource,
            String namespace,
            String name,
            int status) {

        /** Whether it asked for a change. */
        public boolean write() {
            return WRITES.contains(verb);
        }
    }

    /** All requests so far, in the order of their answers. */
    public List<Request> requests() {
        try (InputStream log = Files.newInputStream(file)) {
            log.skipNBytes(begin);
            return new BufferedReader(new InputStreamReader(log, StandardCharsets.UTF_8))
                    .lines()
                    .filter(line -> line.endsWith("}"))
                    .map(AuditLog::parse)
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException("could not read the audit log " + file, failure);
        }
    }

    /** The requests for changes in a namespace to a kind (plural name), its subresources included. */
    public List<Request> writes(String namespace, String resource) {
        return requests().stream()
                .filter(Request::write)
                .filter(request -> request.namespace().equals(namespace))
                .filter(request -> request.resource().equals(resource)
                        || request.resource().startsWith(resource + "/"))
                .toList();
    }

    /** The requests for changes that operators made in a namespace, as {@code patch agents/status}. */
    public List<String> operatorsWrites(String namespace) {
        return requests().stream()
                .filter(Request::write)
                .filter(request -> request.userAgent().startsWith(RunningOperator.USER_AGENT))
                .filter(request -> request.namespace().equals(namespace))
                .map(request -> request.verb() + " " + request.resource())
                .toList();
    }

    private static Request parse(String line) {
        try {
            JsonNode event = JSON.readTree(line);
            JsonNode object = event.path("objectRef");
            String subresource = object.path("subresource").asText();
            JsonNode user = event.has("impersonatedUser") ? event.path("impersonatedUser") : event.path("user");
            return new Request(
                    event.path("verb").asText(),
                    user.path("username").asText(),
                    event.path("user").path("username").asText(),
                    event.path("userAgent").asText(),
                    object.path("apiGroup").asText(),
                    object.path("resource").asText() + (subresource.isEmpty() ? "" : "/" + subresource),
                    object.path("namespace").asText(),
                    object.path("name").asText(),
                    event.path("responseStatus").path("code").asInt());
        } catch (IOException failure) {
            throw new UncheckedIOException("not a line of an audit log: " + line, failure);
        }
    }
}
