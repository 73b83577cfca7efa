/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class LogFormatTest {

    private static final String ASKED = "OPENCOMPUTER_LOG_FORMAT";
    private static final String POD = "KUBERNETES_SERVICE_HOST";

    @Test
    void isPlainAtATerminal() {
        assertThat(LogFormat.in(Map.of())).isEqualTo("plain");
    }

    @Test
    void isJsonInAPod() {
        assertThat(LogFormat.in(Map.of(POD, "10.96.0.1"))).isEqualTo("json");
    }

    @Test
    void isWhatWasAskedForWhereverItRuns() {
        assertThat(LogFormat.in(Map.of(ASKED, "json"))).isEqualTo("json");
        assertThat(LogFormat.in(Map.of(ASKED, "plain", POD, "10.96.0.1"))).isEqualTo("plain");
    }

    @Test
    void takesAnUnknownFormForNone() {
        assertThat(LogFormat.in(Map.of(ASKED, "xml"))).isEqualTo("plain");
    }
}
