/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.opencomputer.operator.opencomputer.ClientOptions;
import dev.opencomputer.operator.testing.Helm;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** A pod is not killed while the operator in it still ends what it has begun. */
class StopBoundTest {

    /** For what the operator does after its controllers have stopped, such as letting go of its Lease. */
    private static final long MORE = 10;

    @Test
    void theChartGivesAPodMoreTimeThanTheOperatorTakes() throws IOException {
        long given = new YAMLMapper()
                .readTree(Helm.CHART.resolve("values.yaml").toFile())
                .at("/operator/terminationGracePeriodSeconds")
                .asLong();

        assertThat(given).isGreaterThanOrEqualTo(Controllers.STOP_TIMEOUT.toSeconds() + MORE);
    }

    @Test
    void noCallToOpenComputerTakesLongerThanAStop() {
        assertThat(ClientOptions.defaults().putKeyTimeout()).isLessThan(Controllers.STOP_TIMEOUT);
    }

    @Test
    void theChartTakesNoShorterTime() throws IOException {
        long least = Controllers.STOP_TIMEOUT.toSeconds() + MORE;

        assertThat(Files.readString(Helm.CHART.resolve("templates/validation/_checks.tpl")))
                .contains("if lt (int .terminationGracePeriodSeconds) " + least)
                .contains("waits up to " + Controllers.STOP_TIMEOUT.toSeconds() + " s", "give " + least + " or more");
    }
}
