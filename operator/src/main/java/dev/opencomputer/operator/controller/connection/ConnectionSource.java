/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.connection;

import dev.opencomputer.operator.opencomputer.ConnectionSettings;
import java.nio.file.Files;
import java.nio.file.Path;

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
     * The files {@code url}, {@code apiKey} and, where they are there, {@code agentsUrl}, {@code ca.crt} and
     * {@code proxyUrl} in a folder, as a Secret with these keys is mounted. Read at each call, so that a rotated key
     * needs no restart; all of one version, so that a new URL never meets a former key.
     *
     * @param folder the folder
     * @return the source
     */
    static ConnectionSource files(Path folder) {
        MountedFiles files = new MountedFiles(folder, Files::readString);
        return () -> {
            try {
                return ConnectionTexts.settings(files.read(ConnectionTexts.NAMES), server -> true);
            } catch (MountedFiles.Unreadable e) {
                throw new Unusable("The file " + e.fileName() + " of the connection in " + folder + " cannot be read: "
                        + e.problem() + ". Check its permissions.");
            } catch (ConnectionTexts.Wrong e) {
                throw new Unusable(
                        e.kind() == ConnectionTexts.Wrong.Kind.MISSING
                                ? "The connection has no " + e.entry() + ": put it into the file " + e.entry() + " in "
                                        + folder + " (the key " + e.entry() + " of the mounted Secret)."
                                : "The connection in " + folder + " cannot be used. Correct its file " + e.entry()
                                        + ": " + e.getMessage() + ".");
            }
        };
    }
}
