/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.caller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.opencomputer.operator.facade.answer.Refusal;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class TokenQuestionsTest {

    /** Each question asks the next before it is answered. */
    private static Optional<String> nested(int depth) {
        AtomicReference<TokenQuestions> questions = new AtomicReference<>();
        questions.set(new TokenQuestions(token -> {
            int left = Integer.parseInt(token) - 1;
            return left == 0 ? Optional.of("jane") : questions.get().userOf(String.valueOf(left));
        }));
        return questions.get().userOf(String.valueOf(depth));
    }

    @Test
    void areSoManyAtOnceAndNoMore() {
        assertThat(nested(TokenQuestions.AT_ONCE)).contains("jane");
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> nested(TokenQuestions.AT_ONCE + 1))
                .satisfies(refusal -> assertThat(refusal.status()).isEqualTo(503))
                .satisfies(refusal -> assertThat(refusal.retryAfter()).isPresent());
    }

    @Test
    void makeRoomForOthersAlsoWhenTheyFail() {
        TokenQuestions questions = new TokenQuestions(token -> {
            throw new IllegalArgumentException(token);
        });

        for (int n = 0; n <= TokenQuestions.AT_ONCE; n++) {
            assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> questions.userOf("a.b.c"));
        }
    }
}
