/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.logging;

import ch.qos.logback.core.PropertyDefinerBase;
import java.util.Map;
import java.util.Set;

/**
 * The form of log lines, asked for by {@code logback.xml}: what {@code OPENCOMPUTER_LOG_FORMAT} says, or else
 * {@code json} in a pod, where programs read them, and {@code plain} everywhere else, where people do.
 */
public final class LogFormat extends PropertyDefinerBase {

    private static final String VARIABLE = "OPENCOMPUTER_LOG_FORMAT";
    private static final String JSON = "json";
    private static final String PLAIN = "plain";

    /** Kubernetes sets it in every container. */
    private static final String IN_A_POD = "KUBERNETES_SERVICE_HOST";

    @Override
    public String getPropertyValue() {
        return in(System.getenv());
    }

    /** The form in an environment; what is no form counts as not said. */
    static String in(Map<String, String> environment) {
        String asked = environment.getOrDefault(VARIABLE, "");
        if (Set.of(JSON, PLAIN).contains(asked)) {
            return asked;
        }
        return environment.getOrDefault(IN_A_POD, "").isEmpty() ? PLAIN : JSON;
    }
}
