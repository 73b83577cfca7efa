/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.http;

import dev.opencomputer.operator.facade.answer.Answer;
import dev.opencomputer.operator.facade.answer.Refusal;
import io.javalin.http.Context;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Whether a caller takes JSON, and sends it (RFC 9110, sections 8.3, 8.4 and 12.5.1). */
final class Negotiation {

    /**
     * What a body may be called. {@code curl -d} calls everything a form; a page of another site can send that without
     * asking, but not with a key in a header.
     */
    private static final Set<String> JSON = Set.of(Answer.JSON, "application/x-www-form-urlencoded");

    private static final String MERGE_PATCH = "application/merge-patch+json";

    /** From the most specific: the first that is named decides. */
    private static final List<String> RANGES = List.of(Answer.JSON, "application/*", "*/*");

    private Negotiation() {}

    /**
     * Refuses what cannot be answered, or read.
     *
     * @param accept the headers Accept of a request
     * @throws Refusal with the status 406
     */
    static void requireThatJsonIsAccepted(List<String> accept) {
        List<String> ranges = accept.stream()
                .flatMap(header -> Arrays.stream(header.split(",")))
                .map(String::strip)
                .filter(range -> !range.isEmpty())
                .toList();
        if (ranges.isEmpty()) {
            return;
        }
        boolean accepted = RANGES.stream()
                .flatMap(range ->
                        ranges.stream().filter(said -> range.equals(type(said))).limit(1))
                .findFirst()
                .map(said -> quality(said) > 0)
                .orElse(false);
        if (!accepted) {
            throw Refusal.of(406, "the answer is " + Answer.JSON + ", which the header Accept does not allow");
        }
    }

    /**
     * Refuses a body that is called anything but JSON in UTF-8.
     *
     * @throws Refusal with the status 415
     */
    static void requireThatJsonIsSent(Context context) {
        Optional<String> coding = Optional.ofNullable(context.header("Content-Encoding"));
        if (coding.filter(said -> !said.isBlank() && !said.strip().equalsIgnoreCase("identity"))
                .isPresent()) {
            throw Refusal.of(415, "the body must be sent as it is, without a Content-Encoding");
        }
        String said = Optional.ofNullable(context.header("Content-Type")).orElse("");
        String type = type(said);
        boolean isPatch = context.method().name().equals("PATCH");
        if (!said.isBlank() && !JSON.contains(type) && !(isPatch && type.equals(MERGE_PATCH))) {
            throw Refusal.of(
                    415,
                    "the body must be sent with the Content-Type " + Answer.JSON
                            + (isPatch ? " or " + MERGE_PATCH : ""));
        }
        if (parameter(said, "charset")
                .filter(charset -> !charset.equals("utf-8"))
                .isPresent()) {
            throw Refusal.of(415, "the body must be in UTF-8, whatever charset its Content-Type could name");
        }
    }

    private static String type(String value) {
        return value.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    private static double quality(String range) {
        try {
            return parameter(range, "q").map(Double::parseDouble).orElse(1.0);
        } catch (NumberFormatException e) {
            return 1;
        }
    }

    private static Optional<String> parameter(String value, String name) {
        return Arrays.stream(value.split(";"))
                .skip(1)
                .map(parameter -> parameter.strip().toLowerCase(Locale.ROOT))
                .filter(parameter -> parameter.startsWith(name + "="))
                .map(parameter ->
                        parameter.substring(name.length() + 1).replace("\"", "").strip())
                .findFirst();
    }
}
