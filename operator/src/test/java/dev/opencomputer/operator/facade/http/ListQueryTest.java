/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.opencomputer.operator.facade.answer.Refusal;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListQueryTest {

    @Test
    void isForAllAgentsWhereNothingElseIsAsked() {
        assertThat(ListQuery.of(List.of(), List.of())).isEqualTo(new ListQuery(Optional.empty(), Optional.empty()));
    }

    @Test
    void isForAPage() {
        assertThat(ListQuery.of(List.of("1"), List.of(""))).isEqualTo(new ListQuery(Optional.of(1), Optional.empty()));
        assertThat(ListQuery.of(List.of("500"), List.of("abc")))
                .isEqualTo(new ListQuery(Optional.of(500), Optional.of("abc")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-1", "501", "1000", "99999999999999999999", "ten", "1.5", "+1", " 1", "01", "٣"})
    void takesNoLimitThatIsNone(String limit) {
        refuses(List.of(limit), List.of(), "limit must be a whole number from 1 to 500");
    }

    @Test
    void takesNothingTwice() {
        refuses(List.of("1", "1"), List.of(), "limit stands more than once");
        refuses(List.of("1"), List.of("a", "b"), "continue stands more than once");
    }

    @Test
    void goesOnOnlyWithALimit() {
        refuses(List.of(), List.of("abc"), "continue goes together with limit");
    }

    private static void refuses(List<String> limits, List<String> tokens, String message) {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> ListQuery.of(limits, tokens))
                .satisfies(refusal -> assertThat(refusal.status()).isEqualTo(400))
                .withMessage(message);
    }
}
