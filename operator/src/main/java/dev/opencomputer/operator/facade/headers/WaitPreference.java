/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.headers;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How long a caller would wait for the operator's word: {@code Prefer: wait=10} (RFC 7240, 4.3). */
public final class WaitPreference {

    /** Asks for it. */
    public static final String PREFER = "Prefer";

    /** Says in an answer that it was heeded. */
    public static final String APPLIED = "Preference-Applied";

    /** The longest that anybody waits. */
    public static final Duration LONGEST = Duration.ofSeconds(30);

    private static final String NAME = "wait";
    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]++";

    /** One preference with its value, up to its parameters or the next; what is quoted may hold any separator. */
    private static final Pattern PREFERENCE = Pattern.compile("\\G[ \\t,]*+(" + TOKEN + ")(?:[ \\t]*+=[ \\t]*+(?:("
            + TOKEN + ")|\"((?:[^\"\\\\]|\\\\.)*+)\"))?+(?:[^,\"]|\"(?:[^\"\\\\]|\\\\.)*+\")*+(?:,|\\z)");

    private static final Pattern SECONDS = Pattern.compile("[0-9]+");

    /** As many digits as stand for less than the longest wait. */
    private static final int MOST_DIGITS = 2;

    private WaitPreference() {}

    /**
     * Reads it; what cannot be understood is no preference, and nobody else's is looked at.
     *
     * @param values the values of all {@code Prefer} fields
     * @return whole seconds, never more than {@link #LONGEST}; absent when none is asked for
     */
    public static Optional<Duration> of(List<String> values) {
        Matcher preference = PREFERENCE.matcher(String.join(",", values));
        while (preference.find()) {
            if (preference.group(1).toLowerCase(Locale.ROOT).equals(NAME)) {
                // Of several only the first counts.
                return Optional.ofNullable(preference.group(2))
                        .or(() -> Optional.ofNullable(preference.group(3)))
                        .filter(text -> SECONDS.matcher(text).matches())
                        .map(WaitPreference::seconds);
            }
        }
        return Optional.empty();
    }

    /** What {@link #APPLIED} says of a wait. */
    public static String applied(Duration wait) {
        return NAME + "=" + wait.toSeconds();
    }

    private static Duration seconds(String digits) {
        String number = digits.replaceFirst("^0+(?=.)", "");
        Duration asked = number.length() > MOST_DIGITS ? LONGEST : Duration.ofSeconds(Long.parseLong(number));
        return asked.compareTo(LONGEST) > 0 ? LONGEST : asked;
    }
}
