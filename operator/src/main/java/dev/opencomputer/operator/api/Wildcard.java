/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.api;

/**
 * A text in which each {@code *} stands for any characters, or none.
 *
 * @param text the whole text; without a {@code *} it stands for itself alone
 */
public record Wildcard(String text) {

    /** Whether it may stand for more than one name. */
    public boolean isPattern() {
        return text.indexOf('*') >= 0;
    }

    /**
     * Whether a name fits. The time it takes grows with the lengths alone, whatever the pattern.
     *
     * @param name a name
     * @return true when the whole of it does
     */
    public boolean matches(String name) {
        // The first part where it must be, the last likewise, and each one between as early as it can.
        String[] parts = text.split("\\*", -1);
        if (parts.length == 1) {
            return name.equals(text);
        }
        String last = parts[parts.length - 1];
        if (!name.startsWith(parts[0])) {
            return false;
        }
        int at = parts[0].length();
        for (int i = 1; i < parts.length - 1; i++) {
            int found = name.indexOf(parts[i], at);
            if (found < 0) {
                return false;
            }
            at = found + parts[i].length();
        }
        return name.length() - last.length() >= at && name.endsWith(last);
    }
}
