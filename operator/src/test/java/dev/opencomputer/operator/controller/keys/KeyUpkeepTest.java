/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class KeyUpkeepTest {

    @Test
    void pausesGrowUpToTheRoutineLook() {
        assertThat(KeyUpkeep.pauseAfter(1)).isEqualTo(Duration.ofSeconds(15));
        assertThat(KeyUpkeep.pauseAfter(2)).isEqualTo(Duration.ofSeconds(30));
        assertThat(KeyUpkeep.pauseAfter(6)).isEqualTo(Duration.ofMinutes(8));
        assertThat(KeyUpkeep.pauseAfter(7)).isEqualTo(Duration.ofMinutes(10));
        assertThat(KeyUpkeep.pauseAfter(Integer.MAX_VALUE)).isEqualTo(Duration.ofMinutes(10));
    }
}
