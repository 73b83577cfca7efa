/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.body;

import dev.opencomputer.operator.facade.answer.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** The rules for keys and values, which are checked here since a sealed value shows nothing any more. */
public final class SecretInput {

    private static final Pattern KEY = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,255}");
    private static final int MOST_BYTES = 128 * 1024;

    private SecretInput() {}

    /** The key, refused when it is none. */
    public static String key(String key) {
        if (!KEY.matcher(key).matches()) {
            throw Refusal.invalid("key must be the name of an environment variable, such as API_KEY: 1 to 256 letters,"
                    + " digits and underscores that do not begin with a digit");
        }
        return key;
    }

    /**
     * The value's bytes, refused when there are none or too many.
     *
     * @param field where it stands in the body
     * @param value the text
     */
    public static byte[] value(String field, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        if (bytes.length == 0) {
            throw Refusal.invalid(field + " must be a string that is not empty");
        }
        if (bytes.length > MOST_BYTES) {
            throw Refusal.invalid(
                    field + " has " + bytes.length + " bytes, and " + MOST_BYTES + " (128 KiB) is the most");
        }
        return bytes;
    }
}
