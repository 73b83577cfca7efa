/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.opencomputer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.opencomputer.operator.opencomputer.OpenComputerException.NotFound;
import dev.opencomputer.operator.opencomputer.OpenComputerException.Throttled;
import dev.opencomputer.operator.opencomputer.OpenComputerException.Unauthorised;
import dev.opencomputer.operator.opencomputer.OpenComputerException.Unreachable;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class GateTest {

    private static final Failure.Attempt ATTEMPT = new Failure.Attempt("list the agents", "agents", "https://host");
    private static final Failure FAILURE = new Failure(ATTEMPT, "came back", "Advice.");

    private long nanos = -5;
    private final Gate gate = new Gate(StubbedServer.quick(), () -> nanos);

    @Test
    void letsOneCallAtATimeFindOutWhetherItIsOver() throws Exception {
        gate.failed(gate.enter(ATTEMPT), unauthorised());
        passes(30);

        Gate.Ticket probe = gate.enter(ATTEMPT);

        assertThat(held()).isInstanceOf(Unauthorised.class);
        gate.answered(probe);
        assertOpen();
    }

    @Test
    void takesNoAnswerToAnEarlierCallForARecovery() throws Exception {
        Gate.Ticket earlier = gate.enter(ATTEMPT);
        gate.failed(gate.enter(ATTEMPT), throttled(10));

        gate.answered(earlier);

        assertThat(held()).isInstanceOf(Throttled.class);
    }

    @Test
    void keepsTheLongerOfTwoDelays() throws Exception {
        Gate.Ticket slow = gate.enter(ATTEMPT);
        gate.failed(gate.enter(ATTEMPT), throttled(60));
        gate.failed(slow, throttled(10));
        passes(30);

        assertThat(held().retryAfter()).contains(Duration.ofSeconds(30));
    }

    @Test
    void countsManyCallsThatFailTogetherAsOneFailureToAuthorise() throws Exception {
        Gate.Ticket one = gate.enter(ATTEMPT);
        Gate.Ticket other = gate.enter(ATTEMPT);
        gate.failed(one, unauthorised());
        passes(20);
        gate.failed(other, unauthorised());
        passes(10);

        assertOpen();
    }

    @Test
    void forgetsFailuresAfterAnAnswer() throws Exception {
        for (int i = 0; i < 10; i++) {
            gate.failed(gate.enter(ATTEMPT), unreachable());
            gate.failed(gate.enter(ATTEMPT), unreachable());
            gate.failed(gate.enter(ATTEMPT), new NotFound(FAILURE));
        }

        assertOpen();
    }

    @Test
    void closesAgainWhenTheOneCallFailsInAnotherWay() throws Exception {
        gate.failed(gate.enter(ATTEMPT), unauthorised());
        passes(30);
        gate.failed(gate.enter(ATTEMPT), unreachable());

        assertThat(held()).isInstanceOf(Unreachable.class);
        assertThat(held().retryAfter()).contains(Duration.ofSeconds(5));
    }

    @Test
    void letsTheNextCallTryWhenTheOneCallSaidNothing() throws Exception {
        gate.failed(gate.enter(ATTEMPT), unauthorised());
        passes(30);
        gate.abandoned(gate.enter(ATTEMPT));

        assertOpen();
    }

    private void assertOpen() {
        assertThatCode(() -> gate.check(ATTEMPT)).doesNotThrowAnyException();
    }

    private OpenComputerException held() {
        return catchThrowableOfType(OpenComputerException.class, () -> gate.check(ATTEMPT));
    }

    private void passes(int seconds) {
        nanos += Duration.ofSeconds(seconds).toNanos();
    }

    private static OpenComputerException unauthorised() {
        return new Unauthorised(FAILURE, Duration.ofSeconds(30));
    }

    private static OpenComputerException throttled(int seconds) {
        return new Throttled(FAILURE, Duration.ofSeconds(seconds));
    }

    private static OpenComputerException unreachable() {
        return new Unreachable(FAILURE, null, false);
    }
}
