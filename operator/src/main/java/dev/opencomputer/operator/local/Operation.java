/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.local;

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

    private final String method;
    private final String route;

    Operation(String method, String route) {
        this.method = method;
        this.route = route;
    }

    /** The HTTP method, in capitals. */
    public String method() {
        return method;
    }

    /** The path, with its variable parts in braces. */
    public String route() {
        return route;
    }

    /** Whether it changes something when it succeeds. */
    public boolean isWrite() {
        return this != OTHER && !method.equals("GET");
    }

    /** The way it is written in the counters: method, space, route; {@code other} for all the rest. */
    @Override
    public String toString() {
        return this == OTHER ? "other" : method + " " + route;
    }
}
