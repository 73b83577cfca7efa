/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.connection;

import dev.opencomputer.operator.opencomputer.Agents;
import dev.opencomputer.operator.opencomputer.ConnectionSettings;
import dev.opencomputer.operator.opencomputer.OpenComputer;
import dev.opencomputer.operator.opencomputer.OpenComputerException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Finds out by real calls, each of which only reads, whether a connection works, for people who have just set it up. */
public final class ConnectionCheck {

    private final ConnectionSource source;
    private final Function<ConnectionSettings, OpenComputer> connector;

    /**
     * Asks nothing yet.
     *
     * @param source where URL and key come from
     * @param connector makes a client, which is closed after the check
     */
    public ConnectionCheck(ConnectionSource source, Function<ConnectionSettings, OpenComputer> connector) {
        this.source = source;
        this.connector = connector;
    }

    /**
     * What was found out.
     *
     * @param works whether everything that is configured answers as it should
     * @param sentences what was found out about each part, none of which holds a secret
     */
    public record Outcome(boolean works, List<String> sentences) {}

    /** Calls the secret stores and, where it is configured, the agents API. */
    public Outcome run() {
        ConnectionSettings settings;
        try {
            settings = source.read();
        } catch (ConnectionSource.Unusable e) {
            return new Outcome(false, List.of(e.getMessage()));
        }
        // A server that lets nobody in says so twice, in the same words.
        Set<String> found = new LinkedHashSet<>();
        boolean works;
        try (OpenComputer openComputer = connector.apply(settings)) {
            works = secretStores(openComputer, settings, found);
            works &= agents(openComputer, settings, found);
        }
        return new Outcome(works, List.copyOf(found));
    }

    private static boolean secretStores(OpenComputer openComputer, ConnectionSettings settings, Set<String> found) {
        try {
            int stores = openComputer.secretStores().list().size();
            found.add("OpenComputer at " + settings.apiUrl() + " takes the API key. Number of secret stores: " + stores
                    + ".");
            return true;
        } catch (OpenComputerException e) {
            found.add(e.getMessage());
            return false;
        }
    }

    private static boolean agents(OpenComputer openComputer, ConnectionSettings settings, Set<String> found) {
        Optional<Agents> agents = openComputer.agents();
        if (agents.isEmpty()) {
            found.add("No agents API is configured: only secret stores are reconciled.");
            return true;
        }
        try {
            int records = agents.get().list().size();
            found.add("The agents API at " + settings.agentsUrl().orElseThrow()
                    + " takes the API key. Number of agents: " + records + ".");
            return true;
        } catch (OpenComputerException e) {
            found.add(e.getMessage());
            return false;
        }
    }
}
