/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.agents;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.opencomputer.operator.api.Agent;
import dev.opencomputer.operator.api.AgentSecret;
import dev.opencomputer.operator.facade.agents.SecretLookup.Rank;
import dev.opencomputer.operator.facade.answer.Refusal;
import dev.opencomputer.operator.facade.kubernetes.Page;
import dev.opencomputer.operator.facade.kubernetes.ResourceAccess;
import dev.opencomputer.operator.wire.Json;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BinaryOperator;

/**
 * The keys of an Agent as a list shows them, in their order: for each the AgentSecret that {@link SecretLookup#find} would
 * find. They are read page by page and kept as they are sent, without what is not shown. Must be closed.
 */
public final class SecretList implements AutoCloseable {

    private final HeldPages memory;
    private final Map<String, Entry> byKey = new TreeMap<>();
    private int held;

    /** What is kept of an AgentSecret: not its sealed value, which can be large. */
    private static final class Entry {
        private final String key;
        private final Rank rank;
        private final byte[] json;

        Entry(AgentSecret secret, Agent agent) {
            key = secret.getSpec().getKey();
            rank = Rank.of(secret, agent);
            try {
                json = Json.MAPPER.writeValueAsBytes(SecretView.of(secret));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("A secret could not be written as JSON", e);
            }
        }
    }

    private SecretList(HeldPages memory) {
        this.memory = memory;
    }

    /**
     * Reads it.
     *
     * @param secrets the AgentSecrets of the Agent's namespace
     * @param memory where it has room while it is sent
     * @throws Refusal 503 when there is no room
     */
    public static SecretList read(ResourceAccess<AgentSecret> secrets, Agent agent, HeldPages memory) {
        SecretList list = new SecretList(memory);
        try {
            list.readAll(secrets, agent);
            return list;
        } catch (RuntimeException e) {
            list.close();
            throw e;
        }
    }

    /** Each key as JSON. */
    public List<byte[]> keys() {
        return byKey.values().stream().map(entry -> entry.json).toList();
    }

    private void readAll(ResourceAccess<AgentSecret> secrets, Agent agent) {
        Optional<String> next = Optional.empty();
        do {
            Page<Entry> page = secrets.page(
                    SecretLookup.of(agent),
                    Integer.MAX_VALUE,
                    next,
                    objects -> objects.stream()
                            .filter(secret -> SecretObjects.isPresent(secret, agent))
                            .map(secret -> new Entry(secret, agent))
                            .toList());
            page.items().forEach(this::keep);
            next = page.next();
        } while (next.isPresent());
    }

    private void keep(Entry entry) {
        held += memory.take(entry.json.length);
        byKey.merge(
                entry.key, entry, BinaryOperator.minBy(Comparator.comparing(kept -> kept.rank, Rank.FIRST_IS_LEAST)));
    }

    /** Gives back the room of what was sent, or is not going to be. */
    @Override
    public void close() {
        memory.giveBack(held);
        held = 0;
    }
}
