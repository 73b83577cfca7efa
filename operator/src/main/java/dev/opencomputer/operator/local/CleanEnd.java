/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.local;

import dev.opencomputer.operator.files.WholeFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The SHA-256 of the database's file, kept beside it from each orderly end to the next start: what changed in between,
 * a single bit, was not this program's doing. After a crash there is none, and only values are checked.
 */
final class CleanEnd {

    private CleanEnd() {}

    /**
     * Before the database is opened: compares, and forgets.
     *
     * @throws LocalServerException when the file was changed
     */
    static void check(Path database) {
        Path kept = beside(database);
        try {
            if (Files.exists(kept) && Files.exists(database)) {
                if (!Files.readString(kept).strip().equals(sha256(database))) {
                    throw new LocalServerException("The database " + database + " is not what it was when it was"
                            + " closed: it is damaged or was changed; put a copy of the data folder back, or begin anew"
                            + " with another --data-dir. To use it all the same, remove " + kept);
                }
            }
            if (Files.deleteIfExists(kept)) {
                WholeFile.force(kept.toAbsolutePath().getParent());
            }
        } catch (IOException e) {
            throw new LocalServerException(
                    "The database " + database + " can't be compared with " + kept + "; see the folder's permissions",
                    e);
        }
    }

    /** After the database was closed. */
    static void remember(Path database) {
        Path kept = beside(database);
        try {
            byte[] line = (sha256(database) + "\n").getBytes(StandardCharsets.US_ASCII);
            WholeFile.replace(kept, line, next -> {});
        } catch (IOException e) {
            throw new LocalServerException("The database's digest could not be written to " + kept, e);
        }
    }

    private static Path beside(Path database) {
        return database.resolveSibling(database.getFileName() + ".sha256");
    }

    private static String sha256(Path file) throws IOException {
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest())) {
            in.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of()
                    .formatHex(((DigestInputStream) in).getMessageDigest().digest());
        }
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
