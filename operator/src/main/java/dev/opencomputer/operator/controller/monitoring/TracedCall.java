/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.monitoring;

import dev.opencomputer.operator.opencomputer.CallObserver;
import dev.opencomputer.operator.tracing.Activity;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;

/** A call to OpenComputer as a trace shows it: which operation and where, never what was sent or what came back. */
final class TracedCall implements CallObserver.Underway {

    private static final String OK = "ok";

    private final Activity activity;

    TracedCall(Activity activity, String connection, String method, URI server) {
        this.activity = activity;
        activity.note("http.request.method", method);
        activity.note("server.address", server.getHost());
        activity.note("opencomputer.connection", connection);
    }

    @Override
    public Map<String, String> headers() {
        Map<String, String> headers = new HashMap<>();
        activity.carry(headers::put);
        return headers;
    }

    @Override
    public void ended(String outcome) {
        activity.note("opencomputer.outcome", outcome);
        if (!outcome.equals(OK)) {
            activity.failed(outcome);
        }
        activity.close();
    }
}
