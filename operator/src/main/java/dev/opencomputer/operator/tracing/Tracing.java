/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.tracing;

import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Begins activities, which show in traces where traces were asked for. */
public interface Tracing extends AutoCloseable {

    /** Shows nothing and costs nothing. */
    Tracing OFF = new Tracing() {

        @Override
        public Activity begin(String name) {
            return Activity.NONE;
        }

        @Override
        public Activity call(String name) {
            return Activity.NONE;
        }

        @Override
        public Activity serve(String name, UnaryOperator<String> header) {
            return Activity.NONE;
        }

        @Override
        public void close() {}
    };

    /** The variables say something that cannot be done; the message says which, in a line, and no value. */
    final class ConfigurationException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        ConfigurationException(String message) {
            super(message);
        }
    }

    /**
     * Traces as OpenTelemetry's environment variables ask for them: none unless {@code OTEL_TRACES_EXPORTER} or
     * {@code OTEL_EXPORTER_OTLP_ENDPOINT} (or {@code OTEL_EXPORTER_OTLP_TRACES_ENDPOINT}) is set, and none when
     * {@code OTEL_SDK_DISABLED} is {@code true}.
     *
     * @param environment the process's environment
     * @param service what this process is called where {@code OTEL_SERVICE_NAME} does not say
     * @return to be closed at the end, which sends what is left
     * @throws ConfigurationException when they ask for what cannot be done
     */
    static Tracing from(Map<String, String> environment, String service) {
        return isAskedFor(environment) ? OpenTelemetryTracing.start(environment, service) : OFF;
    }

    /**
     * Begins something of this process's own.
     *
     * @param name one of few
     * @return to be closed on this thread
     */
    Activity begin(String name);

    /**
     * Begins a call to another program.
     *
     * @param name one of few
     * @return to be closed on this thread
     */
    Activity call(String name);

    /**
     * Begins to answer a request, as a part of the caller's trace where it names one.
     *
     * @param name one of few
     * @param header the value of a header of the request, {@code null} where it has none
     * @return to be closed on this thread
     */
    Activity serve(String name, UnaryOperator<String> header);

    @Override
    void close();

    private static boolean isAskedFor(Map<String, String> environment) {
        if (environment.getOrDefault("OTEL_SDK_DISABLED", "").equalsIgnoreCase("true")) {
            return false;
        }
        Optional<String> exporter =
                Optional.ofNullable(environment.get("OTEL_TRACES_EXPORTER")).filter(said -> !said.isBlank());
        return exporter.map(said -> !said.strip().equals("none"))
                .orElse(!environment
                                .getOrDefault("OTEL_EXPORTER_OTLP_ENDPOINT", "")
                                .isBlank()
                        || !environment
                                .getOrDefault("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "")
                                .isBlank());
    }
}
