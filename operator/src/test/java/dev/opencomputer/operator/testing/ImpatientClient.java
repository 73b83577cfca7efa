/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.testing;

import dev.opencomputer.operator.opencomputer.ClientOptions;
import java.time.Duration;

/** Ways to call OpenComputer whose time-outs and pauses are short enough to be waited for, or longer than any test. */
public final class ImpatientClient {

    private static final Duration LONGER_THAN_A_TEST = Duration.ofHours(1);

    private ImpatientClient() {}

    /** Gives up soon, and tries soon again. */
    public static ClientOptions options() {
        return options(Duration.ofMillis(200));
    }

    /** Gives up soon; once it holds calls back, it does so for the rest of the test. */
    public static ClientOptions holdingBackForGood() {
        return options(LONGER_THAN_A_TEST);
    }

    /** Calls as often as a test can make it. */
    public static ClientOptions unbudgeted() {
        return ClientOptions.defaults().withCallsPerSecond(10_000);
    }

    private static ClientOptions options(Duration holdBack) {
        Duration call = Duration.ofSeconds(2);
        return ClientOptions.defaults()
                .with(options -> options.connectTimeout(call)
                        .callTimeout(call)
                        .putKeyTimeout(call)
                        .unauthorisedDelay(holdBack)
                        .troubleDelay(holdBack)
                        .throttledDelay(holdBack)
                        .maxAnswerBytes(64 * 1024)
                        .maxListBytes(64 * 1024));
    }
}
