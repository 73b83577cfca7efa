/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.connection;

import dev.opencomputer.operator.opencomputer.ApiKey;
import dev.opencomputer.operator.opencomputer.ConnectionSettings;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where a connection's URL and key come from, asked again and again. */
@FunctionalInterface
public interface ConnectionSource {

    /**
     * The settings as they are now.
     *
     * @return the settings
     * @throws Unusable when they are missing or wrong
     */
    ConnectionSettings read() throws Unusable;

    /** Settings that cannot be used; the message says what is missing or wrong and holds no secret. */
    final class Unusable extends Exception {
        private static final long serialVersionUID = 1L;

        /**
         * Says why.
         *
         * @param message what is missing or wrong, and what to do
         */
        public Unusable(String message) {
            super(message);
        }
    }

    /**
     * Settings that never change, as environment variables do not.
     *
     * @param settings the settings
     * @return the source
     */
    static ConnectionSource fixed(ConnectionSettings settings) {
        return () -> settings;
    }

    /**
     * The files {@code url}, {@code apiKey} and, where there is an agents API, {@code agentsUrl} in a folder, as a
     * Secret with these keys is mounted. Read at each call, so that a rotated key needs no restart; all of one version,
     * so that a new URL never meets a former key.
     *
     * @param folder the folder
     * @return the source
     */
    static ConnectionSource files(Path folder) {
        MountedFiles files = new MountedFiles(folder, Files::readString);
        return () -> {
            Map<String, String> texts;
            try {
                texts = files.read(List.of("url", "apiKey", "agentsUrl"));
            } catch (MountedFiles.Unreadable e) {
                throw new Unusable("The file " + e.fileName() + " of the connection in " + folder + " cannot be read: "
                        + e.problem() + ". Check its permissions.");
            }
            String url = required(folder, texts, "url");
            String key = required(folder, texts, "apiKey");
            try {
                return new ConnectionSettings(
                        URI.create(url), optional(texts, "agentsUrl").map(URI::create), new ApiKey(key));
            } catch (IllegalArgumentException e) {
                // URI.create repeats its input in the message; the sentences of ConnectionSettings do not.
                String why = e.getCause() == null ? e.getMessage() : "url or agentsUrl is not a URL";
                throw new Unusable("The connection in " + folder + " cannot be used: " + why + ".");
            }
        };
    }

    private static String required(Path folder, Map<String, String> texts, String name) throws Unusable {
        return optional(texts, name)
                .orElseThrow(() -> new Unusable("The connection has no " + name + ": put it into the file " + name
                        + " in " + folder + " (the key " + name + " of the mounted Secret)."));
    }

    private static Optional<String> optional(Map<String, String> texts, String name) {
        return Optional.ofNullable(texts.get(name)).map(String::strip).filter(text -> !text.isEmpty());
    }
}
