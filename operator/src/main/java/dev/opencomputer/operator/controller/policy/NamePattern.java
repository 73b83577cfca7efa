/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.policy;

import dev.opencomputer.operator.api.Wildcard;
import java.util.regex.Pattern;

/**
 * A name, or a pattern in which each {@code *} stands for any characters, or none.
 *
 * @param text lowercase letters, digits, hyphens and {@code *}, 1 to 63
 */
public record NamePattern(String text) {

    private static final Pattern VALID = Pattern.compile("[-a-z0-9*]{1,63}");

    /**
     * Checks the pattern.
     *
     * @throws IllegalArgumentException with the middle of a sentence for people
     */
    public NamePattern {
        if (!VALID.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "is no name or pattern: 1 to 63 lowercase letters, digits and hyphens, with * for any of them");
        }
    }

    /**
     * Whether a name fits.
     *
     * @param name a name
     * @return true when the whole of it does
     */
    public boolean matches(String name) {
        return new Wildcard(text).matches(name);
    }

    @Override
    public String toString() {
        return text;
    }
}
