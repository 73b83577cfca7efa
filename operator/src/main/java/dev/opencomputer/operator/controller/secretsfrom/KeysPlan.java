/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secretsfrom;

import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;

/**
 * What to do for the keys of an Agent's {@code secretsFrom}, and how they stand.
 *
 * @param steps what to do, in this order
 * @param keys how many keys the Secrets give that no AgentSecret of their own sets
 * @param inSync how many of these are in the store as they should be
 * @param onTheWay whether any is on its way into the store, or out of it
 * @param troubles what keeps others away
 * @param overridden keys that an AgentSecret of their own sets, each with that one's name
 * @param doubled keys that more than one entry gives, each with the Secret that counts
 */
record KeysPlan(
        List<Step> steps,
        int keys,
        int inSync,
        boolean onTheWay,
        SortedSet<Trouble> troubles,
        SortedMap<String, String> overridden,
        SortedMap<String, String> doubled) {}
