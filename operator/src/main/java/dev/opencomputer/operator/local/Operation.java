/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.local;

import static java.util.stream.Collectors.toMap;

import java.util.Arrays;
import java.util.Map;

/** The calls that the server knows, each a method with a route; what counters and faults are told apart by. */
public enum Operation {
    LIST_STORES("GET", "/api/secret-stores"),
    CREATE_STORE("POST", "/api/secret-stores"),
    GET_STORE("GET", "/api/secret-stores/{id}"),
    UPDATE_STORE("PUT", "/api/secret-stores/{id}"),
    DELETE_STORE("DELETE", "/api/secret-stores/{id}"),
    LIST_SECRETS("GET", "/api/secret-stores/{id}/secrets"),
    PUT_SECRET("PUT", "/api/secret-stores/{id}/secrets/{name}"),
    DELETE_SECRET("DELETE", "/api/secret-stores/{id}/secrets/{name}"),
    LIST_AGENTS("GET", "/v1/agents"),
    CREATE_AGENT("POST", "/v1/agents"),
    GET_AGENT("GET", "/v1/agents/{id}"),
    UPDATE_AGENT("PATCH", "/v1/agents/{id}"),
    DELETE_AGENT("DELETE", "/v1/agents/{id}"),
    LIST_AGENT_SECRETS("GET", "/v1/agents/{id}/secrets"),
    PUT_AGENT_SECRET("PUT", "/v1/agents/{id}/secrets/{key}"),
    DELETE_AGENT_SECRET("DELETE", "/v1/agents/{id}/secrets/{key}"),
    /** Every call that fits none of the others: another path, or another method. */
    OTHER("*", "*");

    private static final Map<String, Operation> BY_ROUTE =
            Arrays.stream(values()).collect(toMap(Operation::toString, operation -> operation));

    private final String method;
    private final String route;

    Operation(String method, String route) {
        this.method = method;
        this.route = route;
    }

    /**
     * Finds the operation of a method and a route template.
     *
     * @param method in capitals, as {@code GET}
     * @param route as {@code /v1/agents/{id}}
     * @return the operation, {@link #OTHER} when there is none
     */
    static Operation of(String method, String route) {
        return BY_ROUTE.getOrDefault(method + " " + route, OTHER);
    }

    /** The HTTP method, in capitals. */
    public String method() {
        return method;
    }

    /** The path, with its variable parts in braces. */
    public String route() {
        return route;
    }

    /** Whether it belongs to the agents API, which has an error envelope of its own. */
    public boolean isAgentsApi() {
        return route.startsWith("/v1/");
    }

    /** Whether it changes something when it succeeds. */
    public boolean isWrite() {
        return this != OTHER && !method.equals("GET");
    }

    /** The way it is written in the counters: method, space, route. */
    @Override
    public String toString() {
        return method + " " + route;
    }
}
