/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.facade.connection.ReceivedBytes.Outcome;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class ReceivedBytesTest {

    private static final int MANY = 100_000;

    @Test
    void takesNothingMoreOnceTheyAreForgotten() {
        BodyBudget budget = new BodyBudget(MANY);
        ReceivedBytes received = new ReceivedBytes(MANY, budget);
        assertThat(received.add(ByteBuffer.allocate(10_000))).isEqualTo(Outcome.TAKEN);

        received.forget();

        assertThat(received.add(ByteBuffer.allocate(10_000))).isEqualTo(Outcome.FORGOTTEN);
        assertThat(budget.take(MANY, 1)).as("all is there for others").isTrue();
    }

    @Test
    void leavesRoomForSmallBodiesWhereLargeOnesTakeAllTheyMay() {
        BodyBudget budget = new BodyBudget(MANY);
        ReceivedBytes large = new ReceivedBytes(MANY, budget);
        assertThat(large.add(ByteBuffer.allocate(75_000))).isEqualTo(Outcome.TAKEN);

        assertThat(new ReceivedBytes(MANY, budget).add(ByteBuffer.allocate(BodyBudget.SMALL + 1)))
                .isEqualTo(Outcome.NO_ROOM);
        assertThat(new ReceivedBytes(MANY, budget).add(ByteBuffer.allocate(BodyBudget.SMALL)))
                .isEqualTo(Outcome.TAKEN);
        assertThat(new ReceivedBytes(MANY, budget).add(ByteBuffer.allocate(BodyBudget.SMALL)))
                .as("what is not there is not there for small ones either")
                .isEqualTo(Outcome.NO_ROOM);
    }
}
