/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.testing;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.awaitility.Awaitility;

/**
 * What an operator says of its readiness.
 *
 * @param monitoring where its monitoring is
 */
public record Readiness(URI monitoring) {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** Waits until it reconciles. */
    public void awaitLeading() {
        await("200 ok");
    }

    /** Waits until it stands by. */
    public void awaitStandingBy() {
        await("200 standing by");
    }

    /** Waits until it says this. */
    public void await(String answer) {
        Awaitility.await(answer)
                .atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> now().equals(answer));
    }

    /** Status and body; nothing while it cannot be reached. */
    public String now() {
        try {
            HttpResponse<String> answer = HTTP.send(
                    HttpRequest.newBuilder(monitoring.resolve("/readyz"))
                            .timeout(Duration.ofSeconds(2))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() + " " + answer.body();
        } catch (IOException notYet) {
            return "";
        } catch (InterruptedException stopping) {
            throw new IllegalStateException(stopping);
        }
    }
}
