/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.opencomputer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.message.BasicHttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryAfterTest {

    private static final Instant NOW = Instant.parse("2026-10-21T07:28:00Z");

    @ParameterizedTest
    @CsvSource({
        "17, 17",
        "' 17 ', 17",
        "0, 1",
        "3600, 3600",
        "86400, 3600",
        "999999999, 3600",
        "'Wed, 21 Oct 2026 07:29:00 GMT', 60",
        "'Wed, 21 Oct 2026 07:00:00 GMT', 1",
        "'Wed, 21 Oct 2099 07:00:00 GMT', 3600",
        "soon, 5",
        "-3, 5",
        "1.5, 5",
        "99999999999999999999, 5"
    })
    void readsSecondsAndDatesWithinBounds(String header, int seconds) {
        HttpResponse response = new BasicHttpResponse(429);
        response.setHeader("Retry-After", header);

        assertThat(RetryAfter.of(response, StubbedServer.quick(), NOW)).isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void measuresADateByTheServersOwnClock() {
        HttpResponse response = new BasicHttpResponse(429);
        response.setHeader("Date", "Wed, 21 Oct 2026 03:00:00 GMT");
        response.setHeader("Retry-After", "Wed, 21 Oct 2026 03:00:40 GMT");

        assertThat(RetryAfter.of(response, StubbedServer.quick(), NOW)).isEqualTo(Duration.ofSeconds(40));
    }

    @Test
    void takesTheUsualDelayWhereNoneIsAskedFor() {
        assertThat(RetryAfter.of(new BasicHttpResponse(429), StubbedServer.quick(), NOW))
                .isEqualTo(Duration.ofSeconds(5));
    }
}
