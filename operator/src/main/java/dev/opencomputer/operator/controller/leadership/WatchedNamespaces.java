/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.leadership;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The namespaces whose objects a release reconciles.
 *
 * @param names their names; empty for all
 */
public record WatchedNamespaces(Set<String> names) {

    private static final String ALL = "*";

    /** Keeps a copy of its own. */
    public WatchedNamespaces {
        names = Set.copyOf(names);
    }

    /** What {@link #text} printed. */
    static WatchedNamespaces parse(String text) {
        return new WatchedNamespaces(text.equals(ALL) ? Set.of() : new TreeSet<>(List.of(text.split(",", -1))));
    }

    /** The names in order with commas between; {@code *} for all. */
    String text() {
        return names.isEmpty() ? ALL : String.join(",", new TreeSet<>(names));
    }

    boolean contains(String namespace) {
        return names.isEmpty() || names.contains(namespace);
    }

    boolean overlaps(WatchedNamespaces other) {
        return names.isEmpty() || other.names.isEmpty() || names.stream().anyMatch(other::contains);
    }

    /** What both have, in words; there must be something. */
    String shared(WatchedNamespaces other) {
        TreeSet<String> shared = new TreeSet<>(names.isEmpty() ? other.names : names);
        shared.removeIf(name -> !other.contains(name));
        if (shared.isEmpty()) {
            return "all namespaces";
        }
        return (shared.size() == 1 ? "the namespace " : "the namespaces ") + String.join(", ", shared);
    }
}
