/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.leadership;

import java.time.Duration;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Something was not begun because this replica does not lead, or does not know whether it still does. Nobody's failure:
 * what was to be done is done by the replica that leads.
 */
public final class NoMandateException extends RuntimeException {

    /** When to try again what was not begun: where the Lease could be renewed after all, it may be begun then. */
    public static final Duration TRY_AGAIN_AFTER = Duration.ofSeconds(1);

    private static final long serialVersionUID = 1L;

    /** Says so. */
    public NoMandateException() {
        super("this replica does not lead any more, or could not renew its Lease in time; nothing was sent");
    }

    /**
     * Whether this is what ended something.
     *
     * @param failure what was thrown
     * @return true when it is, or has one among its causes
     */
    public static boolean isCauseOf(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .anyMatch(NoMandateException.class::isInstance);
    }
}
