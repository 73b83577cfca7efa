/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.manifest;

import java.util.Collection;
import java.util.Comparator;

/**
 * Characters that take the place of others in a text.
 *
 * @param start where these begin
 * @param end where they end
 * @param replacement what stands there then
 */
record TextEdit(int start, int end, String replacement) {

    /** The text with all edits, no two of which touch the same characters. */
    static String apply(String text, Collection<TextEdit> edits) {
        StringBuilder changed = new StringBuilder();
        int copied = 0;
        for (TextEdit edit :
                edits.stream().sorted(Comparator.comparing(TextEdit::start)).toList()) {
            changed.append(text, copied, edit.start).append(edit.replacement);
            copied = edit.end;
        }
        return changed.append(text, copied, text.length()).toString();
    }
}
