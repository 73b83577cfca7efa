/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.opencomputer.operator.wire.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The API's document as tests read it: operations by method and path, and the schemas that bodies are held against. */
public final class ContractDocument {

    private static final String IRI = "https://opencomputer.dev/openapi.json";

    private static final List<String> METHODS =
            List.of("get", "put", "post", "delete", "options", "head", "patch", "trace");

    private static final ContractDocument OURS = new ContractDocument();

    private final JsonNode root;
    private final SchemaRegistry strict;
    private final SchemaRegistry lenient;
    private final Map<String, Schema> schemas = new ConcurrentHashMap<>();

    private ContractDocument() {
        try {
            byte[] json = new OpenApiDocument("test").json().content();
            this.root = Json.MAPPER.readTree(json);
            ObjectNode closed = root.deepCopy();
            close(closed.at("/components/schemas"));
            close(closed.path("paths"));
            this.strict = registry(closed);
            this.lenient = registry(root);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The one document. */
    public static ContractDocument ours() {
        return OURS;
    }

    private static SchemaRegistry registry(JsonNode document) {
        return SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12, builder -> builder.schemas(Map.of(IRI, document.toString())));
    }

    /** Clients take fields of an answer that they do not know; a test wants to hear of those that nobody has described. */
    private static void close(JsonNode node) {
        if (node instanceof ObjectNode object
                && object.path("properties").isObject()
                && object.path("type").isTextual()
                && !object.has("additionalProperties")) {
            object.put("additionalProperties", false);
        }
        node.forEach(ContractDocument::close);
    }

    /** The whole document. */
    public JsonNode root() {
        return root;
    }

    /** An operation, and the template of the path that it is on. */
    public record Operation(String path, String method, JsonNode node) {
        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    /** Every operation. */
    public List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        root.path("paths")
                .properties()
                .forEach(path -> methods(path.getKey())
                        .forEach(method ->
                                operations.add(operation(path.getKey(), method).orElseThrow())));
        return operations;
    }

    /** The operation of a method on a path template. */
    public Optional<Operation> operation(String path, String method) {
        JsonNode node = root.path("paths").path(path).path(method.toLowerCase(Locale.ROOT));
        // Methods are told apart by case.
        return node.isObject() && method.equals(method.toUpperCase(Locale.ROOT))
                ? Optional.of(new Operation(path, method, node))
                : Optional.empty();
    }

    /** The methods that are described on a path template, in capitals. */
    public List<String> methods(String path) {
        return METHODS.stream()
                .filter(method -> root.path("paths").path(path).has(method))
                .map(method -> method.toUpperCase(Locale.ROOT))
                .toList();
    }

    /** The template that a path fits, as it stood in a request. */
    public Optional<String> template(String rawPath) {
        String path = rawPath.split("[?#]", 2)[0];
        return root.path("paths").properties().stream()
                .map(Map.Entry::getKey)
                .filter(template -> path.matches(template.replace(".", "\\.").replaceAll("\\{[a-z]+}", "[^/]+")))
                .findFirst();
    }

    /** What a reference leads to; anything else is itself. */
    public JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? root.at(node.path("$ref").asText().substring(1)) : node;
    }

    /** What is wrong with an answer's body; fields that are not described are wrong. */
    public List<Error> errors(String pointer, JsonNode body) {
        return schema(strict, "answer", pointer).validate(body);
    }

    /** What is wrong with a request's body. */
    public List<Error> requestErrors(String pointer, JsonNode body) {
        return schema(lenient, "request", pointer).validate(body);
    }

    private Schema schema(SchemaRegistry registry, String use, String pointer) {
        return schemas.computeIfAbsent(
                use + pointer, key -> registry.getSchema(SchemaLocation.of(IRI + "#" + pointer)));
    }
}
