/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.reporting;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.opencomputer.FailedCalls;
import dev.opencomputer.operator.opencomputer.OpenComputerException;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class UpstreamReasonsTest {

    @ParameterizedTest
    @MethodSource("failures")
    void namesEachFailure(OpenComputerException failure, ConditionReason reason) {
        assertThat(UpstreamReasons.of(failure)).isEqualTo(reason);
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(FailedCalls.refused(), ConditionReason.REJECTED),
                Arguments.of(FailedCalls.unauthorised(), ConditionReason.UNAUTHORISED),
                Arguments.of(FailedCalls.throttled(Duration.ofSeconds(1)), ConditionReason.THROTTLED),
                Arguments.of(FailedCalls.unreachable(), ConditionReason.UNREACHABLE),
                Arguments.of(FailedCalls.unanswered(), ConditionReason.UNREACHABLE),
                Arguments.of(FailedCalls.serverTrouble(), ConditionReason.SERVER_TROUBLE),
                Arguments.of(FailedCalls.unintelligible(), ConditionReason.UNEXPECTED_ANSWER),
                Arguments.of(FailedCalls.agentsApiNotFound(), ConditionReason.AGENTS_API_NOT_FOUND),
                // What the steps expect and deal with themselves says, elsewhere, that the server is not what it seems.
                Arguments.of(FailedCalls.notFound(), ConditionReason.UNEXPECTED_ANSWER),
                Arguments.of(FailedCalls.conflict(), ConditionReason.UNEXPECTED_ANSWER));
    }

    @Test
    void knowsEveryTypeOfFailure() {
        assertThat(failures()
                        .map(arguments -> arguments.get()[0].getClass().getName())
                        .collect(Collectors.toSet()))
                .isEqualTo(Arrays.stream(OpenComputerException.class.getPermittedSubclasses())
                        .map(Class::getName)
                        .collect(Collectors.toSet()));
    }
}
