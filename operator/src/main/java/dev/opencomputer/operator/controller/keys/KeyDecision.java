/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.keys;

import dev.opencomputer.operator.api.Annotations;
import dev.opencomputer.operator.seal.SealingKeyId;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Decides what comes next for the sealing keys: the first key, a new one because the current one is old or somebody asked,
 * or the publication of what is stored. A pure function of what is stored and published, so that an operator that was
 * killed after any step goes on where it was, and several operators come to the same.
 */
final class KeyDecision {

    /** How the names of Secrets begin with keys that follow others. */
    private static final String SUCCESSORS = KeyPurpose.SEALING.secretName() + "-after-";

    /** By how much a successor is newer than keys from the future. */
    private static final Duration A_LITTLE_LATER = Duration.ofSeconds(1);

    private KeyDecision() {}

    /**
     * Decides. What is published is put right before a new key is made: whatever is in the way of that one, nobody seals for a
     * key that is gone, or a stranger's. A request stays until it is fulfilled.
     *
     * @param stored every private key, read after {@code published} was: what stands there had been stored before
     * @param published the publication as it is
     * @param cluster which cluster this is, if that is known
     * @param now the time
     * @param age how old the current key may become
     */
    static KeyPlan decide(
            Collection<StoredKey> stored,
            Optional<Publication> published,
            Optional<String> cluster,
            Instant now,
            AgeRule age) {
        if (stored.isEmpty()) {
            return new KeyPlan.Make(KeyPurpose.SEALING.secretName(), now.truncatedTo(ChronoUnit.SECONDS));
        }
        StoredKey current = current(stored, published);
        boolean asked = isAskedFor(current, published) || isCurrentLost(stored, published);
        Publication right = Publication.of(stored, current.id(), cluster.or(() -> cluster(published)));
        Publication wanted = asked ? right.askingFor(current.id()) : right;
        if (published.filter(wanted::equals).isEmpty()) {
            return new KeyPlan.Publish(wanted);
        }
        return asked || age.isTooOld(current, now) || isFromTooFarAhead(current, stored, now, age)
                ? new KeyPlan.Make(successor(current.id()), after(stored, now))
                : new KeyPlan.Settled(current);
    }

    /**
     * Whether what uses a key is to be sealed anew. A later successor is no former key: it becomes the current one, or has
     * at another operator, of which this one has not heard; what uses it must not go back. One that came from a back-up is,
     * whatever its date: that is another cluster's.
     *
     * @param id the key's id
     * @param stored every private key
     * @param current the current key
     */
    static boolean isFormer(SealingKeyId id, Collection<StoredKey> stored, StoredKey current) {
        return !id.equals(current.id())
                && stored.stream()
                        .filter(key -> key.id().equals(id))
                        .noneMatch(key -> followsAnother(key) && key.created().isAfter(current.created()));
    }

    /** The name of the Secret with the key that follows another: each key has one successor, whoever makes it. */
    static String successor(SealingKeyId key) {
        return SUCCESSORS + key;
    }

    /**
     * The key to seal with as things are, before anything that is due is done: the one that is named, but never one that was
     * renewed. Who may write the publication cannot lead everybody back to a key that others may have copied. Where none is
     * named, the newest of those that were made here: the dates of keys from a back-up are another cluster's.
     *
     * @param stored every private key, one at least
     * @param published the publication as it is
     */
    static StoredKey current(Collection<StoredKey> stored, Optional<Publication> published) {
        Set<String> names = stored.stream().map(StoredKey::secretName).collect(Collectors.toSet());
        List<StoredKey> unrenewed = stored.stream()
                .filter(key -> !names.contains(successor(key.id())))
                .toList();
        Optional<String> named = published.flatMap(Publication::current);
        // Also where one of a chain is gone, such as one that was retired, the newest of those that followed another
        // counts.
        return unrenewed.stream()
                .filter(key ->
                        followsAnother(key) || named.equals(Optional.of(key.id().value())))
                .max(StoredKey.BY_AGE)
                .or(() -> unrenewed.stream().filter(KeyDecision::isFirst).findFirst())
                .or(() -> unrenewed.stream().max(StoredKey.BY_AGE))
                .orElseGet(() -> Collections.max(stored, StoredKey.BY_AGE));
    }

    /** The key that a publication names, if it is stored. */
    static Optional<StoredKey> named(Collection<StoredKey> stored, Publication published) {
        return published
                .current()
                .flatMap(id -> stored.stream()
                        .filter(key -> key.id().value().equals(id))
                        .findFirst());
    }

    private static boolean followsAnother(StoredKey key) {
        return key.secretName().startsWith(SUCCESSORS);
    }

    private static boolean isFirst(StoredKey key) {
        return key.secretName().equals(KeyPurpose.SEALING.secretName());
    }

    private static boolean isAskedFor(StoredKey current, Optional<Publication> published) {
        return published
                .flatMap(Publication::renewalAskedFor)
                .filter(current.id().value()::equals)
                .isPresent();
    }

    /**
     * Whether the key that was published as the current one is not stored any more. What is left had been renewed, and
     * somebody may have copied it since: it is used until it has another successor.
     */
    private static boolean isCurrentLost(Collection<StoredKey> stored, Optional<Publication> published) {
        return published
                .flatMap(Publication::currentThatWasOurs)
                .filter(id -> stored.stream().noneMatch(key -> key.id().value().equals(id)))
                .isPresent();
    }

    /**
     * Whether a key is to be followed for being from the future. Not by one that was: where it is our clock that is behind, the
     * successor is from the future too, and each start would make another.
     */
    private static boolean isFromTooFarAhead(
            StoredKey current, Collection<StoredKey> stored, Instant now, AgeRule age) {
        boolean afterAnotherFromTheFuture = followsAnother(current)
                && stored.stream()
                        .anyMatch(key -> key.created().plus(A_LITTLE_LATER).equals(current.created()));
        return age.isFromTooFarAhead(current, now) && !afterAnotherFromTheFuture;
    }

    /**
     * A successor is the newest of all, whatever the clock says, and those of other clusters: by that, everybody tells former
     * keys from later ones, and none that there is can be chosen by hand any more.
     */
    private static Instant after(Collection<StoredKey> stored, Instant now) {
        Instant atLeast = Collections.max(stored, StoredKey.BY_AGE).created().plus(A_LITTLE_LATER);
        Instant made = now.truncatedTo(ChronoUnit.SECONDS);
        return made.isBefore(atLeast) ? atLeast : made;
    }

    /** What is known no more, such as while a right is missing, stays as it was published. */
    private static Optional<String> cluster(Optional<Publication> published) {
        return published.map(publication -> publication.annotations().get(Annotations.CLUSTER_ID));
    }
}
