/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PaceTest {

    private final List<Runnable> later = new ArrayList<>();
    private final List<String> done = new ArrayList<>();
    private final Pace pace = new Pace(later::add, done::add);

    private void afterTheWhile() {
        later.remove(0).run();
    }

    @Test
    void doesTheFirstAtOnceForEach() {
        pace.ask("a");
        pace.ask("b");

        assertThat(done).containsExactly("a", "b");
    }

    @Test
    void doesOnceAtItsEndWhatIsAskedForInTheWhile() {
        pace.ask("a");
        pace.ask("a");
        pace.ask("a");
        assertThat(done).containsExactly("a");

        afterTheWhile();
        assertThat(done).containsExactly("a", "a");
        pace.ask("a");
        assertThat(done).containsExactly("a", "a");
    }

    @Test
    void doesTheNextAtOnceWhenAWhileWasQuiet() {
        pace.ask("a");
        afterTheWhile();
        assertThat(done).containsExactly("a");
        assertThat(later).isEmpty();

        pace.ask("a");
        assertThat(done).containsExactly("a", "a");
    }
}
