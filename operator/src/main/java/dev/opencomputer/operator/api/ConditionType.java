/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.api;

/** The condition types that stand in a status, after the conventions of kstatus. The README lists them as they stand here. */
public enum ConditionType {
    /** The one that is always there once the operator has looked. */
    READY("Ready", "True is good", "always", "OpenComputer holds what the spec says."),

    /** Tells waiting tools that the object is not done and will go on by itself. */
    RECONCILING(
            "Reconciling",
            "True is passing",
            "only while true",
            "The last try ended without a result, and the operator tries again by itself."),

    /** Tells waiting tools that waiting is of no use. */
    STALLED(
            "Stalled",
            "True is bad",
            "only while true",
            "Nothing will change until a person changes the object or what stands in its way."),

    /** Tells of the keys that whole Secrets give; {@link #READY} is no better than it. */
    SECRETS_READY(
            "SecretsReady",
            "True is good",
            "in Agents with secretsFrom",
            "Every key that secretsFrom asks for is in the agent's store; if not, Ready is False too."),

    /** Tells people that a new value is due; tools that wait do not care. */
    EXPIRING(
            "Expiring",
            "True is passing",
            "only while true, in AgentSecrets with maxAge",
            "The value has reached nine tenths of its maxAge; Ready stays as it is."),

    /** Tells people that a new value is overdue; tools that wait do not care. */
    EXPIRED(
            "Expired",
            "True is bad",
            "only while true, in AgentSecrets with maxAge",
            "The value is older than its maxAge; it stays at OpenComputer, and Ready stays as it is.");

    private final String value;
    private final String polarity;
    private final String presence;
    private final String description;

    ConditionType(String value, String polarity, String presence, String description) {
        this.value = value;
        this.polarity = polarity;
        this.presence = presence;
        this.description = description;
    }

    /** The word in {@code status.conditions[].type}. */
    public String value() {
        return value;
    }

    /** What the status {@code True} means for the one who reads it. */
    public String polarity() {
        return polarity;
    }

    /** When the condition stands in a status. */
    public String presence() {
        return presence;
    }

    /** What the condition says, in one sentence. */
    public String description() {
        return description;
    }
}
