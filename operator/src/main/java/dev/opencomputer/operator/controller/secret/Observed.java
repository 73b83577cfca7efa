/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secret;

import dev.opencomputer.operator.controller.agent.AgentState;
import dev.opencomputer.operator.controller.connection.Connections.Resolution.Missing;
import dev.opencomputer.operator.opencomputer.StoreId;
import java.util.Optional;

/**
 * What is known at this moment of a reconcile.
 *
 * @param finalizer whether our finalizer is set
 * @param agent the Agent, if there is one
 * @param ofFormerAgent whether an owner reference ties the object to an Agent that is no more
 * @param holder the name of another AgentSecret that holds the key
 * @param successor whether another AgentSecret waits for the key
 * @param connection the connection of the Agent
 * @param holding what was put upstream
 * @param history what became of the object so far
 * @param namespace whether the namespace is being deleted
 * @param value the value
 * @param key the key upstream
 */
record Observed(
        boolean finalizer,
        Optional<AgentState> agent,
        boolean ofFormerAgent,
        Optional<String> holder,
        boolean successor,
        ConnectionView connection,
        Holding holding,
        History history,
        NamespaceView namespace,
        ValueView value,
        KeyView key) {

    /**
     * What became of the object so far.
     *
     * @param unchanged whether the last verdict is about this generation, and no further reconcile was asked for since
     * @param recentRepairs how often the key was put right lately
     * @param notAccepted whether, unchanged since, the server lists other hosts than it was given
     * @param refusal what the server refused last
     */
    record History(boolean unchanged, int recentRepairs, boolean notAccepted, Optional<Refusal> refusal) {

        /** What was said of a value with these hosts in a store, where nothing has changed since it was refused. */
        Optional<Verdict> refusalOf(String digest, StoreId store) {
            return refusal.filter(refused -> unchanged
                            && refused.digest().equals(digest)
                            && refused.store().equals(store))
                    .map(Refusal::verdict);
        }
    }

    /**
     * A PUT that the server refused as invalid.
     *
     * @param digest the keyed digest of what was to be put
     * @param store the store that it was to be put into
     * @param verdict what was said of it
     */
    record Refusal(String digest, StoreId store, Verdict verdict) {}

    /**
     * What is known of the connection.
     *
     * @param name its name in claims
     * @param missing why there is none that may be used, when there is none
     * @param anonymous whether its answers never show an organisation
     * @param organisation the organisation that answers showed
     * @param claimedOrganisation the organisation that claims over the connection record
     */
    record ConnectionView(
            String name,
            Optional<Missing> missing,
            boolean anonymous,
            Optional<String> organisation,
            Optional<String> claimedOrganisation) {

        /** Whether the connection leads to another organisation than the one that the claims were made in. */
        boolean leadsElsewhere() {
            return organisation.isPresent()
                    && claimedOrganisation.isPresent()
                    && !organisation.equals(claimedOrganisation);
        }

        /**
         * Whether claims record an organisation and no answer has shown one. Where the stores were listed, that one or
         * another is without any, and what is not there proves nothing.
         */
        boolean leadsNowhereKnown() {
            return missing.isEmpty() && claimedOrganisation.isPresent() && organisation.isEmpty() && !anonymous;
        }
    }

    /** What is known of the namespace. */
    enum NamespaceView {
        /** Nobody asked. */
        NOT_LOOKED,
        /** It stays. */
        STAYS,
        /** It is being deleted, with everything in it. */
        TERMINATING
    }

    Observed with(ValueView seen) {
        return new Observed(
                finalizer, agent, ofFormerAgent, holder, successor, connection, holding, history, namespace, seen, key);
    }

    Observed with(KeyView seen) {
        KeyView known = together(key, seen);
        return new Observed(
                finalizer,
                agent,
                ofFormerAgent,
                holder,
                successor,
                connection,
                holding,
                history,
                namespace,
                value,
                known);
    }

    private static KeyView together(KeyView before, KeyView seen) {
        if (seen instanceof KeyView.Found found) {
            if (before instanceof KeyView.Unproven) {
                // A key that is listed although its DELETE did not find it: to ask again at once would have no end.
                return new KeyView.Contradicted();
            }
            if (before instanceof KeyView.PutBack put) {
                return put.and(found);
            }
        }
        // A server may list late what it has taken, or find no store while its database is away.
        boolean missed = seen instanceof KeyView.Absent || seen instanceof KeyView.StoreUnproven;
        return before instanceof KeyView.PutBack put && missed ? new KeyView.Put(put.answeredAt()) : seen;
    }

    Observed with(NamespaceView seen) {
        return new Observed(
                finalizer, agent, ofFormerAgent, holder, successor, connection, holding, history, seen, value, key);
    }

    Observed with(ConnectionView seen) {
        return new Observed(
                finalizer, agent, ofFormerAgent, holder, successor, seen, holding, history, namespace, value, key);
    }

    Observed withFinalizer() {
        return new Observed(
                true, agent, ofFormerAgent, holder, successor, connection, holding, history, namespace, value, key);
    }
}
