/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.opencomputer;

import java.util.regex.Pattern;

/**
 * The id of an agent in OpenComputer: a DNS label (RFC 1123), 1 to 63 lowercase letters, digits and hyphens, so that
 * it never needs encoding in a path.
 *
 * @param value the id as it stands in paths and bodies
 */
public record AgentId(String value) {

    private static final Pattern DNS_LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

    /**
     * Checks the id.
     *
     * @throws IllegalArgumentException when it is no DNS label
     */
    public AgentId {
        if (!DNS_LABEL.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "an agent's id is a DNS label: 1 to 63 lowercase letters, digits and hyphens, with a letter or digit at both ends");
        }
    }

    /** The name of the agent's own secret store, {@code agent:<id>}. */
    public String storeName() {
        return "agent:" + value;
    }

    @Override
    public String toString() {
        return value;
    }
}
