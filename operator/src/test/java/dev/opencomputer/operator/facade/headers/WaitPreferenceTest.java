/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.headers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WaitPreferenceTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    wait=10                                | 10
                    wait=0                                 | 0
                    wait=30                                | 30
                    wait=31                                | 30
                    wait=99999999999999999999              | 30
                    wait=007                               | 7
                    WAIT=5                                 | 5
                    wait = 5                               | 5
                    wait="5"                               | 5
                    wait=5; why=because                    | 5
                    respond-async, wait=5                  | 5
                    respond-async,wait=5,return=minimal    | 5
                    ,, wait=5                              | 5
                    foo="a, wait=3", wait=5                | 5
                    foo="a\\", wait=3", wait=5             | 5
                    foo; bar="x, wait=3"; baz, wait=5      | 5
                    wait=5, wait=7                         | 5
                    """)
    void isHowManySecondsToWait(String value, long seconds) {
        assertThat(WaitPreference.of(List.of(value))).contains(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "wait",
                "wait=",
                "wait=\"\"",
                "wait=-1",
                "wait=1.5",
                "wait=soon",
                "waits=5",
                "await=5",
                "respond-async",
                "foo; wait=5",
                "foo=\"wait=5\"",
                "foo=\"unfinished, wait=5",
                "=5, wait"
            })
    void isNoneWhereNothingThatMakesSenseIsAsked(String value) {
        assertThat(WaitPreference.of(List.of(value))).isEmpty();
    }

    @Test
    void isFoundInEveryField() {
        assertThat(WaitPreference.of(List.of("respond-async", "wait=5"))).contains(Duration.ofSeconds(5));
        assertThat(WaitPreference.of(List.of())).isEmpty();
    }
}
