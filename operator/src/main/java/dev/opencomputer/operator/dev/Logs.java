/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.dev;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.FileAppender;
import dev.opencomputer.operator.local.LocalOpenComputer;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/** Sends what the parts in this process log to a file each, and leaves the terminal to what a person asked for. */
final class Logs {

    private static final String PATTERN = "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %logger{36} - %msg%n%ex";

    private Logs() {}

    /** From now on, the local OpenComputer's log is local.log and everybody else's operator.log; both begin anew. */
    static void toFiles(Path folder) {
        if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
            return;
        }
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.detachAndStopAllAppenders();
        root.addAppender(file(context, folder.resolve("operator.log")));
        Logger local = context.getLogger(LocalOpenComputer.class.getPackageName());
        local.setAdditive(false);
        local.addAppender(file(context, folder.resolve("local.log")));
    }

    private static FileAppender<ILoggingEvent> file(LoggerContext context, Path file) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(PATTERN);
        encoder.start();
        FileAppender<ILoggingEvent> appender = new FileAppender<>();
        appender.setContext(context);
        appender.setName(file.getFileName().toString());
        appender.setFile(file.toString());
        appender.setAppend(false);
        appender.setEncoder(encoder);
        appender.start();
        return appender;
    }
}
