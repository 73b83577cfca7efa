/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ObservedTest {

    private static final KeyView.Found FOUND = new KeyView.Found(List.of("a.example"));

    private static KeyView after(KeyView before, KeyView seen) {
        return Situation.secret().key(before).observed().with(seen).key();
    }

    @Test
    void contradictsItselfWhereAKeyIsListedThatItsDeleteDidNotFind() {
        assertThat(after(new KeyView.Unproven(), FOUND)).isEqualTo(new KeyView.Contradicted());
    }

    @Test
    void keepsInMindThatWhatIsListedWasJustPutBack() {
        assertThat(after(new KeyView.PutBack(), FOUND)).isEqualTo(new KeyView.PutBackAndFound(List.of("a.example")));
    }

    @Test
    void believesTheAnswerToAPutWhereTheServerListsItLate() {
        assertThat(after(new KeyView.PutBack(), new KeyView.Absent())).isEqualTo(new KeyView.Put());
    }

    @Test
    void takesAnyOtherListingAsItIs() {
        assertThat(after(new KeyView.NotLooked(), FOUND)).isEqualTo(FOUND);
    }
}
