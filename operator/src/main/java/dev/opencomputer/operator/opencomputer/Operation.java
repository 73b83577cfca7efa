/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.opencomputer;

import java.util.Locale;
import org.apache.hc.core5.http.Method;

/** Every call that the client makes. */
public enum Operation {
    LIST_STORES("list the secret stores", Method.GET, true),
    GET_STORE("read the secret store", Method.GET, false),
    CREATE_STORE("create the secret store", Method.POST, true),
    UPDATE_STORE("change the secret store's egress allowlist", Method.PUT, false),
    DELETE_STORE("delete the secret store", Method.DELETE, false),
    LIST_KEYS("list the secret store's keys", Method.GET, false),
    PUT_KEY("set the key", Method.PUT, false),
    DELETE_KEY("delete the key", Method.DELETE, false),
    LIST_AGENTS("list the agents", Method.GET, true),
    GET_AGENT("read the agent's record", Method.GET, false),
    CREATE_AGENT("create the agent's record", Method.POST, true),
    PATCH_AGENT("change the agent's record", Method.PATCH, false),
    DELETE_AGENT("delete the agent's record", Method.DELETE, false);

    private final String text;
    private final Method method;
    private final boolean onCollection;

    Operation(String text, Method method, boolean onCollection) {
        this.text = text;
        this.method = method;
        this.onCollection = onCollection;
    }

    /** For people. */
    String text() {
        return text;
    }

    /** As it stands in metrics and traces, such as {@code create_agent}. */
    public String metricName() {
        return name().toLowerCase(Locale.ROOT);
    }

    Method method() {
        return method;
    }

    /** Whether the path always exists on a server that has this API, so that a 404 is about the API. */
    boolean onCollection() {
        return onCollection;
    }

    /** Whether repeating it, or not knowing whether it was carried out, does no harm. */
    boolean isSafe() {
        return method == Method.GET;
    }

    /** Its HTTP method. */
    public String httpMethod() {
        return method.name();
    }

    /** Whether it goes to the agents API, and not to the secret stores. */
    public boolean isOfAgents() {
        return this == LIST_AGENTS
                || this == GET_AGENT
                || this == CREATE_AGENT
                || this == PATCH_AGENT
                || this == DELETE_AGENT;
    }
}
