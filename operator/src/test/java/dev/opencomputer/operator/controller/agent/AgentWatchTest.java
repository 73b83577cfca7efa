/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.agent;

import static dev.opencomputer.operator.controller.agent.AgentFixture.agent;
import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.api.Agent;
import dev.opencomputer.operator.api.AgentSecret;
import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.controller.scheduling.AgentKey;
import dev.opencomputer.operator.controller.scheduling.Triggers;
import dev.opencomputer.operator.opencomputer.AgentId;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgentWatchTest {

    private final AtomicLong clock = new AtomicLong();
    private final List<Agent> cache = new ArrayList<>();
    private final List<ResourceID> reconciled = new ArrayList<>();
    private final AgentMemory memory = new AgentMemory(clock::get, Duration.ofMinutes(10));
    private final Organisations organisations = new Organisations();
    private final IdHolders holders = new IdHolders(
            id -> cache.stream().filter(agent -> agent.effectiveId().equals(id)).toList(), agent -> "default");
    private final AgentWatch watch = new AgentWatch(
            memory, holders, organisations, agent -> new AgentKey("default", new AgentId(agent.effectiveId())));

    @BeforeEach
    void listen() {
        watch.setEventHandler(event -> reconciled.add(event.getRelatedCustomResourceID()));
    }

    @Test
    void ownWritesCallForNoReconcile() {
        Agent before = agent().withoutFinalizers().get();
        Agent now = agent().version(101)
                .claiming("resolver", "org-1", "default")
                .withStore("agent:resolver", "store-1")
                .judged(ConditionReason.IN_SYNC, 1)
                .get();

        assertThat(Triggers.concernsUs(now, before)).isFalse();
    }

    @Test
    void annotationsThatNobodyReadsCallForNoReconcile() {
        assertThat(Triggers.concernsUs(
                        agent().annotated("example.com/note", "new").get(), agent().get()))
                .isFalse();
    }

    @Test
    void aNewGenerationCallsForOne() {
        assertThat(Triggers.concernsUs(agent().generation(2).get(), agent().get()))
                .isTrue();
    }

    @Test
    void theBeginOfADeletionCallsForOne() {
        assertThat(Triggers.concernsUs(agent().beingDeleted().get(), agent().get()))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"true, false, true", "false, true, true", "false, no, false", "true, true, false"})
    void pausingAndGoingOnCallForOne(String before, String now, boolean reconciles) {
        assertThat(Triggers.concernsUs(
                        agent().paused(now).get(), agent().paused(before).get()))
                .isEqualTo(reconciles);
    }

    @Test
    void aNewReconcileAtCallsForOne() {
        assertThat(Triggers.concernsUs(
                        agent().asking("2").get(), agent().asking("1").get()))
                .isTrue();
    }

    @Test
    void aSecretOrAnAgentSecretCallsForTheKeysAloneAndEverythingElseForTheWhole() {
        Agent agent = agent().get();
        AgentMemory.Entry entry = memory.of(agent);
        entry.begins();
        entry.settles(
                new AgentMemory.Settled(Verdict.of(ConditionReason.IN_SYNC, "fine"), true, Triggers.Asked.of(agent)),
                Duration.ofMinutes(10));

        watch.secretChanged(agent, "env");
        watch.agentSecretChanged(agent, new AgentSecret(), false);
        assertThat(reconciled).hasSize(2);
        assertThat(entry.isDue(agent)).isFalse();

        watch.onResourceUpdated(agent().generation(2).get(), agent);
        assertThat(entry.isDue(agent)).isTrue();
    }

    @Test
    void thoseWhoWaitForAnIdAreReconciledWhenItsHolderIsGone() {
        Agent holder = agent("team-a", "holder").withId("shared").get();
        cache.add(agent("team-b", "waiting").withId("shared").get());
        cache.add(agent("team-b", "unrelated").get());

        watch.onResourceDeleted(holder);

        assertThat(reconciled).containsExactly(new ResourceID("waiting", "team-b"));
    }

    @Test
    void thoseWhoWaitForAnIdAreReconciledWhenItsHolderIsLetGoAndOnlyAnotherFinalizerKeepsIt() {
        cache.add(agent("team-b", "waiting").withId("shared").get());
        Agent leaving =
                agent("team-a", "holder").withId("shared").beingDeleted().get();
        Agent kept = agent("team-a", "holder").withId("shared").beingDeleted().get();
        kept.getMetadata().setFinalizers(List.of("example.com/theirs"));

        watch.onResourceUpdated(leaving, leaving);
        assertThat(reconciled).isEmpty();
        watch.onResourceUpdated(kept, leaving);
        watch.onResourceUpdated(kept, kept);

        assertThat(reconciled).containsExactly(new ResourceID("waiting", "team-b"));
    }

    @Test
    void aClaimThatIsWithdrawnLeavesTheIdToTheNext() {
        AgentKey key = new AgentKey("default", new AgentId("shared"));
        Agent refused = agent("team-b", "refused").withId("shared").get();
        cache.add(refused);
        assertThat(holders.otherHolder(refused, key)).isEmpty();
        Agent next = agent("team-a", "next").withId("shared").get();
        cache.add(next);
        assertThat(holders.otherHolder(next, key)).contains(refused);

        watch.onResourceUpdated(
                refused,
                agent("team-b", "refused")
                        .withId("shared")
                        .claiming("shared", "org-1", "default")
                        .get());

        assertThat(reconciled).containsExactly(new ResourceID("next", "team-a"));
        assertThat(holders.otherHolder(next, key)).isEmpty();
    }

    @Test
    void aQuestionArisesWhenAnObjectAppearsAndWhenItsDeletionBegins() {
        watch.onResourceCreated(agent().get());
        clock.set(5);
        watch.onResourceUpdated(agent().generation(2).get(), agent().get());
        assertThat(memory.of(agent().get()).seenAt()).isZero();

        watch.onResourceUpdated(agent().beingDeleted().get(), agent().get());
        assertThat(memory.of(agent().get()).seenAt()).isEqualTo(5);

        clock.set(9);
        watch.onResourceUpdated(
                agent().beingDeleted().generation(3).get(),
                agent().beingDeleted().get());
        assertThat(memory.of(agent().get()).seenAt()).isEqualTo(5);
    }

    @Test
    void thoseInBackOffAreReconciledWhenWhatTheyWaitForMayHaveChanged() {
        memory.of(agent("team-a", "failing").get()).failed();
        memory.of(agent("team-a", "fine").get());

        watch.wakeThoseInBackOff();

        assertThat(reconciled).containsExactly(new ResourceID("failing", "team-a"));
    }

    @Test
    void claimsThatAppearTellTheConnectionsOrganisation() {
        watch.onResourceCreated(agent().claiming("resolver", "org-1", "default").get());

        assertThat(organisations.claimed(Optional.empty(), "default")).contains("org-1");
    }

    @Test
    void claimsOfThoseThatWereLetGoTellNothing() {
        Agent kept = agent().claiming("resolver", "org-1", "default")
                .beingDeleted()
                .withoutFinalizers()
                .get();
        watch.onResourceCreated(kept);

        assertThat(organisations.claimed(Optional.empty(), "default")).isEmpty();
    }

    @Test
    void noneOfItIsASecondaryResource() {
        assertThat(watch.getSecondaryResources(agent().get())).isEmpty();
    }
}
