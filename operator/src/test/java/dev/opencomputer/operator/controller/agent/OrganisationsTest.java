/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.agent;

import static dev.opencomputer.operator.controller.agent.AgentFixture.agent;
import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.api.Agent;
import dev.opencomputer.operator.opencomputer.AgentId;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OrganisationsTest {

    private final Organisations organisations = new Organisations();

    @Test
    void believesAnObjectsOwnClaimFirst() {
        organisations.note(agent().claiming("resolver", "org-1", "default").get());
        Claim own = new Claim(new AgentId("other"), Optional.of("org-2"), "default");

        assertThat(organisations.claimed(Optional.of(own), "default")).contains("org-2");
    }

    @Test
    void takesAnotherClaimOverTheSameConnectionForOneThatRecordsNone() {
        organisations.note(agent().claiming("resolver", "org-1", "default").get());
        Claim own = new Claim(new AgentId("other"), Optional.empty(), "default");

        assertThat(organisations.claimed(Optional.of(own), "default")).contains("org-1");
        assertThat(organisations.claimed(Optional.empty(), "team-b")).isEmpty();
    }

    @Test
    void learnsNothingFromAClaimWithoutAnOrganisation() {
        organisations.note(agent().claiming("resolver", null, "default").get());

        assertThat(organisations.claimed(Optional.empty(), "default")).isEmpty();
    }

    @Test
    void forgetsWithTheLastClaim() {
        Agent agent = agent().claiming("resolver", "org-1", "default").get();
        organisations.note(agent);

        organisations.forget(agent);

        assertThat(organisations.claimed(Optional.empty(), "default")).isEmpty();
    }

    @Test
    void forgetsAClaimThatWasWithdrawn() {
        organisations.note(agent().claiming("resolver", "org-1", "default").get());

        organisations.note(agent().get());

        assertThat(organisations.claimed(Optional.empty(), "default")).isEmpty();
    }
}
