/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.opencomputer;

import java.util.regex.Pattern;

/**
 * The id that a server gave to a secret store; a UUID on every server known.
 *
 * @param value the id as it stands in paths, 1 to 64 letters, digits, hyphens and underscores
 */
public record StoreId(String value) {

    /** Hosted servers do not decode path parts, so nothing that needs encoding is let through. */
    private static final Pattern PATH_SAFE = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    /**
     * Checks the id.
     *
     * @throws IllegalArgumentException when it could not stand in a path as it is
     */
    public StoreId {
        if (!PATH_SAFE.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "a secret store's id is made of 1 to 64 letters, digits, hyphens and underscores");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
