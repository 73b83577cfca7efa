/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.opencomputer;

import java.util.regex.Pattern;

/**
 * The name of one entry of a secret store: the environment variable that a sandbox sees.
 *
 * @param value 1 to 256 letters, digits and underscores, no digit first
 */
public record SecretKey(String value) {

    private static final Pattern ENVIRONMENT_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,255}");

    /**
     * Checks the name.
     *
     * @throws IllegalArgumentException when it is no name of an environment variable
     */
    public SecretKey {
        if (!ENVIRONMENT_NAME.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "a key is the name of an environment variable: letters, digits and underscores, no digit first");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
