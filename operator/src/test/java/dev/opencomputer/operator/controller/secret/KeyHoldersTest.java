/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secret;

import static dev.opencomputer.operator.controller.secret.SecretFixture.EARLIER;
import static dev.opencomputer.operator.controller.secret.SecretFixture.LATER;
import static dev.opencomputer.operator.controller.secret.SecretFixture.secret;
import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.api.AgentSecret;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyHoldersTest {

    private static final Optional<String> PRESENT = Optional.of("uid-of-the-agent");
    private static final Optional<String> NO_AGENT = Optional.empty();

    private final List<AgentSecret> cache = new ArrayList<>();
    private final KeyHolders holders = new KeyHolders(secret -> cache.stream()
            .filter(other -> other.getSpec().getKey().equals(secret.getSpec().getKey()))
            .toList());

    private AgentSecret there(SecretFixture fixture) {
        AgentSecret secret = fixture.get();
        cache.add(secret);
        return secret;
    }

    @Test
    void holdsItsKeyAlone() {
        AgentSecret only = there(secret("only"));
        there(secret("another").key("ANOTHER"));

        assertThat(holders.otherHolder(only, PRESENT)).isEmpty();
        assertThat(holders.hasSuccessor(only, PRESENT)).isFalse();
        assertThat(holders.rivals(only)).isEmpty();
    }

    @Test
    void givesTheKeyToTheOldestWhenNobodyHasPutIt() {
        AgentSecret younger = there(secret("a").born(LATER));
        AgentSecret older = there(secret("b").born(EARLIER));

        assertThat(holders.otherHolder(younger, PRESENT)).contains(older);
        assertThat(holders.otherHolder(older, PRESENT)).isEmpty();
    }

    @Test
    void ordersTheSameSecondByName() {
        AgentSecret second = there(secret("b"));
        AgentSecret first = there(secret("a"));

        assertThat(holders.otherHolder(second, PRESENT)).contains(first);
        assertThat(holders.otherHolder(first, PRESENT)).isEmpty();
    }

    @Test
    void leavesTheKeyToTheOneThatPutItBeforeAge() {
        AgentSecret older = there(secret("a").born(EARLIER));
        AgentSecret put = there(secret("b").born(LATER).put());

        assertThat(holders.otherHolder(older, PRESENT)).contains(put);
        assertThat(holders.otherHolder(put, PRESENT)).isEmpty();
    }

    @Test
    void countsAPutThatWasNotAnsweredAsOne() {
        AgentSecret older = there(secret("a").born(EARLIER));
        AgentSecret put = there(secret("b").born(LATER).put(Situation.STORE.value(), null));

        assertThat(holders.otherHolder(older, PRESENT)).contains(put);
    }

    @Test
    void givesTheKeyToTheOlderOfTwoThatPutIt() {
        AgentSecret younger = there(secret("a").born(LATER).put());
        AgentSecret older = there(secret("b").born(EARLIER).put());

        assertThat(holders.otherHolder(younger, PRESENT)).contains(older);
        assertThat(holders.otherHolder(older, PRESENT)).isEmpty();
    }

    @Test
    void takesNoRivalForASuccessorThatWouldLeaveTheKeyBehind() {
        AgentSecret holder = there(secret("a").put().beingDeleted());
        there(secret("b").withoutFinalizers());

        assertThat(holders.hasSuccessor(holder, PRESENT)).isFalse();
    }

    @Test
    void ofTwoThatAreDeletedTogetherTheSecondDoesNotLeaveTheKeyToTheFirst() {
        AgentSecret first = there(secret("a").put().beingDeleted());
        AgentSecret second = there(secret("b").beingDeleted());
        assertThat(holders.otherHolder(second, PRESENT)).contains(first);

        assertThat(holders.letGo(first, () -> true)).isTrue();

        assertThat(holders.otherHolder(second, PRESENT)).isEmpty();
        holders.forget(first);
        assertThat(holders.otherHolder(second, PRESENT)).contains(first);
    }

    @Test
    void letsNobodyGoForWhomThatIsNoLongerRight() {
        AgentSecret first = there(secret("a").put().beingDeleted());
        AgentSecret second = there(secret("b").beingDeleted());

        assertThat(holders.letGo(first, () -> false)).isFalse();

        assertThat(holders.otherHolder(second, PRESENT)).contains(first);
    }

    @Test
    void passesOverOneThatWasLetGoOfAndThatOnlySomebodyElsesFinalizerKeeps() {
        AgentSecret next = there(secret("b"));
        AgentSecret letGo = there(secret("a").put().beingDeleted().withoutFinalizers());

        assertThat(holders.otherHolder(next, PRESENT)).isEmpty();
        assertThat(KeyHolders.wasLetGo(letGo)).isTrue();
    }

    @Test
    void leavesTheKeyWithItsHolderUntilThatIsGone() {
        AgentSecret leaving = there(secret("a").put().beingDeleted());
        AgentSecret next = there(secret("b"));
        assertThat(holders.otherHolder(next, PRESENT)).contains(leaving);

        cache.remove(leaving);

        assertThat(holders.otherHolder(next, PRESENT)).isEmpty();
    }

    @Test
    void leavesNothingToOneThatGoesAndHasPutNothing() {
        there(secret("a").beingDeleted());
        AgentSecret next = there(secret("b"));

        assertThat(holders.otherHolder(next, PRESENT)).isEmpty();
    }

    @Test
    void findsASuccessorAmongThoseThatStay() {
        AgentSecret leaving = there(secret("a").put().beingDeleted());
        there(secret("b").beingDeleted());
        assertThat(holders.hasSuccessor(leaving, PRESENT)).isFalse();

        there(secret("c"));

        assertThat(holders.hasSuccessor(leaving, PRESENT)).isTrue();
    }

    @Test
    void countsNobodyThatAFormerAgentOwns() {
        AgentSecret present = there(secret("b").born(LATER));
        AgentSecret former = there(secret("a").born(EARLIER).put().ownedBy("uid-of-a-former-agent"));

        assertThat(holders.otherHolder(present, PRESENT)).isEmpty();
        assertThat(holders.hasSuccessor(present, PRESENT)).isFalse();
        assertThat(holders.rivals(present)).containsExactly(former);
    }

    @Test
    void countsThoseThatThePresentAgentOwns() {
        AgentSecret present = there(secret("b").born(LATER));
        AgentSecret owned = there(secret("a").born(EARLIER).ownedBy("uid-of-the-agent"));

        assertThat(holders.otherHolder(present, PRESENT)).contains(owned);
        assertThat(holders.hasSuccessor(present, PRESENT)).isTrue();
    }

    @Test
    void isOfAFormerAgentWhenThereIsNoneOfThatUid() {
        AgentSecret owned = secret().ownedBy("uid-of-the-agent").get();

        assertThat(KeyHolders.isOfFormerAgent(owned, PRESENT)).isFalse();
        assertThat(KeyHolders.isOfFormerAgent(owned, Optional.of("uid-of-a-later-agent")))
                .isTrue();
        assertThat(KeyHolders.isOfFormerAgent(owned, NO_AGENT)).isTrue();
    }

    @Test
    void isOfNoFormerAgentWithoutAnOwner() {
        assertThat(KeyHolders.isOfFormerAgent(secret().get(), NO_AGENT)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "opencomputer.dev/v1alpha1, AgentTeam, resolver",
        "apps/v1, Agent, resolver",
        "opencomputer.dev.example.com/v1, Agent, resolver",
        "opencomputer.dev/v1alpha1, Agent, another",
    })
    void takesNoOtherOwnerForItsAgent(String apiVersion, String kind, String name) {
        AgentSecret owned = secret().ownedBy(apiVersion, kind, name, "some-uid").get();

        assertThat(KeyHolders.isOfFormerAgent(owned, PRESENT)).isFalse();
    }
}
