/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.agent;

import dev.opencomputer.operator.controller.connection.Connection;
import dev.opencomputer.operator.controller.connection.Connections.Resolution;
import dev.opencomputer.operator.controller.connection.Connections.Resolution.Missing;
import java.util.Optional;

/**
 * What a reconcile knows of its connection.
 *
 * @param name its name in claims
 * @param missing why there is none that may be used, when there is none
 * @param agentsApi whether it has an agents API
 * @param listed whether its stores were listed since its credentials are in use, so that the organisation is known if
 *     there is any store
 * @param anonymous whether its answers never show an organisation
 * @param organisation the organisation that answers showed
 * @param claimedOrganisation the organisation that claims over this connection record
 */
record ConnectionView(
        String name,
        Optional<Missing> missing,
        boolean agentsApi,
        boolean listed,
        boolean anonymous,
        Optional<String> organisation,
        Optional<String> claimedOrganisation) {

    static ConnectionView of(Resolution resolution, Optional<String> claimedOrganisation) {
        if (resolution instanceof Missing missing) {
            return new ConnectionView(
                    missing.name(), Optional.of(missing), false, false, false, Optional.empty(), Optional.empty());
        }
        Connection connection = ((Resolution.Connected) resolution).connection();
        return new ConnectionView(
                connection.name(),
                Optional.empty(),
                connection.records().isPresent(),
                connection.listed(),
                connection.anonymous(),
                connection.organisation(),
                claimedOrganisation);
    }

    /** Whether nothing can have been made over it. */
    boolean neverUsed() {
        return missing.filter(Missing::neverUsed).isPresent();
    }

    /**
     * Whether claims record an organisation and the connection leads to one without any store, which may be that one or
     * another: what is not there proves nothing then, and what is made may be made in the wrong place.
     */
    boolean leadsNowhereKnown() {
        return missing.isEmpty() && claimedOrganisation.isPresent() && organisation.isEmpty() && listed && !anonymous;
    }

    /** Whether the connection leads to another organisation than the one that the claims were made in. */
    boolean leadsElsewhere() {
        return organisation.isPresent() && claimedOrganisation.isPresent() && !organisation.equals(claimedOrganisation);
    }
}
