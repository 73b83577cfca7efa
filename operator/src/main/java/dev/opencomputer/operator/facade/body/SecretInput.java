/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.body;

import dev.opencomputer.operator.facade.answer.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/** The rules for keys and values, which are checked here since a sealed value shows nothing any more. */
public final class SecretInput {

    private static final Pattern KEY = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,255}");
    private static final int MOST_BYTES = 128 * 1024;

    private static final String KEY_RULE = "must be the name of an environment variable, such as API_KEY: 1 to 256"
            + " letters, digits and underscores that do not begin with a digit";

    private SecretInput() {}

    /** The key of a path, refused when it is none. */
    public static String key(String key) {
        if (!KEY.matcher(key).matches()) {
            throw Refusal.invalid("key " + KEY_RULE);
        }
        return key;
    }

    /**
     * The key that names a field of the body, refused when it is none.
     *
     * @param place the field
     * @param key its name
     */
    public static String key(Place place, String key) {
        if (!KEY.matcher(key).matches()) {
            throw Refusal.invalid(place.shown() + ": a key " + KEY_RULE, List.of(place.problem("a key " + KEY_RULE)));
        }
        return key;
    }

    /**
     * The value's bytes, refused when there are none or too many.
     *
     * @param place where it stands in the body
     * @param value the text
     */
    public static byte[] value(Place place, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        if (bytes.length == 0) {
            throw place.refusal("must be a string that is not empty");
        }
        if (bytes.length > MOST_BYTES) {
            throw place.refusal("has " + bytes.length + " bytes, and " + MOST_BYTES + " (128 KiB) is the most");
        }
        return bytes;
    }
}
