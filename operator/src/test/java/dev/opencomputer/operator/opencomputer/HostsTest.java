/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.opencomputer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostsTest {

    private static Hosts hosts(String names) {
        return Hosts.of(names == null ? List.of() : List.of(names.split(" ")));
    }

    @Test
    void areTheSameInAnyOrderAndCase() {
        assertThat(hosts("a.example B.example")).isEqualTo(hosts("b.EXAMPLE A.example"));
        assertThat(hosts("a.example")).isNotEqualTo(hosts("a.example b.example"));
    }

    @ParameterizedTest(name = "{0} beside {1}")
    @CsvSource({
        "a.example, b.example",
        "a.example b.example, a.example",
        "*.a.example, a.example",
        "a.example, *.a.example",
        "nota.example, *.a.example",
        "*.example, *.a.example",
        ", a.example",
    })
    void widenOthersWhereOneIsNotCoveredOrAllAreAllowed(String present, String wanted) {
        assertThat(hosts(present).widens(hosts(wanted))).isTrue();
    }

    @ParameterizedTest(name = "{0} beside {1}")
    @CsvSource({
        "a.example, a.example b.example",
        "A.example, a.EXAMPLE",
        "b.a.example, *.a.example",
        "c.b.a.example, *.a.example",
        "*.b.a.example, *.a.example",
        "a.example, ",
        ", ",
    })
    void doNotWidenOthersThatCoverThem(String present, String wanted) {
        assertThat(hosts(present).widens(hosts(wanted))).isFalse();
    }
}
