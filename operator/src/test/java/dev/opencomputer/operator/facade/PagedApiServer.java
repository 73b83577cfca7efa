/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.opencomputer.operator.wire.Json;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** Has these objects of one kind, gives them out in pages, and remembers what it was asked and how much it gave. */
public final class PagedApiServer implements HttpHandler, AutoCloseable {

    private final List<HasMetadata> objects;
    private final ScriptedApiServer server;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<Integer> pages = new CopyOnWriteArrayList<>();
    private final Map<String, Integer> failures = new ConcurrentHashMap<>();

    /** Begins to answer. */
    public PagedApiServer(List<? extends HasMetadata> objects) throws IOException {
        this.objects = List.copyOf(objects);
        this.server = new ScriptedApiServer(this);
    }

    /** Where it is. */
    public URI url() {
        return server.url();
    }

    /** The paths of all requests, with their queries. */
    public List<String> requests() {
        return requests;
    }

    /** How many objects each page had. */
    public List<Integer> pages() {
        return pages;
    }

    /** Answers with this status where a list goes on from this object. */
    public void fail(int from, int status) {
        failures.put(Integer.toString(from), status);
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        requests.add(exchange.getRequestURI().toString());
        Map<String, String> query = query(exchange.getRequestURI());
        String begin = query.getOrDefault("continue", "0");
        if (!exchange.getRequestURI().getPath().matches(".*/agent(s|secrets)")) {
            ScriptedApiServer.answer(exchange, 404, "{}");
        } else if (failures.containsKey(begin)) {
            ScriptedApiServer.answer(exchange, failures.get(begin), "{}");
        } else {
            int from = Integer.parseInt(begin);
            int limit = Integer.parseInt(query.getOrDefault("limit", "1000000"));
            ScriptedApiServer.answer(exchange, 200, page(from, Math.min(objects.size(), from + limit)));
        }
    }

    private String page(int from, int end) {
        ObjectNode page = Json.MAPPER
                .createObjectNode()
                .put("apiVersion", "opencomputer.dev/v1alpha1")
                .put("kind", "List");
        page.putObject("metadata");
        if (end < objects.size()) {
            page.withObject("/metadata").put("continue", Integer.toString(end));
        }
        ArrayNode items = page.putArray("items");
        objects.subList(from, end).forEach(object -> items.add(Json.MAPPER.<ObjectNode>valueToTree(object)));
        pages.add(end - from);
        return page.toString();
    }

    private static Map<String, String> query(URI uri) {
        return uri.getQuery() == null
                ? Map.of()
                : Arrays.stream(uri.getQuery().split("&"))
                        .map(part -> part.split("=", 2))
                        .collect(Collectors.toMap(part -> part[0], part -> part[1]));
    }

    @Override
    public void close() {
        server.close();
    }
}
