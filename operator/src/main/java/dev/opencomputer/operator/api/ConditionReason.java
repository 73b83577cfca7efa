/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.api;

/**
 * The reasons that stand in conditions, each with one sentence that says what is the matter and what to do. The README
 * lists them as they stand here; scripts and alerts rely on the words.
 */
public enum ConditionReason {
    /** Ready=True. */
    IN_SYNC("InSync", "OpenComputer holds what the spec says; nothing to do."),

    /** Ready=False, neither Reconciling nor Stalled. */
    PAUSED(
            "Paused",
            "A change waits because the annotation opencomputer.dev/paused is \"true\"; remove the annotation to let it"
                    + " through."),

    /** Stalled. */
    ID_CONFLICT(
            "IdConflict",
            "Another Agent holds this id; give this one another spec.id, or delete the other and this one takes over."),

    /** Stalled. */
    ADOPTION_REFUSED(
            "AdoptionRefused",
            "OpenComputer already has this id and adoptionPolicy is Refuse; set it to Adopt to take over what is there,"
                    + " or choose another id."),

    /** Stalled. */
    IMMUTABLE_MISMATCH(
            "ImmutableMismatch",
            "The record at OpenComputer has another core or model, which cannot be changed there; delete that record, or"
                    + " declare the core and model that it has."),

    /** Ready=False, repeated only when something changes. */
    NOT_ACCEPTED(
            "NotAccepted",
            "OpenComputer took the write but answered with another value for a field that the spec sets; compare the"
                    + " field that the message names, and change the spec or the server's settings."),

    /** Stalled. */
    REJECTED("Rejected", "OpenComputer refused the request as invalid; change what the message names in the spec."),

    /** Ready=False, tried again slowly. */
    UNAUTHORISED(
            "Unauthorised",
            "OpenComputer answered 401 or 403: the API key is wrong, or the server is in trouble; check the key of the"
                    + " connection, then the server."),

    /** Ready=False, tried again when the server allows it. */
    THROTTLED(
            "Throttled",
            "OpenComputer asks for fewer requests; the operator goes on when the server allows it, nothing to do unless"
                    + " it stays."),

    /** Ready=False, tried again with back-off. */
    UNREACHABLE(
            "Unreachable",
            "OpenComputer did not answer in time or could not be connected to; check its URL and the network between."),

    /** Ready=False, tried again with back-off. */
    SERVER_TROUBLE(
            "ServerTrouble",
            "OpenComputer answered with an error of its own (5xx); look into the server's logs if it stays."),

    /** Ready=False, tried again with back-off. */
    UNEXPECTED_ANSWER(
            "UnexpectedAnswer",
            "The answer could not be understood; check that the URL leads to OpenComputer and not to a proxy or another"
                    + " program."),

    /** Ready=False, tried again slowly. */
    AGENTS_API_NOT_FOUND(
            "AgentsApiNotFound",
            "There is no agents API at the configured URL; correct the URL, or remove it for a server that has only"
                    + " secret stores."),

    /** Ready=False, tried again when the connection appears. */
    CONNECTION_MISSING(
            "ConnectionMissing",
            "No usable connection is configured for this namespace; create or complete the one that the message names."),

    /** Ready=False, tried again slowly. */
    ORGANISATION_CHANGED(
            "OrganisationChanged",
            "The connection now leads to another organisation than the one that this object was made in; restore the"
                    + " former API key, or move the object: Retain, delete, apply."),

    /** Ready=False, tried again with back-off. */
    CONTENDED(
            "Contended",
            "Something else keeps changing this agent at OpenComputer; find the other writer, often a second cluster, and"
                    + " stop one of the two."),

    /** Ready=False, tried again with back-off. */
    INTERNAL_ERROR(
            "InternalError", "The operator failed in a way that it does not know; look into its logs and report it."),

    /** Reconciling=True. */
    RETRYING(
            "Retrying",
            "The last try failed for a reason that can pass, which Ready names; the operator tries again by itself."),

    /** Reconciling=True. */
    WAITING("Waiting", "Work that has to end first is under way for this id; the operator goes on by itself.");

    private final String value;
    private final String description;

    ConditionReason(String value, String description) {
        this.value = value;
        this.description = description;
    }

    /** The word in {@code status.conditions[].reason}. */
    public String value() {
        return value;
    }

    /** What is the matter and what to do, in one sentence. */
    public String description() {
        return description;
    }
}
