/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SeatsTest {

    private final List<String> called = new ArrayList<>();
    private int most = 2;
    private final Seats seats = new Seats(connection -> most);

    private Optional<Seats.Seat> ask(String connection, String who) {
        return seats.trySeat(connection, who, () -> called.add(who));
    }

    @Test
    void givesNoMoreThanThereAreToOneConnectionAndAnotherItsOwn() {
        assertThat(ask("a", "1")).isPresent();
        assertThat(ask("a", "2")).isPresent();
        assertThat(ask("a", "3")).isEmpty();
        assertThat(ask("b", "4")).isPresent();
    }

    @Test
    void callsTheOneWhoHasWaitedLongestForEachSeatThatIsGivenBack() {
        Seats.Seat first = ask("a", "1").orElseThrow();
        Seats.Seat second = ask("a", "2").orElseThrow();
        ask("a", "3");
        ask("a", "4");
        ask("a", "3");

        first.close();
        assertThat(called).containsExactly("3");
        assertThat(ask("a", "3")).isPresent();

        second.close();
        assertThat(called).containsExactly("3", "4");
    }

    @Test
    void forgetsWhoCameInVainWithTheSeat() {
        Seats.Seat first = ask("a", "1").orElseThrow();
        Seats.Seat second = ask("a", "2").orElseThrow();
        ask("a", "3");
        most = 3;
        ask("a", "3").orElseThrow().close();

        first.close();
        second.close();
        assertThat(called).isEmpty();
    }

    @Test
    void tellsHowManyWaitForEachConnection() {
        Seats.Seat first = ask("a", "1").orElseThrow();
        ask("a", "2");
        ask("a", "3");
        ask("a", "4");
        ask("a", "3");
        ask("b", "5");
        assertThat(seats.waiting()).containsExactlyInAnyOrderEntriesOf(Map.of("a", 2, "b", 0));

        first.close();
        assertThat(seats.waiting()).containsEntry("a", 1);
    }

    @Test
    void followsTheNumberOfSeats() {
        Seats.Seat first = ask("a", "1").orElseThrow();
        Seats.Seat second = ask("a", "2").orElseThrow();
        most = 1;
        first.close();
        assertThat(ask("a", "3")).isEmpty();

        second.close();
        assertThat(ask("a", "3")).isPresent();
    }
}
