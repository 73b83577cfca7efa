/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secretsfrom;

import dev.opencomputer.operator.api.AgentSecret;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * What the process remembers for one Agent's {@code secretsFrom}: which keys its Secrets have, and what it wrote until that
 * is back from the watch. Used by one reconcile at a time, but for {@link #changed} and {@link #gone}, which watches call.
 */
public final class ChildMemory {

    private final Map<String, SecretKeys> secrets = new HashMap<>();
    private final Map<String, AgentSecret> answers = new HashMap<>();
    private final Set<String> deleted = new HashSet<>();
    private final Set<String> refused = new HashSet<>();
    private final Set<String> changed = ConcurrentHashMap.newKeySet();
    private final Set<String> gone = ConcurrentHashMap.newKeySet();

    /** Remembers nothing. */
    public ChildMemory() {}

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
        refused.clear();
    }

    /** Which keys a Secret has; read only where that is not known. */
    SecretKeys secret(String name, Function<String, SecretKeys> read) {
        // Before it is read: a change meanwhile is the next one's.
        if (changed.remove(name)) {
            secrets.remove(name);
        }
        return secrets.computeIfAbsent(name, read);
    }

    /** The AgentSecrets as they are after our own writes. */
    List<AgentSecret> freshest(List<AgentSecret> cached) {
        Map<String, AgentSecret> byUid = new LinkedHashMap<>();
        cached.forEach(secret -> byUid.put(uid(secret), secret));
        answers.values()
                .removeIf(answer -> gone.contains(uid(answer))
                        || (byUid.containsKey(uid(answer)) && version(byUid.get(uid(answer))) >= version(answer)));
        answers.values().forEach(answer -> byUid.put(uid(answer), answer));
        deleted.retainAll(byUid.keySet());
        gone.clear();
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

    /** Notes that the API server did not take a change of an AgentSecret. */
    void refused(AgentSecret child) {
        refused.add(child.getMetadata().getName());
    }

    /** The names of those of which it did not take a change since all was looked at anew. */
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
