/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/**
 * Follows a file that says how much is logged, so that it can be changed while the program runs, by whoever may write
 * that file: in a cluster, an entry of a mounted ConfigMap. Without the file, or while it is empty, the level is the one
 * that the program began with.
 */
public final class LogLevelFile {

    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(LogLevelFile.class);

    /** The environment variable that names the file. */
    public static final String VARIABLE = "OPENCOMPUTER_LOG_LEVEL_FILE";

    private static final Duration LOOK_EVERY = Duration.ofSeconds(5);

    /** Those of {@code OPENCOMPUTER_LOG_LEVEL}. */
    private static final List<String> LEVELS = List.of("ERROR", "WARN", "INFO", "DEBUG", "TRACE");

    private final Path file;
    private final Logger root;
    private final Level atStart;
    private String last = "";

    LogLevelFile(Path file, Logger root) {
        this.file = file;
        this.root = root;
        this.atStart = root.getLevel();
    }

    /**
     * Begins to follow the file that {@code OPENCOMPUTER_LOG_LEVEL_FILE} names, as long as the process lives; does
     * nothing when it names none.
     *
     * @param environment the process's environment
     */
    public static void follow(Map<String, String> environment) {
        String named = environment.getOrDefault(VARIABLE, "");
        if (named.isBlank() || !(LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME) instanceof Logger root)) {
            return;
        }
        LogLevelFile followed = new LogLevelFile(Path.of(named.strip()), root);
        ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "log-level");
            thread.setDaemon(true);
            return thread;
        });
        Future<?> unused =
                looking.scheduleWithFixedDelay(followed::look, 0, LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Reads the file, and sets what it says when that is new. */
    void look() {
        String said = read().orElse(last);
        if (said.equals(last)) {
            return;
        }
        last = said;
        if (said.isEmpty()) {
            set(atStart);
        } else if (LEVELS.contains(said)) {
            set(Level.toLevel(said));
        } else {
            LOG.warn("{} holds no level; write one of {} into it. The level stays {}", file, LEVELS, root.getLevel());
        }
    }

    private void set(Level level) {
        root.setLevel(level);
        LOG.info("The log level is {} from now on, as {} says", level, file);
    }

    /** What the file says; empty text without one, absent when it cannot be read just now. */
    private Optional<String> read() {
        try {
            return Optional.of(Files.readString(file).strip().toUpperCase(Locale.ROOT));
        } catch (NoSuchFileException e) {
            return Optional.of("");
        } catch (IOException e) {
            LOG.debug("The log level in {} cannot be read", file, e);
            return Optional.empty();
        }
    }
}
