/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.document;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.opencomputer.operator.facade.document.ContractDocument.Operation;
import dev.opencomputer.operator.wire.Json;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Holds answers against the API's document: statuses, headers and bodies are those that it describes, and no others. */
public final class Contract {

    /** What every HTTP server says, or may say, and what guards a page. */
    private static final Set<String> OF_HTTP = Set.of(
            "cache-control",
            "connection",
            "content-encoding",
            "content-length",
            "content-security-policy",
            "content-type",
            "cross-origin-opener-policy",
            "date",
            "referrer-policy",
            "transfer-encoding",
            "vary",
            "x-content-type-options");

    private static final ContractDocument DOCUMENT = ContractDocument.ours();
    private static final String RESPONSES = "/components/responses/";

    private Contract() {}

    /** Fails when an answer is not what the document says. */
    public static void hold(Exchange exchange) {
        List<String> breaches = breaches(exchange);
        if (!breaches.isEmpty()) {
            throw new AssertionError("The API's document has something else: " + breaches + " in " + exchange);
        }
    }

    /** Where an answer is not what the document says; empty when it is. */
    public static List<String> breaches(Exchange exchange) {
        List<String> breaches = new ArrayList<>();
        Optional<String> template = DOCUMENT.template(exchange.target());
        if (template.isEmpty()) {
            ofNoOperation(exchange, isOfTheWholeServer(exchange) ? allowedAnywhere() : Set.of(), breaches);
            return breaches;
        }
        String method = exchange.method().equals("HEAD") ? "GET" : exchange.method();
        Optional<Operation> operation = DOCUMENT.operation(template.get(), method);
        if (operation.isPresent()) {
            ofOperation(exchange, operation.get(), breaches);
        } else {
            ofNoOperation(exchange, allowed(template.get()), breaches);
        }
        return breaches;
    }

    private static void ofOperation(Exchange exchange, Operation operation, List<String> breaches) {
        String status = Integer.toString(exchange.status());
        JsonNode response = operation.node().path("responses").path(status);
        if (response.isMissingNode()) {
            if (isBrokenHttp(exchange.status()) || isNeedlessBody(exchange.status(), operation)) {
                check(exchange, RESPONSES + "BadRequest", breaches);
            } else {
                breaches.add("the status " + status + " is not described for " + operation);
            }
        } else if (response.has("$ref")) {
            check(exchange, response.path("$ref").asText().substring(1), breaches);
        } else {
            check(
                    exchange,
                    "/paths/" + operation.path().replace("~", "~0").replace("/", "~1") + "/"
                            + operation.method().toLowerCase(Locale.ROOT) + "/responses/" + status,
                    breaches);
        }
    }

    /** An unknown path, or a method that the path does not have. */
    private static void ofNoOperation(Exchange exchange, Set<String> allowed, List<String> breaches) {
        int status = exchange.status();
        if (isBrokenHttp(status)) {
            check(exchange, RESPONSES + "BadRequest", breaches);
        } else if (allowed.isEmpty()) {
            require(status == 404, "an unknown path must be answered with 404", breaches);
            check(exchange, RESPONSES + "NotFound", breaches);
        } else {
            boolean options = exchange.method().equals("OPTIONS");
            require(status == (options ? 204 : 405), "there is no such method on this path", breaches);
            Set<String> said = new TreeSet<>(
                    Arrays.asList(exchange.header("Allow").orElse("").split(", ")));
            require(said.equals(allowed), "Allow must be " + allowed, breaches);
            if (options) {
                require(exchange.body().isEmpty(), "an answer to OPTIONS has no body", breaches);
            } else {
                check(exchange, RESPONSES + "MethodNotAllowed", breaches);
            }
        }
    }

    /** {@code OPTIONS *}, which is about no path (RFC 9110, 9.3.7). */
    private static boolean isOfTheWholeServer(Exchange exchange) {
        return exchange.method().equals("OPTIONS") && exchange.target().equals("*");
    }

    private static Set<String> allowedAnywhere() {
        return withThoseOfHttp(DOCUMENT.operations().stream().map(Operation::method));
    }

    private static Set<String> allowed(String template) {
        return withThoseOfHttp(DOCUMENT.methods(template).stream());
    }

    private static Set<String> withThoseOfHttp(Stream<String> methods) {
        Set<String> allowed = methods.collect(Collectors.toCollection(TreeSet::new));
        if (allowed.contains("GET")) {
            allowed.add("HEAD");
        }
        allowed.add("OPTIONS");
        return allowed;
    }

    /** And of bodies that nobody asked for. */
    private static boolean isNeedlessBody(int status, Operation operation) {
        return Set.of(413, 415).contains(status) && !operation.node().has("requestBody");
    }

    /** What the document's description says of requests that are no HTTP, or did not come in whole. */
    private static boolean isBrokenHttp(int status) {
        return Set.of(400, 408, 414, 417, 426, 431).contains(status);
    }

    private static void check(Exchange exchange, String pointer, List<String> breaches) {
        JsonNode response = DOCUMENT.root().at(pointer);
        checkHeaders(exchange, response.path("headers"), breaches);
        checkBody(exchange, response.path("content"), pointer, breaches);
        JsonNode type = json(exchange).path("error").path("type");
        if (exchange.status() >= 400 && type.isTextual()) {
            require(type.asText().equals(type(exchange.status())), "the type does not go with the status", breaches);
        }
    }

    private static void checkHeaders(Exchange exchange, JsonNode described, List<String> breaches) {
        described.properties().forEach(entry -> {
            JsonNode header = DOCUMENT.resolved(entry.getValue());
            Optional<String> value = exchange.header(entry.getKey());
            require(
                    value.isPresent() || !header.path("required").asBoolean(),
                    "the header " + entry.getKey() + " is missing",
                    breaches);
            value.ifPresent(text -> checkHeader(entry.getKey(), text, header.path("schema"), breaches));
        });
        Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        described.fieldNames().forEachRemaining(names::add);
        exchange.headers().keySet().stream()
                .filter(name -> !OF_HTTP.contains(name) && !names.contains(name))
                .forEach(name -> breaches.add("the header " + name + " is not described"));
    }

    private static void checkHeader(String name, String value, JsonNode schema, List<String> breaches) {
        boolean fits = schema.path("type").asText().equals("integer")
                ? value.matches("[0-9]+")
                : value.length() >= schema.path("minLength").asInt()
                        && (!schema.has("pattern")
                                || value.matches(schema.path("pattern").asText()));
        require(fits, "the header " + name + " is " + value, breaches);
    }

    private static void checkBody(Exchange exchange, JsonNode content, String pointer, List<String> breaches) {
        if (content.isMissingNode() || exchange.method().equals("HEAD")) {
            require(exchange.body().isEmpty(), "there must be no body", breaches);
            return;
        }
        String mediaType = exchange.header("Content-Type").orElse("");
        if (!content.has(mediaType)) {
            breaches.add("the media type is " + mediaType);
        } else if (mediaType.equals("application/json")) {
            DOCUMENT.errors(pointer + "/content/application~1json/schema", json(exchange))
                    .forEach(error -> breaches.add("body: " + error));
        }
    }

    /** The type that goes with a status, as the document's schema of errors says. */
    private static String type(int status) {
        return switch (status) {
            case 404 -> "not_found";
            case 409 -> "conflict";
            default -> status >= 500 ? "internal_error" : "invalid_request";
        };
    }

    private static JsonNode json(Exchange exchange) {
        try {
            return Json.MAPPER.readTree(exchange.body().isEmpty() ? "null" : exchange.body());
        } catch (JsonProcessingException e) {
            return Json.MAPPER.getNodeFactory().textNode("not JSON: " + exchange.body());
        }
    }

    private static void require(boolean holds, String otherwise, List<String> breaches) {
        if (!holds) {
            breaches.add(otherwise);
        }
    }
}
