/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.testing;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A value that stands nowhere by chance, and its marks: itself, and what it becomes wherever it stands within something
 * that is written in base64.
 *
 * @param value the value, letters, digits and hyphens
 * @param way how it came in, for the words of a failure
 */
public record Canary(String value, String way) {

    /** One of its own for each way. */
    public static Canary by(String way) {
        return new Canary("canary-" + UUID.randomUUID(), way);
    }

    /** Whether a text holds it, in whatever form. */
    public boolean isIn(String text) {
        return marks().anyMatch(text::contains);
    }

    /** What holds it out of several texts, each by its name. */
    public static List<String> findings(List<Canary> canaries, String where, String text) {
        return canaries.stream()
                .filter(canary -> canary.isIn(text))
                .map(canary -> "the value by " + canary.way() + " is in " + where)
                .toList();
    }

    private Stream<String> marks() {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        // Base64 writes three bytes as four characters: what stands before decides which of three texts it becomes.
        return Stream.concat(Stream.of(value), IntStream.range(0, 3).mapToObj(before -> {
            byte[] shifted = new byte[bytes.length + before];
            System.arraycopy(bytes, 0, shifted, before, bytes.length);
            String text = Base64.getEncoder().withoutPadding().encodeToString(shifted);
            return text.substring(before == 0 ? 0 : 4, text.length() - 3);
        }));
    }

    @Override
    public String toString() {
        return "Canary[by " + way + "]";
    }
}
