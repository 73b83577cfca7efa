/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.api;

/**
 * The reasons that stand in conditions, each with one sentence that says what is the matter and what to do. The README
 * lists them as they stand here; scripts and alerts rely on the words.
 */
public enum ConditionReason {
    IN_SYNC("InSync", Occurrence.READY, "OpenComputer holds what the spec says; nothing to do."),

    PAUSED(
            "Paused",
            Occurrence.NOT_READY,
            "A change waits because the annotation opencomputer.dev/paused is \"true\"; remove the annotation to let it"
                    + " through."),

    ID_CONFLICT(
            "IdConflict",
            Occurrence.STALLED,
            "Another Agent holds this id; delete one of the two, and if the holder goes, the other takes over."),

    ADOPTION_REFUSED(
            "AdoptionRefused",
            Occurrence.STALLED,
            "OpenComputer already has this id and adoptionPolicy is Refuse; set it to Adopt to take over what is there,"
                    + " or create this Agent anew with another id."),

    ID_NOT_ALLOWED(
            "IdNotAllowed",
            Occurrence.STALLED,
            "The administrator binds this namespace to other ids, and nothing is written for this one; create this Agent"
                    + " anew with an id that the message allows, or ask the administrator."),

    IMMUTABLE_MISMATCH(
            "ImmutableMismatch",
            Occurrence.STALLED,
            "The record at OpenComputer has another core or model, which cannot be changed there; delete that record, or"
                    + " create this Agent anew with the core and model of the record."),

    NOT_ACCEPTED(
            "NotAccepted",
            Occurrence.STALLED,
            "OpenComputer took the write but answered with another value for a field that the spec sets; compare the"
                    + " field that the message names, and change the spec or the server's settings."),

    REJECTED(
            "Rejected",
            Occurrence.STALLED,
            "OpenComputer refused the request as invalid; change what the message names in the spec."),

    AGENT_NOT_FOUND(
            "AgentNotFound",
            Occurrence.NOT_READY,
            "The Agent that agentRef names is not in this namespace; create it, and the value is put into its store by"
                    + " itself."),

    AGENT_NOT_READY(
            "AgentNotReady",
            Occurrence.NOT_READY,
            "The Agent does not hold its id, has no store yet, is paused or is being deleted; look at the Agent's own"
                    + " conditions, the rest follows by itself."),

    KEY_CONFLICT(
            "KeyConflict",
            Occurrence.STALLED,
            "Another AgentSecret holds the same key of the same Agent; delete one of the two, and if the holder goes,"
                    + " the other takes over."),

    SECRET_NOT_FOUND(
            "SecretNotFound",
            Occurrence.NOT_READY,
            "The Secret that valueFrom names is not in this namespace; create it, or correct the name."),

    SECRET_KEY_NOT_FOUND(
            "SecretKeyNotFound",
            Occurrence.NOT_READY,
            "The Secret has no entry of the name that valueFrom gives; add the entry, or correct the name."),

    INVALID_VALUE(
            "InvalidValue",
            Occurrence.STALLED,
            "The value is empty, longer than 128 KiB or not UTF-8, and OpenComputer takes none of these; put another"
                    + " value into the Secret, or seal another one."),

    SOURCE_FORBIDDEN(
            "SourceForbidden",
            Occurrence.STALLED,
            "The Secret is of a kind that is never sent to OpenComputer, or lacks the label that the administrator"
                    + " requires; copy the value that is meant into a Secret of its own, or set the label."),

    SECRET_UNREADABLE(
            "SecretUnreadable",
            Occurrence.RETRIED,
            "The API server does not let the operator read the Secret; grant the operator's account the right to get"
                    + " Secrets in this namespace."),

    MALFORMED_SEALED_VALUE(
            "MalformedSealedValue",
            Occurrence.STALLED,
            "sealedValue is not what opencomputer-operator seal prints; seal the value again and paste the whole"
                    + " line."),

    UNKNOWN_SEALING_KEY(
            "UnknownSealingKey",
            Occurrence.RETRIED,
            "The value is sealed for a key that this cluster does not have; restore that key, or seal the value again"
                    + " with a key of this cluster."),

    UNSEALING_FAILED(
            "UnsealingFailed",
            Occurrence.STALLED,
            "The value was sealed for another namespace, Agent or key, or was damaged since; seal it again for this"
                    + " place."),

    UNAUTHORISED(
            "Unauthorised",
            Occurrence.RETRIED,
            "OpenComputer answered 401 or 403: the API key is wrong, or the server is in trouble; check the key of the"
                    + " connection, then the server."),

    THROTTLED(
            "Throttled",
            Occurrence.RETRIED,
            "OpenComputer asks for fewer requests; the operator goes on when the server allows it, nothing to do unless"
                    + " it stays."),

    UNREACHABLE(
            "Unreachable",
            Occurrence.RETRIED,
            "OpenComputer did not answer in time or could not be connected to; check its URL and the network between."),

    SERVER_TROUBLE(
            "ServerTrouble",
            Occurrence.RETRIED,
            "OpenComputer answered with an error of its own (5xx); look into the server's logs if it stays."),

    UNEXPECTED_ANSWER(
            "UnexpectedAnswer",
            Occurrence.RETRIED,
            "The answer could not be understood; check that the URL leads to OpenComputer and not to a proxy or another"
                    + " program."),

    AGENTS_API_NOT_FOUND(
            "AgentsApiNotFound",
            Occurrence.RETRIED,
            "There is no agents API at the configured URL; correct the URL, or remove it for a server that has only"
                    + " secret stores."),

    STORE_IN_USE(
            "StoreInUse",
            Occurrence.RETRIED,
            "OpenComputer does not delete the agent's secret store while a sandbox still uses it; stop the sandbox, and"
                    + " the deletion goes on by itself."),

    CONNECTION_MISSING(
            "ConnectionMissing",
            Occurrence.RETRIED,
            "No usable connection is configured for this namespace; create or complete the one that the message names."),

    CONNECTION_CHANGED(
            "ConnectionChanged",
            Occurrence.STALLED,
            "The namespace now uses another connection than the one that this object was made over, and nothing is"
                    + " written over either; have the administrator take that back, or move the object: Retain, delete,"
                    + " apply."),

    ORGANISATION_CHANGED(
            "OrganisationChanged",
            Occurrence.RETRIED,
            "The connection now leads to another organisation than the one that this object was made in; restore the"
                    + " former API key, or move the object: Retain, delete, apply."),

    CONTENDED(
            "Contended",
            Occurrence.RETRIED,
            "Something else keeps changing this object at OpenComputer; find the other writer, often a second cluster, and"
                    + " stop one of the two."),

    INTERNAL_ERROR(
            "InternalError",
            Occurrence.RETRIED,
            "The operator failed in a way that it does not know; look into its logs and report it."),

    RETRYING(
            "Retrying",
            Occurrence.RECONCILING,
            "The last try failed for a reason that can pass, which the message names; the operator tries again by itself."),

    SECRETS_PENDING(
            "SecretsPending",
            Occurrence.NOT_READY,
            "Keys that secretsFrom asks for are on their way into the agent's store, or out of it; nothing to do."),

    SECRETS_FAILING(
            "SecretsFailing",
            Occurrence.NOT_READY,
            "Keys that secretsFrom asks for are not in the agent's store; the message and status.secretsFrom.failing name"
                    + " them, with what to do. All others are there."),

    INVALID_KEY_NAME(
            "InvalidKeyName",
            Occurrence.SECRETS,
            "A key of a Secret, after the prefix, is no name of an environment variable and is left out; name the keys that"
                    + " are meant in secretsFrom, or rename it in the Secret."),

    TOO_MANY_KEYS(
            "TooManyKeys",
            Occurrence.SECRETS,
            "secretsFrom gives more than 1,000 keys, and no more are added; name the keys that are meant."),

    KEY_REFUSED(
            "KeyRefused",
            Occurrence.SECRETS,
            "The API server refuses the AgentSecret that the operator makes for a key, for want of a right, by a quota or by"
                    + " an admission webhook, or makes something else of it, or its name is taken; the operator's log says"
                    + " why."),

    MAX_AGE_NEAR(
            "MaxAgeNear",
            Occurrence.EXPIRING,
            "The value has reached nine tenths of its maxAge; put in a new one before the time that the message names."),

    MAX_AGE_EXCEEDED(
            "MaxAgeExceeded",
            Occurrence.EXPIRED,
            "The value is older than its maxAge and stays at OpenComputer; put in a new one.");

    /** How a reason stands in a status. */
    public enum Occurrence {
        /** All is well. */
        READY("Ready=True"),

        /** The operator does nothing until something changes, and a person may not have to act. */
        NOT_READY("Ready=False"),

        /** The operator does nothing until a person changes something. */
        STALLED("Ready=False, Stalled=True"),

        /** The operator tries again by itself, and Reconciling says so. */
        RETRIED("Ready=False, Reconciling=True"),

        /** A reason of Reconciling itself. */
        RECONCILING("Reconciling=True"),

        /** A reason of SecretsReady itself. */
        SECRETS("SecretsReady=False"),

        /** The reason of Expiring. */
        EXPIRING("Expiring=True"),

        /** The reason of Expired. */
        EXPIRED("Expired=True");

        private final String conditions;

        Occurrence(String conditions) {
            this.conditions = conditions;
        }

        /** The conditions that stand in the status, as people write them. */
        public String conditions() {
            return conditions;
        }

        /** Whether it is of a verdict on the object, which Ready carries, and not of another condition alone. */
        public boolean isVerdict() {
            return switch (this) {
                case READY, NOT_READY, STALLED, RETRIED -> true;
                case RECONCILING, SECRETS, EXPIRING, EXPIRED -> false;
            };
        }
    }

    private final String value;
    private final Occurrence occurrence;
    private final String description;

    ConditionReason(String value, Occurrence occurrence, String description) {
        this.value = value;
        this.occurrence = occurrence;
        this.description = description;
    }

    /** The word in {@code status.conditions[].reason}. */
    public String value() {
        return value;
    }

    /** The conditions that a status has for this reason. */
    public Occurrence occurrence() {
        return occurrence;
    }

    /** What is the matter and what to do, in one sentence. */
    public String description() {
        return description;
    }
}
