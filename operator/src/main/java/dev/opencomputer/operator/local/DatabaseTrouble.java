/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.local;

import java.nio.file.Path;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStoreException;

/** What to tell a person when the database can't be opened: one line, with what to do. */
final class DatabaseTrouble {

    private DatabaseTrouble() {}

    static String onOpening(Path file, MVStoreException trouble) {
        return switch (trouble.getErrorCode()) {
            case DataUtils.ERROR_FILE_LOCKED ->
                "The data folder " + file.getParent() + " is in use by another local OpenComputer; stop that one, or"
                        + " give another folder with --data-dir";
            case DataUtils.ERROR_UNSUPPORTED_FORMAT -> newer(file, "a newer file layout");
            case DataUtils.ERROR_FILE_CORRUPT ->
                "The database " + file + " is damaged and can't be opened; put a copy of the data folder back, or"
                        + " begin anew with another --data-dir";
            default ->
                "The database " + file + " can't be opened: it can't be read or written, or its disk is full; see its"
                        + " folder's permissions and the space that is left";
        };
    }

    static String newer(Path file, String found) {
        return "The database " + file + " was written by a newer version of this program (" + found
                + "); use that version, or begin anew with another --data-dir";
    }
}
