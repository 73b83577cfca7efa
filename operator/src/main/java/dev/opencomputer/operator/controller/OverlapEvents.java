/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller;

import dev.opencomputer.operator.controller.leadership.Neighbours;
import dev.opencomputer.operator.controller.reporting.EventRecorder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;

/** Tells in Events on this release's Lease which other releases reconcile the same namespaces. */
record OverlapEvents(EventRecorder events) implements Neighbours.Listener {

    @Override
    public void overlap(Lease own, String note) {
        events.warning(own, "NamespaceInTwoLists", note);
    }

    @Override
    public void overlapEnded(Lease own) {
        events.normal(own, "NamespacesDisjoint", "No other release reconciles the same namespaces any more.");
    }
}
