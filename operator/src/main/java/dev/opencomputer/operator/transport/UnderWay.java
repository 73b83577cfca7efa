/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.transport;

import java.util.Optional;

/** What is under way for somebody who may give it up, before its headers are there too. */
final class UnderWay {

    private Optional<Exchange> exchange = Optional.empty();
    private boolean isGivenUp;

    /** It is this from now on; one that was given up ends before it begins. */
    synchronized void is(Exchange now) {
        exchange = Optional.of(now);
        if (isGivenUp) {
            now.cancel();
        }
    }

    /** Nobody waits for it any more. */
    synchronized void giveUp() {
        isGivenUp = true;
        exchange.ifPresent(Exchange::cancel);
    }
}
