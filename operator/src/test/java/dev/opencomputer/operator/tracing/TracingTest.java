/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.opencomputer.operator.testing.SpanReceiver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.MDC;

class TracingTest {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

    @ParameterizedTest
    @CsvSource({"OTEL_SERVICE_NAME, operator", "OTEL_TRACES_EXPORTER, none", "OTEL_EXPORTER_OTLP_ENDPOINT, ''"})
    void isOffUnlessItIsAskedFor(String variable, String value) {
        assertThat(Tracing.from(Map.of(variable, value), "test")).isSameAs(Tracing.OFF);
    }

    @Test
    void isOffWhenTheSdkIsDisabled() {
        assertThat(Tracing.from(
                        Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:1", "OTEL_SDK_DISABLED", "true"),
                        "test"))
                .isSameAs(Tracing.OFF);
    }

    @Test
    void sendsWhatWasDoneWithItsPartsAndUnderTheServicesName() throws IOException {
        try (SpanReceiver receiver = SpanReceiver.start()) {
            try (Tracing tracing = Tracing.from(receiver.environment(), "opencomputer-operator");
                    Activity whole = tracing.begin("reconcile Agent");
                    Activity part = tracing.call("create_agent")) {
                part.note("server.address", "api.example.com");
                part.failed("unreachable");
                whole.rename("reconcile AgentSecret");
            }

            assertThat(receiver.received())
                    .contains("opencomputer-operator", "reconcile AgentSecret", "create_agent", "api.example.com")
                    .contains("error.type", "unreachable")
                    .doesNotContain("reconcile Agent\"");
        }
    }

    @Test
    void callsItselfAsTheVariableSays() throws IOException {
        try (SpanReceiver receiver = SpanReceiver.start()) {
            Map<String, String> environment = new HashMap<>(receiver.environment());
            environment.put("OTEL_SERVICE_NAME", "agents-of-team-a");
            try (Tracing tracing = Tracing.from(environment, "opencomputer-operator")) {
                tracing.begin("reconcile Agent").close();
            }

            assertThat(receiver.received()).contains("agents-of-team-a").doesNotContain("opencomputer-operator");
        }
    }

    @Test
    void goesOnWithTheTraceOfTheCallerAndHandsItOn() throws IOException {
        try (SpanReceiver receiver = SpanReceiver.start()) {
            Map<String, String> headers = new HashMap<>();
            try (Tracing tracing = Tracing.from(receiver.environment(), "test");
                    Activity request = tracing.serve(
                            "GET", name -> name.equals("traceparent") ? "00-" + TRACE + "-00f067aa0ba902b7-01" : null);
                    Activity call = tracing.call("get_agent")) {
                call.carry(headers::put);
                request.note("http.route", "/v1/agents");
                assertThat(MDC.get("trace.id")).isEqualTo(TRACE);
            }

            assertThat(headers.get("traceparent")).matches("00-" + TRACE + "-[0-9a-f]{16}-01");
            assertThat(MDC.get("trace.id")).isNull();
            assertThat(receiver.received())
                    .contains(new String(HexFormat.of().parseHex(TRACE), StandardCharsets.ISO_8859_1));
        }
    }

    @Test
    void saysWhatCannotBeDone() {
        assertThatExceptionOfType(Tracing.ConfigurationException.class)
                .isThrownBy(() -> Tracing.from(Map.of("OTEL_TRACES_EXPORTER", "carrier-pigeon"), "test")
                        .close())
                .withMessageContaining("OTEL_TRACES_EXPORTER")
                .withMessageContaining("OTEL_SDK_DISABLED");
    }

    @ParameterizedTest
    @CsvSource({
        "OTEL_EXPORTER_OTLP_HEADERS, Authorization: Bearer canary, OTEL_EXPORTER_OTLP_HEADERS",
        "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT, canary://user:canary@collector, OTEL_*",
        "OTEL_RESOURCE_ATTRIBUTES, canary, OTEL_RESOURCE_ATTRIBUTES"
    })
    void namesTheVariableWhereTheSdkDoesAndNeverWhatItHolds(String variable, String value, String named) {
        Map<String, String> environment =
                new HashMap<>(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:1", variable, value));

        assertThatExceptionOfType(Tracing.ConfigurationException.class)
                .isThrownBy(() -> Tracing.from(environment, "test").close())
                .satisfies(
                        thrown -> assertThat(Throwables.getStackTrace(thrown)).doesNotContain("canary"))
                .withMessageContaining(named);
    }
}
