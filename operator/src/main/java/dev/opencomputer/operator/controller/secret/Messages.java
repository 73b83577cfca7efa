/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secret;

import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.controller.reporting.Drift;
import dev.opencomputer.operator.controller.scheduling.Remembered;
import dev.opencomputer.operator.controller.secret.Observed.ConnectionView;
import java.util.Optional;

/**
 * What conditions and Events say about an AgentSecret: cause and action, and nothing that changes from one try to the
 * next, since each change of a message is a write.
 */
final class Messages {

    private Messages() {}

    static String inSync() {
        return "The agent's store holds the value, for the hosts that the spec says.";
    }

    static String paused(boolean deleting) {
        return (deleting ? "The deletion" : "A change")
                + " waits: remove the annotation opencomputer.dev/paused to let it through.";
    }

    static String agentPaused(String agent, boolean deleting) {
        return (deleting ? "The deletion" : "A change") + " waits: the Agent " + agent
                + " is paused; remove its annotation opencomputer.dev/paused to let it through.";
    }

    static String agentNotFound(String agent) {
        return "There is no Agent " + agent + " in this namespace. Create it, or point agentRef of a new AgentSecret to"
                + " another.";
    }

    static String agentDeleting(String agent) {
        return "The Agent " + agent + " is being deleted; nothing is written into its store any more.";
    }

    static String agentHoldsNothing(String agent, Optional<ConditionReason> standing) {
        return "The Agent " + agent + " does not hold its id"
                + standing.map(reason -> ": its condition Ready says " + reason.value() + ". Mend that first; this goes"
                                + " on by itself.")
                        .orElse(" yet; this goes on by itself.");
    }

    static String storeNotReady(String agent) {
        return "The Agent " + agent + " has no secret store yet, which its reconcile makes; the Agent's conditions say"
                + " what is in the way.";
    }

    static String keyConflict(Desired desired, String holder) {
        return "The AgentSecret " + holder + " holds the key " + desired.key() + " of Agent " + desired.agent()
                + ". Delete one of the two: when the other is gone, this one takes over.";
    }

    static String contended(Desired desired, Drift drift) {
        String widened = drift.isWidening()
                ? "Security: for now the value of the key " + desired.key()
                        + " may be sent to hosts that allowedHosts does not name. "
                : "";
        return widened + "Something else keeps changing the key " + desired.key()
                + " at OpenComputer, and was put right " + Remembered.CONTENTION_REPAIRS
                + " times in a row. Find the other writer, often a second cluster, and stop one of the two.";
    }

    static String hostsNotAccepted(Desired desired) {
        return "OpenComputer took the key " + desired.key() + " and lists other hosts for it than allowedHosts says."
                + " Compare the two, and write them as OpenComputer does.";
    }

    /** What somebody else had done to the key, for the Event that tells it. */
    static String repaired(Desired desired, Drift drift) {
        String key = "The key " + desired.key();
        return switch (drift) {
            case HOSTS_WIDENED ->
                "Security: somebody else had let the value of the key " + desired.key()
                        + " be sent to hosts that allowedHosts does not name. Its hosts were put back to what the spec says."
                        + " Find out who writes to OpenComputer, and rotate the value if it may have been sent there.";
            case HOSTS_CHANGED -> key + " had other hosts at OpenComputer than the spec says, and was put again.";
            case VALUE_WRITTEN ->
                key + " was written at OpenComputer by somebody else after the operator had put it."
                        + " The value that this object stands for was put again.";
            default -> key + " had been removed at OpenComputer, and was put again.";
        };
    }

    static String organisationChanged(ConnectionView connection) {
        return "The connection " + connection.name() + " leads to organisation "
                + connection.organisation().orElse("unknown") + ", and this object's Agent was made in "
                + connection.claimedOrganisation().orElse("another") + ". Restore the former API key.";
    }

    static String contradictoryAnswers(Desired desired) {
        return "OpenComputer's answers about the store of Agent " + desired.agent() + " contradict each other: it lists"
                + " what it then does not find. Look into the server's logs.";
    }
}
