/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.agent;

import dev.opencomputer.operator.controller.policy.NamePattern;
import dev.opencomputer.operator.controller.reporting.Drift;
import dev.opencomputer.operator.controller.scheduling.Remembered;
import dev.opencomputer.operator.opencomputer.AgentId;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What conditions and Events say about an Agent: cause and action, and nothing that changes from one try to the next,
 * since each change of a message is a write.
 */
final class Messages {

    private Messages() {}

    static String inSync(ConnectionView connection) {
        return connection.agentsApi()
                ? "OpenComputer holds what the spec says."
                : "The connection has no agents API; the agent's secret store is kept as the spec says.";
    }

    static String paused(boolean deleting) {
        return (deleting ? "The deletion" : "A change")
                + " waits: remove the annotation opencomputer.dev/paused to let it through.";
    }

    static String idConflict(AgentId id, String holder) {
        return "The Agent " + holder + " holds the id " + id
                + ". Give this one another spec.id, or delete the other: then this one takes over.";
    }

    static String idNotAllowed(AgentId id, List<NamePattern> allowed) {
        return "The administrator does not let this namespace have the id " + id + "; it may have "
                + (allowed.isEmpty()
                        ? "none"
                        : allowed.stream().map(NamePattern::text).collect(Collectors.joining(", ")))
                + ". Nothing is written for it. Create this Agent anew with another spec.id, or have the policy changed.";
    }

    static String recordExists(AgentId id) {
        return "OpenComputer already has an agent " + id + ", and adoptionPolicy is Refuse."
                + " Set it to Adopt to take over what is there, or choose another id.";
    }

    static String storeExists(AgentId id) {
        return "OpenComputer already has a secret store " + id.storeName() + ", and adoptionPolicy is Refuse."
                + " Set it to Adopt to take over what is there, or choose another id.";
    }

    static String immutableMismatch(AgentId id) {
        return "The record of agent " + id + " at OpenComputer has another core or model, which cannot be changed."
                + " Delete that record, or declare the core and model that it has.";
    }

    static String recordNotAccepted(List<String> paths) {
        return "OpenComputer took the write but answered with another value for " + String.join(", ", paths)
                + ". It is written again when the spec changes; change it, or the server's settings.";
    }

    static String allowlistNotAccepted() {
        return "OpenComputer took the write but answered with another value for the store's egressAllowlist."
                + " It is written again when the spec changes; change it, or the server's settings.";
    }

    /** What of a standing {@code NotAccepted} is about the record; empty when it is about the allowlist alone. */
    static String withoutAllowlist(String standing) {
        return standing.replace(allowlistNotAccepted(), "").strip();
    }

    static String organisationChanged(ConnectionView connection) {
        return "The connection " + connection.name() + " leads to organisation "
                + connection.organisation().orElse("unknown") + ", and this object was made in "
                + connection.claimedOrganisation().orElse("another")
                + ". Restore the former API key, or move the object: Retain, delete, apply.";
    }

    static String contended(boolean widened) {
        return (widened
                        ? "Security: for now the agent's sandboxes may reach hosts that egressAllowlist does not name. "
                        : "")
                + "Something else keeps changing this agent at OpenComputer, and was put right "
                + Remembered.CONTENTION_REPAIRS
                + " times in a row. Find the other writer, often a second cluster, and stop one of the two.";
    }

    /** What somebody else had done, for the Event that tells it. */
    static String repaired(Drift drift) {
        return switch (drift) {
            case EGRESS_WIDENED ->
                "Security: somebody else had let the agent's sandboxes reach hosts that egressAllowlist"
                        + " does not name. The store's list was put back to what the spec says. Find out who writes to"
                        + " OpenComputer.";
            case EGRESS_CHANGED ->
                "The store's egress allowlist had been changed at OpenComputer, and was put back to what"
                        + " the spec says.";
            case STORE_GONE ->
                "The agent's secret store had been deleted at OpenComputer. There is another now, into which"
                        + " every key of an AgentSecret is put again.";
            case RECORD_GONE -> "The agent's record had been deleted at OpenComputer, and was made again.";
            default -> "The agent's record had been changed at OpenComputer, and was put back to what the spec says.";
        };
    }

    static String recordOutOfReach(AgentId id) {
        return "The record of agent " + id + " cannot be deleted: the connection no longer has an agents API."
                + " Configure its URL again, or set deletionPolicy to Retain to leave the record.";
    }

    static String contradictoryAnswers(AgentId id) {
        return "OpenComputer's answers about agent " + id + " contradict each other: it lists what it then does not"
                + " find. Look into the server's logs.";
    }
}
