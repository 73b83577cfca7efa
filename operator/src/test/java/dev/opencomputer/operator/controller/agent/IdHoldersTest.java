/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.agent;

import static dev.opencomputer.operator.controller.agent.AgentFixture.agent;
import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.api.Agent;
import dev.opencomputer.operator.controller.scheduling.AgentKey;
import dev.opencomputer.operator.opencomputer.AgentId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class IdHoldersTest {

    private static final AgentKey KEY = new AgentKey("default", new AgentId("shared"));
    private static final String EARLIER = "2026-05-01T09:00:00Z";
    private static final String LATER = "2026-05-01T11:00:00Z";

    private final List<Agent> cache = new ArrayList<>();
    private final Map<Agent, String> connections = new HashMap<>();
    private final IdHolders holders = new IdHolders(
            id -> cache.stream().filter(agent -> agent.effectiveId().equals(id)).toList(),
            agent -> connections.getOrDefault(agent, "default"));

    private Agent there(AgentFixture fixture) {
        Agent agent = fixture.withId("shared").get();
        cache.add(agent);
        return agent;
    }

    @Test
    void holdsItsIdAlone() {
        Agent only = there(agent("team-a", "one"));

        assertThat(holders.otherHolder(only, KEY)).isEmpty();
    }

    @Test
    void countsTheObjectsNameWhereNoIdIsSet() {
        Agent named = agent("team-a", "shared").born(EARLIER).get();
        cache.add(named);
        Agent younger = there(agent("team-b", "one").born(LATER));

        assertThat(holders.otherHolder(younger, KEY)).contains(named);
    }

    @Test
    void givesTheIdToTheOldestWhenNobodyHasAClaim() {
        Agent younger = there(agent("team-a", "one").born(LATER));
        Agent older = there(agent("team-b", "one").born(EARLIER));

        assertThat(holders.otherHolder(younger, KEY)).contains(older);
        assertThat(holders.otherHolder(older, KEY)).isEmpty();
    }

    @Test
    void ordersTheSameSecondByNamespaceAndName() {
        Agent third = there(agent("team-b", "a"));
        Agent second = there(agent("team-a", "b"));
        Agent first = there(agent("team-a", "a"));

        assertThat(holders.otherHolder(third, KEY)).contains(first);
        assertThat(holders.otherHolder(second, KEY)).contains(first);
        assertThat(holders.otherHolder(first, KEY)).isEmpty();
    }

    @Test
    void givesTheIdToTheClaimBeforeAge() {
        Agent older = there(agent("team-a", "one").born(EARLIER));
        Agent claimant = there(agent("team-b", "one").born(LATER).claiming("shared", "org-1", "default"));

        assertThat(holders.otherHolder(older, KEY)).contains(claimant);
        assertThat(holders.otherHolder(claimant, KEY)).isEmpty();
    }

    @Test
    void givesTheIdToTheOlderOfTwoClaims() {
        Agent younger = there(agent("team-a", "one").born(LATER).claiming("shared", "org-1", "default"));
        Agent older = there(agent("team-b", "one").born(EARLIER).claiming("shared", "org-1", "default"));

        assertThat(holders.otherHolder(younger, KEY)).contains(older);
        assertThat(holders.otherHolder(older, KEY)).isEmpty();
    }

    @Test
    void ignoresAClaimOnAnotherId() {
        Agent older = there(agent("team-a", "one").born(EARLIER).claiming("something-else", "org-1", "default"));
        Agent younger = there(agent("team-b", "one").born(LATER));

        assertThat(holders.otherHolder(older, KEY)).isEmpty();
        assertThat(holders.otherHolder(younger, KEY)).contains(older);
    }

    @Test
    void keepsTheOneThatBeganToActAlthoughASiblingOfTheSameSecondSortsFirst() {
        Agent acting = there(agent("team-b", "one"));
        assertThat(holders.otherHolder(acting, KEY)).isEmpty();

        Agent sibling = there(agent("team-a", "one"));

        assertThat(holders.otherHolder(sibling, KEY)).contains(acting);
        assertThat(holders.otherHolder(acting, KEY)).isEmpty();
    }

    @Test
    void letsAClaimOutrankTheOneThatBeganToAct() {
        Agent acting = there(agent("team-a", "one"));
        assertThat(holders.otherHolder(acting, KEY)).isEmpty();

        Agent claimant = there(agent("team-b", "one").claiming("shared", "org-1", "default"));

        assertThat(holders.otherHolder(acting, KEY)).contains(claimant);
    }

    @Test
    void handsOverWhenTheOneThatActedIsGone() {
        Agent acting = there(agent("team-a", "one"));
        Agent next = there(agent("team-b", "one"));
        assertThat(holders.otherHolder(acting, KEY)).isEmpty();

        cache.remove(acting);
        holders.forget(acting, KEY);

        assertThat(holders.otherHolder(next, KEY)).isEmpty();
    }

    @Test
    void leavesTheIdWithAHolderThatIsBeingDeletedUntilItIsGone() {
        Agent leaving = there(agent("team-a", "one").born(EARLIER).beingDeleted());
        Agent next = there(agent("team-b", "one").born(LATER));

        assertThat(holders.otherHolder(next, KEY)).contains(leaving);
    }

    @Test
    void passesTheIdOnWhenOnlySomebodyElsesFinalizerKeepsItsHolder() {
        Agent leaving = there(agent("team-a", "one")
                .born(EARLIER)
                .claiming("shared", "org-1", "default")
                .beingDeleted()
                .withoutFinalizers());
        Agent next = there(agent("team-b", "one").born(LATER));

        assertThat(holders.otherHolder(next, KEY)).isEmpty();
        assertThat(holders.rivals(next, KEY)).doesNotContain(leaving);
    }

    @Test
    void keepsConnectionsApart() {
        Agent here = there(agent("team-a", "one").born(LATER));
        Agent elsewhere = there(agent("team-b", "one").born(EARLIER));
        connections.put(elsewhere, "team-b");

        assertThat(holders.otherHolder(here, KEY)).isEmpty();
        assertThat(holders.rivals(here, KEY)).isEmpty();
    }

    @Test
    void knowsTheRivalsOfAnAgent() {
        Agent one = there(agent("team-a", "one"));
        Agent two = there(agent("team-b", "two"));
        cache.add(agent("team-c", "unrelated").get());

        assertThat(holders.rivals(one, KEY)).containsExactly(two);
    }
}
