/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.opencomputer;

import dev.opencomputer.operator.opencomputer.Failure.Attempt;
import java.time.Duration;

/** Failures of the client for those who test what comes after them. */
public final class FailedCalls {

    private static final Failure FAILURE = new Failure(
            new Attempt("do what is tested", "agent resolver", "https://opencomputer.example"), "it failed", "Wait.");

    private FailedCalls() {}

    public static OpenComputerException notFound() {
        return new OpenComputerException.NotFound(FAILURE);
    }

    public static OpenComputerException conflict() {
        return new OpenComputerException.Conflict(FAILURE);
    }

    public static OpenComputerException refused() {
        return new OpenComputerException.Refused(FAILURE);
    }

    public static OpenComputerException unauthorised() {
        return new OpenComputerException.Unauthorised(FAILURE, Duration.ofSeconds(30));
    }

    public static OpenComputerException throttled(Duration delay) {
        return new OpenComputerException.Throttled(FAILURE, delay);
    }

    /** The server was never reached. */
    public static OpenComputerException unreachable() {
        return new OpenComputerException.Unreachable(FAILURE, null, false);
    }

    /** The request was sent, and no answer came. */
    public static OpenComputerException unanswered() {
        return new OpenComputerException.Unreachable(FAILURE, null, true);
    }

    public static OpenComputerException serverTrouble() {
        return new OpenComputerException.ServerTrouble(FAILURE, null, true);
    }

    public static OpenComputerException unintelligible() {
        return new OpenComputerException.Unintelligible(FAILURE, false);
    }

    public static OpenComputerException agentsApiNotFound() {
        return new OpenComputerException.AgentsApiNotFound(FAILURE, Duration.ofSeconds(30));
    }
}
