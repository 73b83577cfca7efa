/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.dev;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.FileAppender;
import dev.opencomputer.operator.facade.Facade;
import dev.opencomputer.operator.local.LocalOpenComputer;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/** Sends what the parts in this process log to a file each, and leaves the terminal to what a person asked for. */
final class Logs {

    private static final String PATTERN = "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %logger{36}"
            + "%replace( %X{resource.kind} %X{resource.namespace}/%X{resource.name}){' +/?$', ''}"
            + "%replace( %X{request.id}){' $', ''} - %msg%n%ex";

    private Logs() {}

    /**
     * From now on, the local OpenComputer's log is local.log, the agents API's facade.log, and everybody else's
     * operator.log; all begin anew.
     */
    static void toFiles(Path folder) {
        if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
            return;
        }
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.detachAndStopAllAppenders();
        root.addAppender(file(context, folder.resolve("operator.log")));
        own(context, LocalOpenComputer.class.getPackageName(), folder.resolve("local.log"));
        own(context, Facade.class.getPackageName(), folder.resolve("facade.log"));
    }

    private static void own(LoggerContext context, String name, Path file) {
        Logger logger = context.getLogger(name);
        logger.setAdditive(false);
        logger.addAppender(file(context, file));
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
