/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.policy;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the administrator decides for the namespaces of a cluster.
 *
 * @param ownConnections the namespaces that use a connection of their own, and never the operator's default
 * @param hosts the servers that such a connection may lead to
 * @param maxConcurrentCalls how many calls each of these connections makes at once; empty for the client's default
 * @param ids which ids the Agents of a namespace may have, by patterns of namespaces; where several of these fit, an id
 *     that one of them allows is allowed, and where none fits, every id
 * @param requiredLabel the label that a Secret must carry to be the source of a value
 */
public record Policy(
        List<NamePattern> ownConnections,
        List<HostRule> hosts,
        OptionalInt maxConcurrentCalls,
        Map<NamePattern, List<NamePattern>> ids,
        Optional<LabelRule> requiredLabel) {

    /** One default connection for all, and no bounds. */
    public static final Policy NONE = new Policy(List.of(), List.of(), OptionalInt.empty(), Map.of(), Optional.empty());

    /** Copies lists and maps. */
    public Policy {
        ownConnections = List.copyOf(ownConnections);
        hosts = List.copyOf(hosts);
        ids = Map.copyOf(ids);
    }

    /**
     * Whether a namespace uses a connection of its own.
     *
     * @param namespace the namespace
     * @return true when it does, whether there is one or not
     */
    public boolean hasOwnConnection(String namespace) {
        return fitsOne(ownConnections, namespace);
    }

    /**
     * Whether a namespace's own connection may lead to a server.
     *
     * @param url the server's URL
     * @return true when it is on the list
     */
    public boolean allowsServer(URI url) {
        return hosts.stream().anyMatch(rule -> rule.allows(url));
    }

    /**
     * Whether an Agent of a namespace may have an id.
     *
     * @param namespace the namespace
     * @param id the id
     * @return true when it may
     */
    public boolean allowsId(String namespace, String id) {
        List<NamePattern> allowed = idsOf(namespace);
        return fitsOne(allowed, id) || !isBound(namespace);
    }

    /**
     * The patterns that the ids of a namespace are bound to.
     *
     * @param namespace the namespace
     * @return the patterns, in the order of their texts; empty where there are none, or the namespace is not bound
     */
    public List<NamePattern> idsOf(String namespace) {
        return ids.entrySet().stream()
                .filter(entry -> entry.getKey().matches(namespace))
                .flatMap(entry -> entry.getValue().stream())
                .distinct()
                .sorted(java.util.Comparator.comparing(NamePattern::text))
                .toList();
    }

    private boolean isBound(String namespace) {
        return ids.keySet().stream().anyMatch(pattern -> pattern.matches(namespace));
    }

    /**
     * Whether what holds for a namespace is another under this policy than under a former one.
     *
     * @param former the former one
     * @param namespace the namespace
     * @return true when something in it has to be looked at again
     */
    public boolean changes(Policy former, String namespace) {
        boolean own = hasOwnConnection(namespace);
        // An id that is taken may be free now for another namespace, and the other way round.
        return !ids.equals(former.ids)
                || !requiredLabel.equals(former.requiredLabel)
                || own != former.hasOwnConnection(namespace)
                || !hosts.equals(former.hosts)
                || (own && !maxConcurrentCalls.equals(former.maxConcurrentCalls));
    }

    private static boolean fitsOne(List<NamePattern> patterns, String name) {
        return patterns.stream().anyMatch(pattern -> pattern.matches(name));
    }
}
