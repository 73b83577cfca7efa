/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secret;

import java.util.Optional;
import java.util.Set;

/**
 * Which Secrets are followed, so that a change of one is put upstream at once; that of another is found by the next routine
 * check. It says nothing of which may be a source.
 *
 * @param namespaces where; absent for all namespaces that are reconciled
 * @param labels a label selector, as in {@code kubectl get -l}; absent for all Secrets there
 */
public record FollowedSecrets(Optional<Set<String>> namespaces, Optional<String> labels) {

    /** Whether there is anything to follow. */
    boolean any() {
        return namespaces.filter(Set::isEmpty).isEmpty();
    }
}
