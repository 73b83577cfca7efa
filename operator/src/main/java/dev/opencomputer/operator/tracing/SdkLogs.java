/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.tracing;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.slf4j.LoggerFactory;

/** Brings what OpenTelemetry's SDK has to say, which logs its own way, into the log of this program and its form. */
final class SdkLogs extends Handler {

    private static final String NAME = "io.opentelemetry";

    /** The JDK forgets a logger that nobody holds, and what was set on it. */
    private static final Logger SDK = Logger.getLogger(NAME);

    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(NAME);

    private SdkLogs() {}

    static synchronized void forward() {
        if (SDK.getUseParentHandlers()) {
            SDK.setUseParentHandlers(false);
            SDK.addHandler(new SdkLogs());
        }
    }

    @Override
    public void publish(LogRecord entry) {
        if (entry.getLevel().intValue() >= Level.WARNING.intValue()) {
            LOG.warn("{}", entry.getMessage());
        } else {
            LOG.debug("{}", entry.getMessage());
        }
    }

    @Override
    public void flush() {
        // Nothing is held back.
    }

    @Override
    public void close() {
        // There is nothing to close.
    }
}
