/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.headers;

import dev.opencomputer.operator.facade.answer.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The entity tags of {@code If-Match} or {@code If-None-Match}: a list, or {@code *} for any (RFC 9110, 8.8.3 and 13.1). */
final class EntityTags {

    private static final String ANY = "*";

    /** One tag with what separates it from the next; a list may have empty elements. */
    private static final Pattern ELEMENT =
            Pattern.compile("[ \\t]*+(?:(W/)?(\"[!\\x23-\\x7e\\x80-\\xff]*+\"))?[ \\t]*+(?:,|\\z)");

    private record Tag(boolean weak, String opaque) {}

    private final boolean any;
    private final List<Tag> tags;

    private EntityTags(boolean any, List<Tag> tags) {
        this.any = any;
        this.tags = tags;
    }

    /**
     * Reads the fields of one name, which together are one list.
     *
     * @throws Refusal 400 when they are not what RFC 9110 allows
     */
    static EntityTags parse(String header, List<String> values) {
        String text = String.join(",", values);
        if (text.strip().equals(ANY)) {
            return new EntityTags(true, List.of());
        }
        List<Tag> tags = new ArrayList<>();
        Matcher element = ELEMENT.matcher(text);
        int end = 0;
        while (end < text.length()) {
            if (!element.find(end) || element.start() != end) {
                throw malformed(header);
            }
            if (element.group(2) != null) {
                tags.add(new Tag(element.group(1) != null, element.group(2)));
            }
            end = element.end();
        }
        if (tags.isEmpty()) {
            throw malformed(header);
        }
        return new EntityTags(false, List.copyOf(tags));
    }

    /** Whether it is {@code *}. */
    boolean isAny() {
        return any;
    }

    /** Whether one of them is this strong tag, and strong itself. */
    boolean holdStrongly(String tag) {
        return any
                || tags.stream().anyMatch(mine -> !mine.weak() && mine.opaque().equals(tag));
    }

    /** Whether one of them is this tag, weak or not. */
    boolean holdWeakly(String tag) {
        return any || tags.stream().anyMatch(mine -> mine.opaque().equals(tag));
    }

    private static Refusal malformed(String header) {
        return Refusal.invalid(
                header + " must be * or entity tags in double quotes, as an ETag has them, with commas between");
    }
}
