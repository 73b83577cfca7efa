/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.opencomputer;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.hc.client5.http.utils.DateUtils;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpResponse;

/** Reads {@code Retry-After} (RFC 9110, section 10.2.3): seconds, or a date. */
final class RetryAfter {

    private static final Duration SHORTEST = Duration.ofSeconds(1);

    private RetryAfter() {}

    /**
     * The delay that an answer asks for, between one second and the longest that is believed.
     *
     * @param now this machine's time, for a date where the answer does not tell the server's own
     */
    static Duration of(HttpResponse response, ClientOptions options, Instant now) {
        Header header = response.getFirstHeader(HttpHeaders.RETRY_AFTER);
        Duration asked = header == null
                ? options.throttledDelay()
                : read(header.getValue().strip(), response, now).orElse(options.throttledDelay());
        asked = asked.compareTo(SHORTEST) < 0 ? SHORTEST : asked;
        return asked.compareTo(options.maxRetryAfter()) > 0 ? options.maxRetryAfter() : asked;
    }

    private static Optional<Duration> read(String text, HttpResponse response, Instant now) {
        if (text.matches("\\d{1,9}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
        }
        // Against the server's own clock, so that a wrong one on either side does no harm.
        Instant theirs = DateUtils.parseStandardDate(response, HttpHeaders.DATE);
        return Optional.ofNullable(DateUtils.parseStandardDate(text))
                .map(date -> Duration.between(theirs == null ? now : theirs, date));
    }
}
