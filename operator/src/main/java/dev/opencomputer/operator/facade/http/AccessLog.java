/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.http;

import dev.opencomputer.operator.logging.LogFields;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.event.Level;

/** One line for each request, by a logger of its own, so that it can be turned off alone. */
final class AccessLog {

    private static final Logger LOG = LoggerFactory.getLogger("access");

    private static final int FIRST_ERROR = 400;

    private AccessLog() {}

    /**
     * Writes the line.
     *
     * @param entry what to tell
     * @param isGone whether the client went away before it had its answer
     */
    static void write(RequestEntry entry, boolean isGone) {
        Level level = isOfTheDocuments(entry) && !isGone ? Level.DEBUG : Level.INFO;
        if (!LOG.isEnabledForLevel(level)) {
            return;
        }
        Optional<Map<String, String>> former = Optional.ofNullable(MDC.getCopyOfContextMap());
        Map<String, String> fields = new HashMap<>(entry.fields());
        fields.put(LogFields.REQUEST_ID, entry.id());
        if (isGone) {
            fields.put("client.gone", "true");
        }
        MDC.setContextMap(fields);
        try {
            LOG.atLevel(level).log(isGone ? entry.sentence() + "; the client was gone (499)" : entry.sentence());
        } finally {
            MDC.setContextMap(former.orElse(Map.of()));
        }
    }

    /** A page is many of them, and tells nobody anything. */
    private static boolean isOfTheDocuments(RequestEntry entry) {
        return entry.status() < FIRST_ERROR
                && (entry.path().startsWith("/docs") || entry.path().startsWith("/openapi"));
    }
}
