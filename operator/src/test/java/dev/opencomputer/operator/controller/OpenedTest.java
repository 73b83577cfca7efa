/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpenedTest {

    private final List<String> closed = new ArrayList<>();
    private final Opened opened = new Opened();

    private void open(String thing) {
        opened.add(() -> closed.add(thing));
    }

    @Test
    void closesInTheOppositeOrder() {
        open("client");
        open("watch");

        opened.close();

        assertThat(closed).containsExactly("watch", "client");
    }

    @Test
    void closesTheRestWhereOneFails() {
        open("client");
        opened.add(() -> {
            throw new IllegalStateException("stuck");
        });
        open("watch");

        assertThatThrownBy(opened::close).hasMessage("stuck");

        assertThat(closed).containsExactly("watch", "client");
    }

    @Test
    void closesNothingTwice() {
        open("client");

        opened.close();
        opened.close();

        assertThat(closed).containsExactly("client");
    }
}
