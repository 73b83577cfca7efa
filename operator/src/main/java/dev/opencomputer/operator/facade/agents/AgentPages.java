/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.agents;

import dev.opencomputer.operator.api.Agent;
import dev.opencomputer.operator.facade.kubernetes.CallLimits;
import dev.opencomputer.operator.facade.kubernetes.CallerAccess;
import dev.opencomputer.operator.facade.kubernetes.Page;
import dev.opencomputer.operator.facade.kubernetes.ResourceAccess;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;

/**
 * All agents of a namespace, page by page in the order of their objects' names: one for each id. A page is asked for when
 * it is wanted and not before, so that no more than one is in memory, however many there are and however slowly they are
 * taken.
 */
public final class AgentPages implements Iterator<List<Agent>> {

    /** The largest page. */
    public static final int MOST = 500;

    private final ResourceAccess<Agent> agents;
    private final AgentLookup lookup;
    private final Set<String> seen = new HashSet<>();
    private Optional<List<Agent>> ready;
    private Optional<String> next;

    /**
     * Asks for the first page, so that what is wrong shows before anything is sent.
     *
     * @param access a caller's; each page has its own time
     */
    public AgentPages(CallerAccess access) {
        this.agents = access.agents().within(CallLimits.ofRequestsOnly());
        this.lookup = new AgentLookup(agents);
        this.next = Optional.empty();
        this.ready = Optional.of(read());
    }

    /**
     * One page for a caller who goes from page to page himself.
     *
     * @param access a caller's
     * @param most its largest number of agents; it may have fewer, and still not be the last
     * @param next where to go on, as the page before said; absent for the first
     */
    public static Page<Agent> page(CallerAccess access, int most, Optional<String> next) {
        AgentLookup lookup = new AgentLookup(access.agents());
        Page<Agent> page = access.agents().page(most, next);
        return new Page<>(page.items().stream().filter(lookup::isMeant).toList(), page.next());
    }

    @Override
    public boolean hasNext() {
        return ready.isPresent() || next.isPresent();
    }

    @Override
    public List<Agent> next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        List<Agent> page = ready.orElseGet(this::read);
        ready = Optional.empty();
        return page;
    }

    private List<Agent> read() {
        Page<Agent> page = agents.page(MOST, next);
        next = page.next();
        return page.items().stream()
                .filter(lookup::isMeant)
                .filter(agent -> seen.add(agent.effectiveId()))
                .toList();
    }
}
