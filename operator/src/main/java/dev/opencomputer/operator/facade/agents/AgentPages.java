/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.agents;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.opencomputer.operator.api.Agent;
import dev.opencomputer.operator.facade.kubernetes.CallLimits;
import dev.opencomputer.operator.facade.kubernetes.CallerAccess;
import dev.opencomputer.operator.facade.kubernetes.Page;
import dev.opencomputer.operator.facade.kubernetes.ResourceAccess;
import dev.opencomputer.operator.wire.Json;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;

/**
 * Agents of a namespace as a list shows them, in the order of their objects' names: one for each id. A page is asked for when
 * it is wanted and not before, so that no more than one is in memory, however many there are and however slowly they are
 * taken. Must be closed.
 */
public final class AgentPages implements AutoCloseable {

    private final ResourceAccess<Agent> agents;
    private final AgentLookup lookup;
    private final HeldPages memory;
    private final int most;
    private final boolean isOne;
    private final Set<String> seen = new HashSet<>();
    private Optional<List<byte[]>> ready = Optional.empty();
    private Optional<String> next;
    private int held;

    /** What is kept of an Agent while its page is sent. */
    private static final class Entry {
        private final String id;
        private final String uid;
        private final boolean isInDoubt;
        private final byte[] json;

        Entry(Agent agent) {
            id = agent.effectiveId();
            uid = agent.getMetadata().getUid();
            isInDoubt = AgentLookup.isInDoubt(agent);
            try {
                json = Json.MAPPER.writeValueAsBytes(AgentView.brief(agent));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("An agent could not be written as JSON", e);
            }
        }
    }

    private AgentPages(ResourceAccess<Agent> agents, HeldPages memory, int most, Optional<String> next, boolean isOne) {
        this.agents = agents;
        this.lookup = new AgentLookup(agents);
        this.memory = memory;
        this.most = most;
        this.next = next;
        this.isOne = isOne;
        try {
            this.ready = Optional.of(read());
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * All pages. The first is asked for at once, so that what is wrong shows before anything is sent.
     *
     * @param access a caller's; each page has its own time
     * @param memory where a page has room while it is sent
     */
    public static AgentPages all(CallerAccess access, HeldPages memory) {
        return new AgentPages(
                access.agents().within(CallLimits.ofRequestsOnly()),
                memory,
                Integer.MAX_VALUE,
                Optional.empty(),
                false);
    }

    /**
     * One page for a caller who goes from page to page himself.
     *
     * @param access a caller's
     * @param memory where the page has room while it is sent
     * @param most its largest number of agents; it may have fewer, and still not be the last
     * @param next where to go on, as the page before said; absent for the first
     */
    public static AgentPages one(CallerAccess access, HeldPages memory, int most, Optional<String> next) {
        return new AgentPages(access.agents(), memory, most, next, true);
    }

    /** Whether there is a page to be sent. */
    public boolean hasNext() {
        return ready.isPresent() || (!isOne && next.isPresent());
    }

    /** The agents of the next page, each as JSON; those of the page before it are sent by now. */
    public List<byte[]> next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        List<byte[]> page = ready.orElseGet(this::read);
        ready = Optional.empty();
        return page;
    }

    /** Where to go on after all that was sent; absent at the end of the list. */
    public Optional<String> continuation() {
        return next;
    }

    private List<byte[]> read() {
        close();
        Page<Entry> page = agents.page(Map.of(), most, next, this::keep);
        next = page.next();
        return page.items().stream()
                .filter(entry -> !entry.isInDoubt || lookup.isMeant(entry.id, entry.uid))
                .filter(entry -> seen.add(entry.id))
                .map(entry -> entry.json)
                .toList();
    }

    private List<Entry> keep(List<Agent> page) {
        List<Entry> entries =
                page.stream().filter(AgentLookup::isPresent).map(Entry::new).toList();
        held = memory.take(
                entries.stream().mapToLong(entry -> entry.json.length).sum());
        return entries;
    }

    /** Gives back the room of what was sent, or is not going to be. */
    @Override
    public void close() {
        memory.giveBack(held);
        held = 0;
    }
}
