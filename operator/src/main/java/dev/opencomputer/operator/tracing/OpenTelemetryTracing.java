/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.tracing;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.MDC;

/** Traces by OpenTelemetry's SDK, configured by its own variables. */
final class OpenTelemetryTracing implements Tracing {

    /** The trace that a log line belongs to. */
    private static final String TRACE_ID = "trace.id";

    private static final TextMapGetter<UnaryOperator<String>> HEADERS = new TextMapGetter<>() {

        @Override
        public Iterable<String> keys(UnaryOperator<String> headers) {
            return List.of();
        }

        @Override
        public String get(UnaryOperator<String> headers, String name) {
            return headers == null ? null : headers.apply(name);
        }
    };

    private final OpenTelemetrySdk sdk;
    private final Tracer tracer;
    private final TextMapPropagator propagator;

    private OpenTelemetryTracing(OpenTelemetrySdk sdk) {
        this.sdk = sdk;
        this.tracer = sdk.getTracer("dev.opencomputer.operator");
        this.propagator = sdk.getPropagators().getTextMapPropagator();
    }

    static Tracing start(Map<String, String> environment, String service) {
        // Only what was asked for is sent, over the one transport that is there. What the variables say wins.
        Map<String, String> defaults = Map.of(
                "otel.service.name", service,
                "otel.metrics.exporter", "none",
                "otel.logs.exporter", "none",
                "otel.exporter.otlp.protocol", "http/protobuf");
        try {
            SdkLogs.forward();
            return new OpenTelemetryTracing(AutoConfiguredOpenTelemetrySdk.builder()
                    .addPropertiesSupplier(() -> defaults)
                    .addPropertiesCustomizer(config -> properties(environment))
                    .disableShutdownHook()
                    .build()
                    .getOpenTelemetrySdk());
        } catch (io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException | IllegalArgumentException e) {
            // Without the cause: the SDK quotes values, and those of headers and endpoints may be secret.
            throw new ConfigurationException(
                    "Traces cannot be sent as the environment asks for: " + named(e, environment)
                            + " cannot be used as it is (what it holds may be secret, so it is not shown). Correct it, or set"
                            + " OTEL_SDK_DISABLED=true.");
        }
    }

    /** The variables that the SDK complains of, by their names alone. */
    private static String named(Throwable failure, Map<String, String> environment) {
        String said = Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .map(cause -> String.valueOf(cause.getMessage()))
                .collect(Collectors.joining("\n"));
        String names = environment.keySet().stream()
                .filter(variable -> variable.startsWith("OTEL_"))
                .filter(variable -> Pattern.compile("\\b" + Pattern.quote(property(variable)) + "(?![.\\w])")
                        .matcher(said)
                        .find())
                .sorted()
                .collect(Collectors.joining(", "));
        return names.isEmpty() ? "one of the variables OTEL_*" : names;
    }

    private static String property(String variable) {
        return variable.toLowerCase(Locale.ROOT).replace('_', '.');
    }

    /** The variables as the SDK's properties: it knows only the process's own by itself. */
    private static Map<String, String> properties(Map<String, String> environment) {
        return environment.entrySet().stream()
                .filter(variable -> variable.getKey().startsWith("OTEL_"))
                .collect(Collectors.toMap(
                        variable -> property(variable.getKey()), Map.Entry::getValue, (one, other) -> one));
    }

    @Override
    public Activity begin(String name) {
        return new Recorded(tracer.spanBuilder(name).startSpan());
    }

    @Override
    public Activity call(String name) {
        return new Recorded(
                tracer.spanBuilder(name).setSpanKind(SpanKind.CLIENT).startSpan());
    }

    @Override
    public Activity serve(String name, UnaryOperator<String> header) {
        return new Recorded(tracer.spanBuilder(name)
                .setParent(propagator.extract(Context.root(), header, HEADERS))
                .setSpanKind(SpanKind.SERVER)
                .startSpan());
    }

    @Override
    public void close() {
        sdk.close();
    }

    /** An activity that shows. */
    private final class Recorded implements Activity {

        private final Span span;
        private final Scope scope;
        private final String outer = MDC.get(TRACE_ID);

        /** The scope is closed with this. */
        @SuppressWarnings("MustBeClosedChecker")
        Recorded(Span span) {
            this.span = span;
            this.scope = span.makeCurrent();
            MDC.put(TRACE_ID, span.getSpanContext().getTraceId());
        }

        @Override
        public void rename(String name) {
            span.updateName(name);
        }

        @Override
        public void note(String attribute, String value) {
            span.setAttribute(attribute, value);
        }

        @Override
        public void failed(String why) {
            span.setStatus(StatusCode.ERROR, why);
            span.setAttribute("error.type", why);
        }

        @Override
        public void carry(BiConsumer<String, String> headers) {
            propagator.inject(
                    Context.current().with(span), headers, (carrier, name, value) -> carrier.accept(name, value));
        }

        @Override
        public void close() {
            if (outer == null) {
                MDC.remove(TRACE_ID);
            } else {
                MDC.put(TRACE_ID, outer);
            }
            scope.close();
            span.end();
        }
    }
}
