/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.leadership;

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
        return text.equals(ALL) ? new WatchedNamespaces(Set.of()) : new WatchedNamespaces(Set.of(text.split(",", -1)));
    }

    /** The names in order with commas between; {@code *} for all. */
    String text() {
        return names.isEmpty() ? ALL : String.join(",", new TreeSet<>(names));
    }
}
