/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.agent;

import static dev.opencomputer.operator.controller.agent.AgentFixture.agent;
import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.api.Agent;
import dev.opencomputer.operator.api.AgentSecret;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import org.junit.jupiter.api.Test;

class StoreRequestsTest {

    private final StoreRequests requests = new StoreRequests();
    private final Agent agent = agent().get();

    private static AgentSecret secret(String uid) {
        AgentSecret secret = new AgentSecret();
        secret.setMetadata(new ObjectMetaBuilder().withUid(uid).build());
        return secret;
    }

    @Test
    void asksForNothingAtFirst() {
        assertThat(requests.isRequested(agent)).isFalse();
    }

    @Test
    void asksForTheStoreOfOneAgent() {
        requests.request(agent, secret("one"));

        assertThat(requests.isRequested(agent)).isTrue();
        assertThat(requests.isRequested(agent("team-b", "another").get())).isFalse();
    }

    @Test
    void asksUntilNobodyNeedsTheStore() {
        requests.request(agent, secret("one"));
        requests.request(agent, secret("two"));
        requests.withdraw(agent, secret("one"));
        assertThat(requests.isRequested(agent)).isTrue();

        requests.withdraw(agent, secret("two"));

        assertThat(requests.isRequested(agent)).isFalse();
    }

    @Test
    void countsOneThatAsksAgainOnce() {
        requests.request(agent, secret("one"));
        requests.request(agent, secret("one"));

        requests.withdraw(agent, secret("one"));

        assertThat(requests.isRequested(agent)).isFalse();
    }

    @Test
    void takesBackNothingThatWasNeverAskedFor() {
        requests.withdraw(agent, secret("one"));
        requests.request(agent, secret("two"));
        requests.withdraw(agent, secret("one"));

        assertThat(requests.isRequested(agent)).isTrue();
    }

    @Test
    void forgetsWithTheAgentAndKnowsNothingOfItsSuccessor() {
        requests.request(agent, secret("one"));
        Agent successor = agent().get();
        successor.getMetadata().setUid("another");
        assertThat(requests.isRequested(successor)).isFalse();

        requests.forget(agent);

        assertThat(requests.isRequested(agent)).isFalse();
    }
}
