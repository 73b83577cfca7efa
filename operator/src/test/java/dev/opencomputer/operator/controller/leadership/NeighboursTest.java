/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.leadership;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.api.Names;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NeighboursTest {

    private static final ZonedDateTime START = ZonedDateTime.parse("2030-01-01T00:00:00Z");
    private static final int OWN_AGE = 5;
    private static final int OLDER = 1;
    private static final int YOUNGER = 9;

    private final Clocks clocks = new Clocks();
    private final Map<String, Lease> leases = new TreeMap<>();
    private final List<String> told = new ArrayList<>();
    private boolean refused;
    private boolean asleep;
    private final Neighbours neighbours = new Neighbours(
            () -> {
                if (refused) {
                    throw new KubernetesClientException("forbidden", 403, null);
                }
                return List.copyOf(leases.values());
            },
            "own",
            new Neighbours.Listener() {
                @Override
                public void overlap(Lease own, String note) {
                    if (asleep) {
                        throw new NoMandateException();
                    }
                    told.add(note);
                }

                @Override
                public void overlapEnded(Lease own) {
                    told.add("ended");
                }
            },
            LeaseTimes.DEFAULT,
            clocks::now);

    @AfterEach
    void close() {
        neighbours.close();
    }

    @Test
    void listsThatShareNothingAreLeftInPeace() {
        release("own", OWN_AGE, "team-a,team-b");
        release("other", OLDER, "team-c");

        neighbours.look();

        assertThat(neighbours.keeps("team-a")).isTrue();
        assertThat(neighbours.overlapping()).isZero();
        assertThat(told).isEmpty();
    }

    @Test
    void whatAnOlderReleaseNamesIsLeftToItFromTheFirstLookOn() {
        release("own", OWN_AGE, "team-a,team-b");
        release("other", OLDER, "team-b,team-c");

        neighbours.look();

        assertThat(neighbours.keeps("team-a")).isTrue();
        assertThat(neighbours.keeps("team-b")).isFalse();
        assertThat(neighbours.overlapping()).isOne();
        assertThat(told)
                .containsExactly(
                        "The release with the Lease other reconciles the namespace team-b as well. It keeps them,"
                                + " since its Lease is the older one; take them out of one of the two lists (--namespaces).");
    }

    @Test
    void whatAYoungerReleaseWasAtWorkInIsTakenOnceThatCanKnowOfIt() {
        release("own", OWN_AGE, "team-a,team-b");
        release("other", YOUNGER, "team-b");
        neighbours.look();
        assertThat(neighbours.keeps("team-b")).isFalse();

        clocks.pass(Neighbours.LOOK_EVERY.plusSeconds(30));
        renew("other");
        neighbours.look();

        assertThat(neighbours.keeps("team-b")).isTrue();
        assertThat(neighbours.overlapping()).isOne();
    }

    @Test
    void aYoungerReleaseThatComesLaterChangesNothingHere() {
        release("own", OWN_AGE, "team-a");
        neighbours.look();
        clocks.pass(Duration.ofMinutes(10));

        release("other", YOUNGER, "team-a");
        neighbours.look();

        assertThat(neighbours.keeps("team-a")).isTrue();
        assertThat(told).singleElement().asString().contains("This one keeps them");
    }

    @Test
    void aReleaseForAllNamespacesOverlapsWithEveryOther() {
        release("own", OWN_AGE, "*");
        release("other", OLDER, "team-b");

        neighbours.look();

        assertThat(neighbours.keeps("team-a")).isTrue();
        assertThat(neighbours.keeps("team-b")).isFalse();
    }

    @Test
    void twoReleasesForAllNamespacesSayAll() {
        release("own", OWN_AGE, "*");
        release("other", OLDER, "*");

        neighbours.look();

        assertThat(neighbours.keeps("anything")).isFalse();
        assertThat(told).singleElement().asString().contains("reconciles all namespaces as well");
    }

    @Test
    void anOverlapIsToldOnceAndItsEndToo() {
        release("own", OWN_AGE, "team-a");
        release("other", OLDER, "team-a");
        neighbours.look();
        neighbours.look();
        assertThat(told).hasSize(1);

        release("other", OLDER, "team-c");
        neighbours.look();

        assertThat(told).hasSize(2).last().isEqualTo("ended");
        assertThat(neighbours.keeps("team-a")).isTrue();
    }

    @Test
    void aReleaseWhoseLeaseWasReleasedIsNoNeighbour() {
        release("own", OWN_AGE, "team-a");
        release("other", OLDER, "team-a");
        leases.get("other").getSpec().setHolderIdentity(null);

        neighbours.look();

        assertThat(neighbours.keeps("team-a")).isTrue();
    }

    @Test
    void aReleaseThatFellSilentIsNoNeighbourAfterItsTime() {
        release("own", OWN_AGE, "team-a");
        release("other", OLDER, "team-a");
        neighbours.look();
        assertThat(neighbours.keeps("team-a")).isFalse();

        clocks.pass(LeaseTimes.DEFAULT.lease());
        neighbours.look();

        assertThat(neighbours.keeps("team-a")).isTrue();
    }

    @Test
    void nothingIsThisReleasesBeforeALookHasWorked() {
        release("own", OWN_AGE, "team-a");
        refused = true;
        neighbours.look();
        assertThat(neighbours.keeps("team-a")).isFalse();
        assertThat(neighbours.haveBeenSeen()).isFalse();

        refused = false;
        neighbours.look();

        assertThat(neighbours.keeps("team-a")).isTrue();
        assertThat(neighbours.haveBeenSeen()).isTrue();
    }

    @Test
    void anOverlapThatCouldNotBeToldIsToldAtTheNextLook() {
        release("own", OWN_AGE, "team-a");
        release("other", OLDER, "team-a");
        asleep = true;
        neighbours.look();
        assertThat(told).isEmpty();
        assertThat(neighbours.keeps("team-a")).isFalse();

        asleep = false;
        neighbours.look();

        assertThat(told).hasSize(1);
    }

    @Test
    void whatWasFoundHoldsWhileNoLookWorks() {
        release("own", OWN_AGE, "team-a");
        release("other", OLDER, "team-a");
        neighbours.look();

        refused = true;
        neighbours.look();

        assertThat(neighbours.keeps("team-a")).isFalse();
    }

    private void release(String name, int age, String namespaces) {
        leases.put(
                name,
                new LeaseBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withCreationTimestamp(START.plusDays(age).toString())
                        .addToAnnotations(Names.NAMESPACES, namespaces)
                        .endMetadata()
                        .withNewSpec()
                        .withHolderIdentity("pod-of-" + name)
                        .withLeaseDurationSeconds(12)
                        .withRenewTime(START)
                        .endSpec()
                        .build());
    }

    private void renew(String name) {
        leases.get(name).getSpec().setRenewTime(START.plusMinutes(1));
    }
}
