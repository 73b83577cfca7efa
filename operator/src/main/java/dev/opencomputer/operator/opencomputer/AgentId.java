/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.opencomputer;

import java.util.regex.Pattern;

/**
 * An agent's id in OpenComputer: a DNS label (lowercase letters, digits, hyphens, at most 63 characters), so it never
 * needs encoding in a path.
 *
 * @param value the id
 */
public record AgentId(String value) {

    private static final Pattern DNS_LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

    /** Refuses what is not a DNS label. */
    public AgentId {
        if (!DNS_LABEL.matcher(value).matches()) {
            throw new IllegalArgumentException("an agent's id is a DNS label of at most 63 lowercase letters, digits "
                    + "and hyphens, beginning and ending with a letter or digit");
        }
    }

    /**
     * The name of the agent's own secret store.
     *
     * @return {@code agent:<id>}
     */
    public String storeName() {
        return "agent:" + value;
    }

    @Override
    public String toString() {
        return value;
    }
}
