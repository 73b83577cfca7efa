/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.headers;

import dev.opencomputer.operator.facade.answer.Refusal;
import java.util.List;
import java.util.Optional;

/** The versions that a request is meant for (RFC 9110, 13): {@code If-Match} and {@code If-None-Match}. */
public final class Preconditions {

    /** Carries the version in an answer. */
    public static final String ETAG = "ETag";

    /** Does it for these versions only. */
    public static final String IF_MATCH = "If-Match";

    /** Does it for other versions only. */
    public static final String IF_NONE_MATCH = "If-None-Match";

    /** Whatever the version is. */
    public static final Preconditions NONE = new Preconditions(Optional.empty(), Optional.empty());

    private static final int PRECONDITION_FAILED = 412;

    private final Optional<EntityTags> match;
    private final Optional<EntityTags> noneMatch;

    private Preconditions(Optional<EntityTags> match, Optional<EntityTags> noneMatch) {
        this.match = match;
        this.noneMatch = noneMatch;
    }

    /**
     * Reads both headers.
     *
     * @param match the values of all {@code If-Match} fields, none when there is none
     * @param noneMatch those of {@code If-None-Match}
     * @throws Refusal 400 when one of them is malformed
     */
    public static Preconditions of(List<String> match, List<String> noneMatch) {
        return new Preconditions(tags(IF_MATCH, match), tags(IF_NONE_MATCH, noneMatch));
    }

    /**
     * Holds a read against the version that is there.
     *
     * @param tag the strong tag of what would be shown
     * @return whether the caller has it already, and 304 is the answer
     * @throws Refusal 412 when the caller means another version
     */
    public boolean isKnown(String tag) {
        requireMatch(tag);
        return noneMatch.filter(tags -> tags.holdWeakly(tag)).isPresent();
    }

    /**
     * Holds a write against the version that it would change.
     *
     * @param tag the strong tag of what is there
     * @throws Refusal 412 when the caller means another version
     */
    public void require(String tag) {
        requireMatch(tag);
        if (noneMatch.filter(tags -> tags.holdWeakly(tag)).isPresent()) {
            throw failed("it is the version that " + IF_NONE_MATCH + " excludes");
        }
    }

    /**
     * Holds a write against what has no versions, so that only {@code *} can mean it.
     *
     * @param isThere whether there is something that it would change
     * @throws Refusal 412 when the caller means that there is and there is not, or the other way round
     */
    public void requireOfUntagged(boolean isThere) {
        if (match.filter(tags -> !(isThere && tags.isAny())).isPresent()) {
            throw failed(
                    isThere
                            ? "it has no versions: " + IF_MATCH + " can only be *"
                            : "it is not there, and " + IF_MATCH + " asks for one that is");
        }
        if (isThere && noneMatch.filter(EntityTags::isAny).isPresent()) {
            throw failed("it is there already, and " + IF_NONE_MATCH + " asks for one that is not");
        }
    }

    /** Whether the write is meant for certain versions, and must not be done to a later one. */
    public boolean isOfVersion() {
        return match.isPresent() || noneMatch.isPresent();
    }

    private void requireMatch(String tag) {
        if (match.filter(tags -> !tags.holdStrongly(tag)).isPresent()) {
            throw failed("it was changed since: read it again, its " + ETAG + " is none of " + IF_MATCH);
        }
    }

    private static Optional<EntityTags> tags(String header, List<String> values) {
        return values.isEmpty() ? Optional.empty() : Optional.of(EntityTags.parse(header, values));
    }

    private static Refusal failed(String why) {
        return Refusal.of(PRECONDITION_FAILED, why);
    }
}
