/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secretsfrom;

import dev.opencomputer.operator.api.AgentSecret;
import dev.opencomputer.operator.api.ConditionReason;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * What the process remembers for one Agent's {@code secretsFrom}: which keys its Secrets have, and what it wrote until that
 * is back from the watch. Used by one reconcile at a time, but for {@link #changed} and {@link #gone}, which watches call.
 */
public final class ChildMemory {

    /** How long a Secret may be on its way until the status says that it is missing, as it is for one AgentSecret. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    /** How long no key of another name leaves because the API server fails to give a Secret, which may give it too. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    /** When a Secret is read again that the API server failed to give. */
    private static final Duration READ_AGAIN = Duration.ofSeconds(10);

    /**
     * What was read of a Secret.
     *
     * @param keys what it has
     * @param until when that has to be read again, although nobody told of a change
     */
    private record Known(SecretKeys keys, Optional<Long> until) {}

    private final LongSupplier clock;
    private final Map<String, Known> secrets = new HashMap<>();
    private final Map<String, Long> missingSince = new HashMap<>();
    private final Map<String, Long> failingSince = new HashMap<>();
    private final Map<String, AgentSecret> answers = new HashMap<>();
    private final Set<String> deleted = new HashSet<>();
    private final Set<String> refused = new HashSet<>();
    private final Set<String> triedAgain = new HashSet<>();
    private final Map<String, AgentSecret> brought = new HashMap<>();
    private final Map<String, AgentSecret> putBack = new HashMap<>();
    private final Set<String> changed = ConcurrentHashMap.newKeySet();
    private final Set<String> gone = ConcurrentHashMap.newKeySet();

    /**
     * Remembers nothing.
     *
     * @param clock nanoseconds of a monotonic clock
     */
    public ChildMemory(LongSupplier clock) {
        this.clock = clock;
    }

    /**
     * A Secret came, went or was changed.
     *
     * @param secret its name
     */
    public void changed(String secret) {
        changed.add(secret);
    }

    /**
     * An AgentSecret is gone for good.
     *
     * @param secret the AgentSecret
     */
    public void gone(HasMetadata secret) {
        gone.add(secret.getMetadata().getUid());
    }

    /** Forgets what could have changed without a word: all is looked at anew. */
    void begin() {
        secrets.clear();
        triedAgain.clear();
        triedAgain.addAll(refused);
        refused.clear();
        brought.clear();
        putBack.clear();
    }

    /**
     * Which keys a Secret has; read only where that is not known.
     *
     * @param name its name
     * @param toldMissing whether the status says already that it is missing, so that nobody waits for it any more
     * @param read reads it
     */
    SecretKeys secret(String name, boolean toldMissing, Function<String, SecretKeys> read) {
        // Before it is read: a change meanwhile is the next one's.
        boolean news = changed.remove(name);
        Known known = secrets.get(name);
        if (news || known == null || known.until().filter(this::hasPassed).isPresent()) {
            known = known(name, toldMissing, read.apply(name));
            secrets.put(name, known);
        }
        return known.keys();
    }

    private Known known(String name, boolean toldMissing, SecretKeys keys) {
        if (keys instanceof SecretKeys.Unusable failing && failing.passing()) {
            long patient = failingSince.computeIfAbsent(name, any -> clock.getAsLong()) + PATIENCE.toNanos();
            return new Known(
                    new SecretKeys.Unusable(failing.reason(), failing.message(), !hasPassed(patient)),
                    Optional.of(clock.getAsLong() + READ_AGAIN.toNanos()));
        }
        failingSince.remove(name);
        if (!(keys instanceof SecretKeys.Unusable unusable)) {
            missingSince.remove(name);
            return new Known(keys, Optional.empty());
        }
        if (unusable.reason() != ConditionReason.SECRET_NOT_FOUND) {
            missingSince.remove(name);
            return new Known(keys, Optional.empty());
        }
        long until = missingSince.computeIfAbsent(name, any -> clock.getAsLong()) + GRACE.toNanos();
        return toldMissing || hasPassed(until)
                ? new Known(keys, Optional.empty())
                : new Known(new SecretKeys.Awaited(), Optional.of(until));
    }

    /** Forgets the Secrets that nobody asks for any more. */
    void retain(Set<String> asked) {
        secrets.keySet().retainAll(asked);
        missingSince.keySet().retainAll(asked);
        failingSince.keySet().retainAll(asked);
    }

    /** The time until a Secret has to be read again, although nobody may tell of a change. */
    Optional<Duration> untilRead() {
        return secrets.values().stream()
                .flatMap(known -> known.until().stream())
                // A timer that counts in milliseconds may fire a little early.
                .map(until ->
                        Duration.ofNanos(Math.max(until - clock.getAsLong(), 0)).plusMillis(1))
                .min(Comparator.naturalOrder());
    }

    private boolean hasPassed(long moment) {
        return clock.getAsLong() - moment >= 0;
    }

    /** The AgentSecrets as they are after our own writes. */
    List<AgentSecret> freshest(List<AgentSecret> cached) {
        Map<String, AgentSecret> byUid = new LinkedHashMap<>();
        cached.forEach(secret -> byUid.put(uid(secret), secret));
        // What the watch tells from here on is the next one's.
        Set<String> ended = Set.copyOf(gone);
        answers.values()
                .removeIf(answer -> ended.contains(uid(answer))
                        || (byUid.containsKey(uid(answer)) && version(byUid.get(uid(answer))) >= version(answer)));
        answers.values().forEach(answer -> byUid.put(uid(answer), answer));
        deleted.retainAll(byUid.keySet());
        gone.removeAll(ended);
        return List.copyOf(byUid.values());
    }

    /** Notes what the API server answered to a write. */
    void wrote(AgentSecret answer) {
        // Nobody reads who set which field, and it is half of an object.
        answer.getMetadata().setManagedFields(null);
        answers.put(uid(answer), answer);
    }

    /** Notes that the API server took a deletion. */
    void deleted(AgentSecret child) {
        deleted.add(uid(child));
    }

    /** Whether it took one before. */
    boolean isDeleted(AgentSecret child) {
        return deleted.contains(uid(child));
    }

    /** Notes that the API server did not take a step. */
    void refused(Step step) {
        refused.add(step.attempt());
    }

    /** The attempts that it did not take before all was looked at anew, and may take now. */
    Set<String> triedAgain() {
        return Set.copyOf(triedAgain);
    }

    /** Notes that it did. */
    void taken(Step step) {
        triedAgain.remove(step.attempt());
    }

    /** Notes that one was brought to what it should say. The first time, that may have been asked for anew. */
    void brought(AgentSecret wanted) {
        (says(brought, wanted) ? putBack : brought).put(wanted.getMetadata().getName(), wanted);
    }

    /** Whether one was put back to the very same since all was looked at anew: somebody else keeps writing. */
    boolean wasPutBack(AgentSecret wanted) {
        return says(putBack, wanted);
    }

    private static boolean says(Map<String, AgentSecret> before, AgentSecret wanted) {
        return Optional.ofNullable(before.get(wanted.getMetadata().getName()))
                .filter(same -> Children.says(same, wanted.getSpec()))
                .isPresent();
    }

    /** The attempts that it did not take since all was looked at anew. */
    Set<String> refused() {
        return Set.copyOf(refused);
    }

    private static String uid(HasMetadata object) {
        return String.valueOf(object.getMetadata().getUid());
    }

    private static long version(HasMetadata object) {
        return Long.parseLong(object.getMetadata().getResourceVersion());
    }
}
