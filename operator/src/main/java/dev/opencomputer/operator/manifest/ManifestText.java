/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.manifest;

import dev.opencomputer.operator.files.BoundedFile;
import dev.opencomputer.operator.files.TooLargeException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** The text of a file of manifests. */
final class ManifestText {

    /** More than etcd would take a dozen times over, and little for a computer. */
    private static final int MOST_BYTES = 16 * 1024 * 1024;

    /** Of a file of manifests. Another name that leads to nothing may be anything, a value at the wrong place too. */
    private static final Pattern NAME = Pattern.compile(".*[.](ya?ml|json)", Pattern.CASE_INSENSITIVE);

    private ManifestText() {}

    /** Reads it; what is in the way is told without a name that may be something else. */
    static String read(Path file) throws ManifestException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(BoundedFile.read(file, MOST_BYTES)))
                    .toString();
        } catch (TooLargeException noManifest) {
            throw new ManifestException(file + " is larger than 16 MiB.");
        } catch (NoSuchFileException missing) {
            throw new ManifestException("There is no file " + shown(file) + ".");
        } catch (CharacterCodingException notText) {
            throw new ManifestException(file + " is not UTF-8.");
        } catch (IOException failure) {
            throw new ManifestException((Files.exists(file) ? file : shown(file)) + " could not be read: "
                    + failure.getClass().getSimpleName() + ".");
        }
    }

    private static String shown(Path file) {
        return NAME.matcher(file.toString()).matches()
                ? file.toString()
                : "of a name that is given (it does not end as YAML or JSON do, so it is not repeated)";
    }
}
