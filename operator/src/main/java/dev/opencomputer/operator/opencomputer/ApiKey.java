/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.opencomputer;

import java.util.Objects;
import java.util.regex.Pattern;

/** The key that a server wants in {@code X-API-Key}; opaque, compared by value, and never shown. */
public final class ApiKey {

    /** What may stand in a header as it is; anything else could end the header. */
    private static final Pattern VISIBLE_ASCII = Pattern.compile("[\\x21-\\x7e]+");

    private final String value;

    /**
     * Takes a key.
     *
     * @param value the key; white space around it, such as a file's last line end, is left out
     * @throws IllegalArgumentException when it is empty, or could not stand in a header
     */
    public ApiKey(String value) {
        this.value = value.strip();
        if (!VISIBLE_ASCII.matcher(this.value).matches()) {
            throw new IllegalArgumentException(
                    this.value.isEmpty()
                            ? "the API key is empty"
                            : "the API key holds white space or characters other than ASCII: it should be one line, as the platform gave it");
        }
    }

    String value() {
        return value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ApiKey key && value.equals(key.value);
    }

    @Override
    public int hashCode() {
        return Objects.hash(value);
    }

    @Override
    public String toString() {
        return "ApiKey[masked]";
    }
}
