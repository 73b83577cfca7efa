/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.local;

import java.nio.file.Path;
import java.util.Optional;
import org.h2.mvstore.MVMap;

/** Finds the key that values are encrypted with, and tells at once when it is not the one that was used before. */
final class EncryptionKey {

    private static final String CHECK = "encryption-key-check";

    private EncryptionKey() {}

    /**
     * The cipher for a data folder.
     *
     * @param path the key's file; made when it is not there and nothing was encrypted yet
     * @param settings where the check value is, made with the first key
     * @throws LocalServerException when the key is missing, malformed or not the one of before
     */
    static ValueCipher cipher(Path path, Database database, MVMap<String, String> settings) {
        KeyFile file = new KeyFile(path, "encryption key");
        Optional<String> check = database.read(() -> Optional.ofNullable(settings.get(CHECK)));
        Optional<String> key = file.read();
        if (key.isEmpty() && check.isPresent()) {
            throw new LocalServerException("The encryption key " + path + " is missing, and the secrets in the data"
                    + " folder can't be opened without it; put it back, name its place with --encryption-key-file, or"
                    + " begin anew with another --data-dir");
        }
        ValueCipher cipher = ValueCipher.of(key.orElseGet(() -> file.create(ValueCipher.randomKey())))
                .orElseThrow(() -> new LocalServerException("The encryption key in " + path
                        + " is not made of 64 hexadecimal digits; put the right one there, or name another file with"
                        + " --encryption-key-file"));
        if (check.isEmpty()) {
            database.write(() -> settings.put(CHECK, cipher.seal(CHECK, CHECK)));
        } else if (cipher.open(check.get(), CHECK).isEmpty()) {
            throw new LocalServerException("The encryption key in " + path + " is not the one that the data folder was"
                    + " written with; put the former key there, name its file with --encryption-key-file, or begin anew"
                    + " with another --data-dir");
        }
        return cipher;
    }
}
