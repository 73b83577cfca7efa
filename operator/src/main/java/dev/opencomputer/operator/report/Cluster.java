/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Reads from the API server as it answers, so that objects of another version than this program's are shown too. */
final class Cluster {

    /** How many objects are asked for at once. */
    private static final int PAGE = 500;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final KubernetesClient client;

    Cluster(KubernetesClient client) {
        this.client = client;
    }

    /** Where the API server is. */
    String url() {
        return client.getMasterUrl().toString();
    }

    /** What stands at a path, as text. */
    String text(String path, String what) throws NotReadableException {
        String answer;
        try {
            answer = client.raw(path);
        } catch (KubernetesClientException e) {
            throw new NotReadableException(what + " could not be read: " + why(e));
        }
        if (answer == null) {
            throw new NotReadableException(what + " could not be read: there is no " + path + " at the API server.");
        }
        return answer;
    }

    /** What stands at a path, as JSON. */
    JsonNode json(String path, String what) throws NotReadableException {
        try {
            return JSON.readTree(text(path, what));
        } catch (JsonProcessingException e) {
            throw new NotReadableException(what + " could not be read: the answer is no JSON.");
        }
    }

    /**
     * All objects of a collection.
     *
     * @param path the collection's path
     * @param selector further query parameters, empty for none
     */
    List<ObjectNode> list(String path, String selector, String what) throws NotReadableException {
        List<ObjectNode> all = new ArrayList<>();
        String next = "";
        do {
            JsonNode page = json(
                    path + "?limit=" + PAGE + (selector.isEmpty() ? "" : "&" + selector)
                            + (next.isEmpty() ? "" : "&continue=" + URLEncoder.encode(next, StandardCharsets.UTF_8)),
                    what);
            page.path("items").forEach(item -> all.add((ObjectNode) item));
            next = page.path("metadata").path("continue").asText();
        } while (!next.isEmpty());
        return all;
    }

    /**
     * All objects of a collection in some namespaces; those that cannot be had are told.
     *
     * @param group the path of the API group and version
     * @param collection the collection's name
     * @param namespaces the namespaces; empty for all
     * @param selector further query parameters, empty for none
     * @param missing takes a sentence for each namespace that cannot be read
     */
    List<ObjectNode> list(
            String group, String collection, Set<String> namespaces, String selector, Consumer<String> missing) {
        List<ObjectNode> all = new ArrayList<>();
        List<String> paths = namespaces.isEmpty()
                ? List.of(group + "/" + collection)
                : namespaces.stream()
                        .sorted()
                        .map(namespace -> group + "/namespaces/" + namespace + "/" + collection)
                        .toList();
        for (String path : paths) {
            try {
                all.addAll(list(path, selector, "The objects at " + path));
            } catch (NotReadableException e) {
                missing.accept(e.getMessage());
            }
        }
        return all;
    }

    private static String why(KubernetesClientException e) {
        return switch (e.getCode()) {
            case HttpURLConnection.HTTP_UNAUTHORIZED -> "the API server does not take the credentials (401).";
            case HttpURLConnection.HTTP_FORBIDDEN -> "this user may not (403).";
            case 0 -> "the API server does not answer.";
            default -> "the API server answered " + e.getCode() + ".";
        };
    }
}
