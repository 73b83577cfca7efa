/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.manifest;

import java.util.Collection;
import java.util.List;
import java.util.Set;

/** The proof, before a file is written, that edits changed sealed values or added fields with them, and nothing else. */
final class ChangedValues {

    private static final String SCALAR = "=VAL";

    private ChangedValues() {}

    /**
     * Takes what a text consists of before and after.
     *
     * @param values the sealed values that were set, one for each edit
     */
    static void check(List<String> before, List<String> after, Collection<String> values) throws ManifestException {
        Set<String> set = Set.copyOf(values);
        int changes = 0;
        int former = 0;
        for (int now = 0; now < after.size(); now++) {
            if (former < before.size() && before.get(former).equals(after.get(now))) {
                former++;
            } else if (set.contains(scalar(after, now))) {
                former++;
                changes++;
            } else if (scalar(after, now).equals(SealedValueEdit.FIELD) && set.contains(scalar(after, now + 1))) {
                now++;
                changes++;
            } else {
                throw impossible();
            }
        }
        if (former != before.size() || changes > values.size()) {
            throw impossible();
        }
    }

    static ManifestException impossible() {
        return new ManifestException(
                "is left as it is: it is written in a way in which sealedValue cannot be set without"
                        + " changing more; set it by hand, with what -o value prints");
    }

    /** What stands behind the style of a scalar; a sealed value and the name of its field hold no space. */
    private static String scalar(List<String> events, int index) {
        String event = index < events.size() ? events.get(index) : "";
        return event.startsWith(SCALAR) ? event.substring(Math.min(event.lastIndexOf(' ') + 2, event.length())) : "";
    }
}
