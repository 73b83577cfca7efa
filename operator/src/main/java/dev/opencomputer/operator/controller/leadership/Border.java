/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.leadership;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Where this release ends and others begin.
 *
 * @param overlaps the releases that name a namespace of this one's, with the sentence that tells of each
 * @param foreign what this release leaves to others for now
 */
record Border(TreeMap<String, String> overlaps, List<WatchedNamespaces> foreign) {

    /**
     * Draws it.
     *
     * @param own this release
     * @param living the other releases that have a leader
     * @param unwarned whether one that comes later may not know of this one yet, and be at work in what both name
     */
    static Border between(Neighbour own, List<Neighbour> living, boolean unwarned) {
        TreeMap<String, String> overlaps = new TreeMap<>();
        List<WatchedNamespaces> foreign = new ArrayList<>();
        for (Neighbour other : living) {
            if (!own.namespaces().overlaps(other.namespaces())) {
                continue;
            }
            boolean theirs = Neighbour.PRECEDENCE.compare(other, own) < 0;
            overlaps.put(
                    other.lease(),
                    "The release with the Lease " + other.lease() + " reconciles "
                            + own.namespaces().shared(other.namespaces()) + " as well. "
                            + (theirs ? "It keeps them, since its Lease is the older one" : "This one keeps them")
                            + "; take them out of one of the two lists (--namespaces).");
            if (theirs || unwarned) {
                foreign.add(other.namespaces());
            }
        }
        return new Border(overlaps, foreign);
    }

    /** Whether objects of a namespace are this release's to reconcile. */
    boolean contains(String namespace) {
        return foreign.stream().noneMatch(others -> others.contains(namespace));
    }
}
