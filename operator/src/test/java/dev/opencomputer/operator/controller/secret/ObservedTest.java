/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ObservedTest {

    private static final KeyView.Found FOUND = new KeyView.Found(List.of("a.example"), Optional.empty());

    private static KeyView after(KeyView before, KeyView seen) {
        return Situation.secret().key(before).observed().with(seen).key();
    }

    @Test
    void contradictsItselfWhereAKeyIsListedThatItsDeleteDidNotFind() {
        assertThat(after(new KeyView.Unproven(), FOUND)).isEqualTo(new KeyView.Contradicted());
    }

    @Test
    void keepsInMindThatWhatIsListedWasJustPutBack() {
        assertThat(after(new KeyView.PutBack(Optional.empty(), Optional.empty()), FOUND))
                .isEqualTo(new KeyView.PutBackAndFound(List.of("a.example"), Optional.empty(), Optional.empty()));
    }

    @Test
    void keepsInMindWhetherTheSameWasListedAfterThePutBackBefore() {
        assertThat(again("A.example")).isTrue();
        assertThat(again("b.example")).isFalse();
    }

    private static boolean again(String before) {
        KeyView putBack = new KeyView.PutBack(Optional.empty(), Optional.of(List.of(before)));
        return ((KeyView.PutBackAndFound) after(putBack, FOUND)).again();
    }

    @Test
    void believesTheAnswerToAPutWhereTheServerListsItLate() {
        assertThat(after(new KeyView.PutBack(Optional.empty(), Optional.empty()), new KeyView.Absent()))
                .isEqualTo(new KeyView.Put(Optional.empty()));
    }

    @Test
    void believesTheAnswerToAPutWhereTheServerThenFindsNoStore() {
        Optional<Instant> answeredAt = Optional.of(Instant.EPOCH);

        assertThat(after(new KeyView.PutBack(answeredAt, Optional.empty()), new KeyView.StoreUnproven()))
                .isEqualTo(new KeyView.Put(answeredAt));
    }

    @Test
    void takesAnyOtherListingAsItIs() {
        assertThat(after(new KeyView.NotLooked(), FOUND)).isEqualTo(FOUND);
    }
}
