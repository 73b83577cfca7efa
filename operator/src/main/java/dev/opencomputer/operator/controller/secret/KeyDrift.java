/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secret;

import dev.opencomputer.operator.controller.reporting.Drift;
import dev.opencomputer.operator.opencomputer.Hosts;
import java.util.List;
import java.util.Optional;

/** Tells by a listing what somebody else did to a key that the operator put; the value itself is never read. */
final class KeyDrift {

    private KeyDrift() {}

    /** What was done to a key that is listed, or not there any more; of several things the gravest. */
    static Optional<Drift> of(KeyView key, Desired desired, WriteMark mark) {
        if (!(key instanceof KeyView.Found found)) {
            return Optional.of(Drift.KEY_MISSING);
        }
        if (!allows(found.allowedHosts(), desired)) {
            return Optional.of(ofHosts(found.allowedHosts(), desired));
        }
        return mark.isAnothers(found.updatedAt()) ? Optional.of(Drift.VALUE_WRITTEN) : Optional.empty();
    }

    /** What was done to a key whose hosts are not those of the spec. */
    static Drift ofHosts(List<String> hosts, Desired desired) {
        return Hosts.of(hosts).widens(Hosts.of(desired.allowedHosts())) ? Drift.HOSTS_WIDENED : Drift.HOSTS_CHANGED;
    }

    /** Whether somebody else has surely been at the key, so that other hosts are not the server's own way of writing them. */
    static boolean isAnothers(KeyView key, WriteMark mark) {
        return key instanceof KeyView.Absent
                || (key instanceof KeyView.Found found && mark.isAnothers(found.updatedAt()));
    }

    /** Whether the hosts of a key are those of the spec. */
    static boolean allows(List<String> hosts, Desired desired) {
        return Hosts.of(hosts).equals(Hosts.of(desired.allowedHosts()));
    }
}
