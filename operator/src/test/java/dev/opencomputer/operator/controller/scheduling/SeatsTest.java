/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SeatsTest {

    private static final String DEFAULT = "default";

    private final List<String> called = new ArrayList<>();
    private boolean divided = true;
    private final Seats seats = new Seats(8, DEFAULT, () -> divided);

    private Optional<Seats.Seat> ask(String connection, String who) {
        return seats.trySeat(connection, who, () -> called.add(who));
    }

    /** How many seats a connection gets if it asks as often as there are workers. */
    private static long taken(Seats seats, int threads, String connection) {
        return IntStream.range(0, threads)
                .filter(number ->
                        seats.trySeat(connection, connection + number, () -> {}).isPresent())
                .count();
    }

    @Test
    void givesAQuarterToOneConnectionAndAnotherItsOwn() {
        assertThat(ask("a", "1")).isPresent();
        assertThat(ask("a", "2")).isPresent();
        assertThat(ask("a", "3")).isEmpty();
        assertThat(ask("b", "4")).isPresent();
    }

    @Test
    void leavesAQuarterToTheDefaultHoweverManyOthersHang() {
        Seats sixteen = new Seats(16, DEFAULT, () -> true);
        long all = 0;
        for (String silent : List.of("a", "b", "c", "d", "e")) {
            long own = taken(sixteen, 16, silent);
            assertThat(own).isBetween(1L, 4L);
            all += own;
        }

        assertThat(all).isLessThanOrEqualTo(12);
        assertThat(taken(sixteen, 4, DEFAULT)).isEqualTo(4);
    }

    @Test
    void leavesAQuarterToTheOthersWhenTheDefaultHangs() {
        assertThat(taken(seats, 8, DEFAULT)).isEqualTo(6);
        assertThat(ask("a", "1")).isPresent();
        assertThat(ask("b", "2")).isPresent();
    }

    @Test
    void givesTheDefaultAllWhereNobodyHasAnotherAndFollowsAChangeOfThat() {
        divided = false;
        assertThat(taken(seats, 7, DEFAULT)).isEqualTo(7);
        Seats.Seat last = ask(DEFAULT, "8").orElseThrow();

        divided = true;
        last.close();
        assertThat(ask(DEFAULT, "9")).isEmpty();
    }

    @Test
    void givesEachItsTurnWhereThereIsOneWorker() {
        Seats one = new Seats(1, DEFAULT, () -> true);

        assertThat(taken(one, 2, "a")).isOne();
        assertThat(taken(one, 2, DEFAULT)).isOne();
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
    void callsThoseFirstWhoseConnectionHasNoSeat() {
        Seats.Seat first = ask("a", "1").orElseThrow();
        for (String connection : List.of("a", "b", "c", "d", "e")) {
            assertThat(ask(connection, "another of " + connection)).isPresent();
        }
        ask("a", "7");
        ask("f", "8");

        first.close();

        assertThat(called).containsExactly("8");
    }

    @Test
    void forgetsWhoCameInVainWithTheSeat() {
        Seats.Seat first = ask(DEFAULT, "1").orElseThrow();
        taken(seats, 8, DEFAULT);
        ask(DEFAULT, "2");
        divided = false;
        Seats.Seat second = ask(DEFAULT, "2").orElseThrow();

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
}
