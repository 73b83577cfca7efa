/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.agent;

import dev.opencomputer.operator.controller.agent.StoreView.Found;
import dev.opencomputer.operator.controller.reporting.Drift;
import dev.opencomputer.operator.opencomputer.Hosts;
import java.util.Optional;

/** Names what somebody else did to an agent's record or store. */
final class AgentDrift {

    private AgentDrift() {}

    /** What a write puts back, when it does. */
    static Optional<Drift> of(Plan.Write write, Observed observed) {
        if (!write.repair()) {
            return Optional.empty();
        }
        if (write instanceof Plan.CreateRecord) {
            return Optional.of(Drift.RECORD_GONE);
        }
        if (write instanceof Plan.PatchRecord) {
            return Optional.of(Drift.RECORD_CHANGED);
        }
        if (write instanceof Plan.UpdateAllowlist update && observed.store() instanceof Found found) {
            return Optional.of(
                    Hosts.of(found.store().egressAllowlist()).widens(Hosts.of(update.hosts()))
                            ? Drift.EGRESS_WIDENED
                            : Drift.EGRESS_CHANGED);
        }
        return Optional.of(Drift.STORE_GONE);
    }

    /** A store of the same name in the place of the agent's own: somebody deleted that one and made it anew. */
    static Optional<Drift> ofReplacedStore(Observed observed) {
        return observed.history().inPlace()
                        && !observed.connection().leadsElsewhere()
                        && observed.store() instanceof Found found
                        && found.origin() == StoreView.Origin.SEEN
                        && observed.holding()
                                .storeId()
                                .filter(own -> !own.equals(found.store().id()))
                                .isPresent()
                ? Optional.of(Drift.STORE_GONE)
                : Optional.empty();
    }
}
