/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.opencomputer;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The hosts of a key or of a store, as OpenComputer means them: in any order, without case, and none means every host.
 *
 * @param names exact names, or {@code *.} with a domain for every name below it
 */
public record Hosts(Set<String> names) {

    private static final String BELOW = "*.";

    /** Copies the set. */
    public Hosts {
        names = Set.copyOf(names);
    }

    /**
     * The hosts of a list.
     *
     * @param hosts as a spec or an answer has them
     * @return what they mean
     */
    public static Hosts of(List<String> hosts) {
        return new Hosts(
                hosts.stream().map(host -> host.toLowerCase(Locale.ROOT)).collect(Collectors.toSet()));
    }

    /**
     * Whether these let something through that others do not.
     *
     * @param wanted the others
     * @return true where one of these is not covered by any of the others
     */
    public boolean widens(Hosts wanted) {
        if (wanted.names.isEmpty()) {
            return false;
        }
        return names.isEmpty() || !names.stream().allMatch(wanted::covers);
    }

    private boolean covers(String host) {
        return names.contains(host)
                || names.stream().anyMatch(name -> name.startsWith(BELOW) && host.endsWith(name.substring(1)));
    }
}
