/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.http;

import dev.opencomputer.operator.facade.caller.TrustedProxies;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.NanoTime;

/**
 * What the journal tells of one request that was answered: never a query, a header's value but the caller's program, or
 * anything of a body.
 *
 * @param method the HTTP method, one of few
 * @param route the route's template, or {@link RequestMetrics#NO_ROUTE}
 * @param path the path as it came, in ASCII
 * @param status the answer's status, as it was sent
 * @param isBrokenOff whether the facade broke the answer off, since its rest could not be had
 * @param bytes the length of the answer's body
 * @param took from the first byte of the request to the last of the answer
 * @param id the request's id
 * @param caller who called; empty where that is not known
 * @param namespace the namespace that the call was about; empty where that is not known
 * @param client the address of whoever sent the request, as far as trusted proxies tell
 * @param peer the address at the other end of the connection
 * @param program what the caller's program calls itself; empty where it says nothing
 */
record RequestEntry(
        String method,
        String route,
        String path,
        int status,
        boolean isBrokenOff,
        long bytes,
        Duration took,
        String id,
        String caller,
        String namespace,
        String client,
        String peer,
        String program) {

    private static final int LONGEST_PATH = 400;
    private static final int LONGEST_PROGRAM = 120;
    private static final Pattern NOT_PLAIN = Pattern.compile("[^\\x20-\\x7e]");

    static RequestEntry of(Request request, Response response, String id, TrustedProxies proxies) {
        String peer = Optional.ofNullable(Request.getRemoteAddr(request)).orElse("");
        return new RequestEntry(
                RequestMetrics.method(request.getMethod()),
                attribute(request, RequestJournal.ROUTE).orElse(RequestMetrics.NO_ROUTE),
                plain(
                        Optional.ofNullable(request.getHttpURI())
                                .map(HttpURI::getPath)
                                .orElse(""),
                        LONGEST_PATH),
                response.getStatus(),
                request.getAttribute(RequestJournal.BROKE_OFF) != null,
                Response.getContentBytesWritten(response),
                Duration.ofNanos(NanoTime.since(request.getBeginNanoTime())),
                id,
                attribute(request, RequestJournal.CALLER).orElse(""),
                attribute(request, RequestJournal.NAMESPACE).orElse(""),
                proxies.client(request.getHeaders().getValuesList(TrustedProxies.FORWARDED_FOR), peer),
                peer,
                plain(
                        Optional.ofNullable(request.getHeaders().get("User-Agent"))
                                .orElse(""),
                        LONGEST_PROGRAM));
    }

    /** The status that says how it ended: that of an answer that broke off was sent too early to be it. */
    int outcome() {
        return isBrokenOff ? HttpStatus.INTERNAL_SERVER_ERROR_500 : status;
    }

    /** For logs in which one searches by field; the names are those of traces where these have one. */
    Map<String, String> fields() {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("http.request.method", method);
        fields.put("http.route", route);
        fields.put("url.path", path);
        fields.put("http.response.status_code", Integer.toString(status));
        fields.put("http.response.broke_off", isBrokenOff ? "true" : "");
        fields.put("http.response.body.size", Long.toString(bytes));
        fields.put("duration_ms", Long.toString(took.toMillis()));
        fields.put("caller", caller);
        fields.put("namespace", namespace);
        fields.put("client.address", client);
        fields.put("network.peer.address", peer);
        fields.put("user_agent.original", program);
        fields.values().removeIf(String::isEmpty);
        return fields;
    }

    /** For people. */
    String sentence() {
        String by = caller.isEmpty() ? "" : " by " + caller + (namespace.isEmpty() ? "" : " in " + namespace);
        String with = program.isEmpty() ? "" : " with " + program;
        String through = client.equals(peer) ? "" : " through " + peer;
        return method + " " + path + by + ": " + status + (isBrokenOff ? " and broke off, " : ", ") + bytes + " bytes, "
                + took.toMillis() + " ms, from " + client + through + with;
    }

    private static Optional<String> attribute(Request request, String name) {
        return Optional.ofNullable(request.getAttribute(name))
                .filter(String.class::isInstance)
                .map(String.class::cast);
    }

    /** Nothing that could end a line, or change how a terminal shows it. */
    private static String plain(String text, int longest) {
        String cut = text.length() > longest ? text.substring(0, longest) + "..." : text;
        return NOT_PLAIN.matcher(cut).replaceAll("?");
    }
}
