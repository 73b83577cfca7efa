/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.opencomputer;

/**
 * What a failed call is told with.
 *
 * @param attempt what was tried
 * @param cameBack what came back, the middle of a sentence
 * @param advice what to do, a sentence
 */
record Failure(Attempt attempt, String cameBack, String advice) {

    /**
     * What was tried.
     *
     * @param operation as in "create the agent's record"
     * @param target as in "agent issue-resolver at https://opencomputer.example.com"
     * @param server as in "https://opencomputer.example.com"
     */
    record Attempt(String operation, String target, String server) {}

    /** About this one object. */
    String aboutTheObject() {
        return "Could not %s (%s): %s. %s".formatted(attempt.operation(), attempt.target(), cameBack, advice);
    }

    /** About the server as a whole: the same for every object and call, so that no condition changes with the next. */
    String aboutTheServer() {
        return "OpenComputer at %s %s. %s".formatted(attempt.server(), cameBack, advice);
    }

    Failure of(Attempt another) {
        return new Failure(another, cameBack, advice);
    }
}
