/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** The lines of the access log, until closed: each with its fields of the moment. */
final class AccessLines extends AppenderBase<ILoggingEvent> implements AutoCloseable {

    private static final Logger ACCESS = (Logger) LoggerFactory.getLogger("access");

    private final List<ILoggingEvent> lines = new CopyOnWriteArrayList<>();

    private AccessLines() {}

    static AccessLines collect() {
        AccessLines collected = new AccessLines();
        collected.start();
        ACCESS.addAppender(collected);
        ACCESS.setLevel(Level.INFO);
        return collected;
    }

    List<ILoggingEvent> lines() {
        return lines;
    }

    @Override
    protected void append(ILoggingEvent line) {
        line.prepareForDeferredProcessing();
        lines.add(line);
    }

    @Override
    public void close() {
        ACCESS.setLevel(null);
        ACCESS.detachAppender(this);
    }
}
