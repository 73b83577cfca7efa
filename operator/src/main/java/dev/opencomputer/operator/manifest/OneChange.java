/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.manifest;

import java.util.List;

/** The proof, before a file is written, that an edit changed one value or added one field, and nothing else. */
final class OneChange {

    private OneChange() {}

    /** Takes what a text consists of before and after. */
    static void check(List<String> before, List<String> after) throws ManifestException {
        int same = 0;
        int shorter = Math.min(before.size(), after.size());
        while (same < shorter && before.get(same).equals(after.get(same))) {
            same++;
        }
        int tail = 0;
        while (tail < shorter - same
                && before.get(before.size() - 1 - tail).equals(after.get(after.size() - 1 - tail))) {
            tail++;
        }
        int removed = before.size() - same - tail;
        int added = after.size() - same - tail;
        boolean oneReplaced = removed == added && removed <= 1;
        boolean oneFieldAdded = removed == 0 && added == 2;
        if (!oneReplaced && !oneFieldAdded) {
            throw impossible();
        }
    }

    static ManifestException impossible() {
        return new ManifestException(
                "is left as it is: it is written in a way in which sealedValue cannot be set without"
                        + " changing more; set it by hand, with what -o value prints");
    }
}
