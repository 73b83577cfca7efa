/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.opencomputer;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/** A server that repeats what it was sent, every logger at TRACE, and still neither value nor API key comes out. */
class NothingSecretLeaksTest {

    @RegisterExtension
    static final StubbedServer SERVER = new StubbedServer();

    private static final String VALUE = "canary-value-8d41";

    private final LoggerContext loggers = (LoggerContext) LoggerFactory.getILoggerFactory();
    private final Logger root = loggers.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private Level before;

    @BeforeEach
    void logEverything() {
        before = root.getLevel();
        log.start();
        root.addAppender(log);
        root.setLevel(Level.TRACE);
    }

    @AfterEach
    void logAsBefore() {
        root.setLevel(before);
        root.detachAppender(log);
    }

    @ParameterizedTest
    @MethodSource("answers")
    void showsNeitherValueNorKeyWhateverComesBack(ResponseDefinitionBuilder answer) {
        SERVER.on(any(anyUrl()).willReturn(answer));

        Throwable failure = catchThrowable(() -> SERVER.stores()
                .putKey(new StoreId("s"), new SecretKey("KEY"), SecretValue.of(VALUE), List.of("a.example")));

        assertThat(failure).isInstanceOf(OpenComputerException.class);
        assertSilent(everythingIn(failure) + everythingLogged());
    }

    @Test
    void showsNeitherValueNorKeyWhenAllGoesWell() throws Exception {
        SERVER.on(any(anyUrl()).willReturn(aResponse().withBody("{\"name\":\"KEY\",\"status\":\"set\"}")));

        SERVER.stores().putKey(new StoreId("s"), new SecretKey("KEY"), SecretValue.of(VALUE), List.of());

        assertThat(everythingLogged()).contains("set the key");
        assertSilent(everythingLogged());
    }

    static Stream<ResponseDefinitionBuilder> answers() {
        String both = VALUE + " " + StubbedServer.KEY;
        return Stream.of(
                aResponse().withStatus(400).withBody("{\"error\":\"secret value required: " + both + "\"}"),
                aResponse()
                        .withStatus(400)
                        .withBody("{\"error\":{\"type\":\"" + both + "\",\"message\":\"" + both + "\"}}"),
                aResponse().withStatus(401).withBody("{\"error\":\"" + both + "\"}"),
                aResponse().withStatus(404).withBody(both),
                aResponse().withStatus(409).withBody("{\"message\":\"" + both + "\"}"),
                aResponse().withStatus(429).withBody(both),
                aResponse().withStatus(500).withBody("duplicate key value " + both),
                aResponse().withStatus(500).withStatusMessage(both),
                aResponse().withStatus(302).withHeader("Location", "/" + VALUE),
                aResponse().withStatus(200).withBody(both),
                aResponse().withStatus(200).withBody("[\"" + both + "\"]"),
                aResponse().withStatus(200).withBody("{\"name\":\"" + both + "\""),
                aResponse().withStatus(200).withBody("{} " + both),
                aResponse().withStatus(500).withHeader("X-Request-Id", both).withBody(""),
                aResponse().withStatus(500).withHeader("Set-Cookie", VALUE + "=" + StubbedServer.KEY),
                aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER),
                aResponse().withFault(Fault.MALFORMED_RESPONSE_CHUNK),
                aResponse().withFault(Fault.RANDOM_DATA_THEN_CLOSE));
    }

    private static void assertSilent(String text) {
        assertThat(text).doesNotContain(VALUE).doesNotContain(StubbedServer.KEY);
    }

    private static String everythingIn(Throwable failure) {
        StringWriter trace = new StringWriter();
        // With causes and suppressed ones.
        failure.printStackTrace(new PrintWriter(trace));
        OpenComputerException known = (OpenComputerException) failure;
        return trace + failure.toString() + known.target() + known.operation() + known.advice();
    }

    /** What this program logged; the stubbed server logs what it received, which is its business. */
    private String everythingLogged() {
        StringBuilder text = new StringBuilder();
        for (ILoggingEvent event : List.copyOf(log.list)) {
            if (!event.getLoggerName().startsWith("wiremock")
                    && !event.getLoggerName().startsWith("org.wiremock")) {
                text.append(event.getFormattedMessage()).append('\n');
                if (event.getThrowableProxy() != null) {
                    text.append(ThrowableProxyUtil.asString(event.getThrowableProxy()));
                }
            }
        }
        return text.toString();
    }
}
