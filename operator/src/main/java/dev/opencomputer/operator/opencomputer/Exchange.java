/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.opencomputer;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.failsafe.ExecutionContext;
import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import dev.failsafe.Timeout;
import dev.failsafe.TimeoutExceededException;
import dev.opencomputer.operator.logging.LogFields;
import dev.opencomputer.operator.opencomputer.OpenComputerException.Unreachable;
import dev.opencomputer.operator.wire.Headers;
import dev.opencomputer.operator.wire.Json;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.regex.Pattern;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.routing.RoutingSupport;
import org.apache.hc.client5.http.utils.DateUtils;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.event.Level;

/** Sends calls and reads their answers, each within its deadline and bounds; repeats a GET once on a broken connection. */
final class Exchange {

    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);
    /** Without the charset that the library's own constant carries: servers compare. */
    private static final ContentType JSON = ContentType.create("application/json");

    /** What a server calls a request is logged only where it can't be anything else. */
    private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private static final int ERROR_BYTES = 64 * 1024;

    private final CloseableHttpClient http;
    private final ScheduledExecutorService deadlines;
    private final ConnectionSettings settings;
    private final ClientOptions options;
    private final Failures failures;
    private final Optional<String> ownCluster;

    /**
     * Over an HTTP client of the caller's.
     *
     * @param deadlines ends calls that take too long; of its own, since a shared pool may be busy just then
     * @param ownCluster what a facade in this cluster names it, where that is known
     */
    Exchange(
            CloseableHttpClient http,
            ScheduledExecutorService deadlines,
            ConnectionSettings settings,
            ClientOptions options,
            Optional<String> ownCluster) {
        this.http = http;
        this.deadlines = deadlines;
        this.settings = settings;
        this.options = options;
        this.failures = new Failures(options);
        this.ownCluster = ownCluster;
    }

    /**
     * Makes a call.
     *
     * @param headers what goes along with it
     * @throws OpenComputerException when no good answer came; never with a cause, since causes may repeat what was sent
     */
    <T> T send(Server server, Call<T> call, Map<String, String> headers) throws OpenComputerException {
        Failure.Attempt attempt = call.attemptAt(server.base().toString());
        HttpClientContext context = HttpClientContext.create();
        Timeout<T> deadline = Timeout.of(longest(call.operation()));
        RetryPolicy<T> onceMore = RetryPolicy.<T>builder()
                .handleIf(problem -> call.operation().isSafe() && Unanswered.isBrokenOff(problem))
                .withMaxRetries(1)
                .build();
        try {
            return Failsafe.with(deadline, onceMore)
                    .with(deadlines)
                    .get(execution -> once(server, call, headers, attempt, context, execution));
        } catch (TimeoutExceededException late) {
            throw unreachable(call, attempt, Unanswered.TOOK_TOO_LONG, Connecting.wasSent(context));
        } catch (FailsafeException wrapped) {
            if (wrapped.getCause() instanceof OpenComputerException failure) {
                throw failure;
            }
            if (Unanswered.isNoHttp(wrapped.getCause())) {
                throw failures.unintelligible(call.operation(), attempt, "what is no HTTP");
            }
            boolean sent = Connecting.wasSent(context);
            String what = Unanswered.inWords(
                    (Exception) wrapped.getCause(), sent, settings.proxy().isPresent());
            throw unreachable(call, attempt, what, sent);
        } catch (IllegalStateException | RejectedExecutionException closed) {
            throw unreachable(call, attempt, "this client is closed", false);
        }
    }

    private <T> T once(
            Server server,
            Call<T> call,
            Map<String, String> headers,
            Failure.Attempt attempt,
            HttpClientContext context,
            ExecutionContext<T> execution)
            throws IOException, HttpException, OpenComputerException {
        HttpUriRequestBase request =
                new HttpUriRequestBase(call.operation().method().name(), server.resolve(call.path()));
        request.setConfig(Connecting.requestConfig(
                options,
                longest(call.operation()),
                settings.proxy().flatMap(ProxyServer::login).isPresent()));
        headers.forEach(request::setHeader);
        request.setHeader("X-API-Key", settings.apiKey().value());
        request.setHeader(HttpHeaders.ACCEPT, JSON.getMimeType());
        if (call.body().isPresent()) {
            byte[] body = Json.MAPPER.writeValueAsBytes(call.body().get());
            request.setEntity(new ByteArrayEntity(body, JSON));
        }
        execution.onCancel(request::cancel);
        Connecting.begin(context);
        try (ClassicHttpResponse response = http.executeOpen(RoutingSupport.determineHost(request), request, context)) {
            try {
                if (settings.proxy().isPresent()
                        && (!Connecting.wasSent(context)
                                || response.getCode() == HttpStatus.SC_PROXY_AUTHENTICATION_REQUIRED)) {
                    throw refusedByProxy(call, attempt, response.getCode());
                }
                return understand(call, attempt, response);
            } finally {
                // Closing alone would read what is left of an answer that nobody wants, however long. After a whole
                // answer the connection is back in the pool, and this does nothing.
                request.cancel();
            }
        }
    }

    private <T> T understand(Call<T> call, Failure.Attempt attempt, ClassicHttpResponse response)
            throws IOException, OpenComputerException {
        if (call.operation().isOfAgents() && isOwnFacade(response)) {
            throw failures.ownFacade(attempt);
        }
        int status = response.getCode();
        requestId(response).ifPresent(id -> MDC.put(LogFields.REQUEST_ID, id));
        // Of an error of the server's own the code stands here and nowhere else: what is reported must be steady.
        LOG.atLevel(status >= 500 ? Level.INFO : Level.DEBUG)
                .log("{} ({}): {}", attempt.operation(), attempt.target(), status);
        InputStream content = response.getEntity() == null
                ? InputStream.nullInputStream()
                : response.getEntity().getContent();
        if (status < 200 || status > 299) {
            ErrorBody body = ErrorBody.of(content.readNBytes(ERROR_BYTES));
            boolean asked = response.containsHeader(HttpHeaders.RETRY_AFTER);
            Duration retryAfter = RetryAfter.of(response, options, Instant.now());
            throw failures.of(call.operation(), attempt, status, body, retryAfter, asked);
        }
        BufferedInputStream body = new BufferedInputStream(content);
        String problem;
        try {
            if (AnswerReading.isWebPage(body)) {
                problem = "a web page";
            } else {
                return call.reader().read(body, date(response));
            }
        } catch (JsonProcessingException wrong) {
            problem = AnswerReading.problemOf(wrong);
        } catch (NotAsAgreedException other) {
            problem = other.getMessage();
        }
        throw failures.unintelligible(call.operation(), attempt, status + " with " + problem);
    }

    /** A proxy that lets a call to an https server not through answers in the server's place. */
    private OpenComputerException refusedByProxy(Call<?> call, Failure.Attempt attempt, int status) {
        return unreachable(
                call,
                attempt,
                status == HttpStatus.SC_PROXY_AUTHENTICATION_REQUIRED
                        ? "its proxy wants another log-in than it got (407)"
                        : "its proxy does not let the call through (%d)".formatted(status),
                false);
    }

    private OpenComputerException unreachable(Call<?> call, Failure.Attempt attempt, String cameBack, boolean sent) {
        return new Unreachable(
                new Failure(attempt, cameBack, advice()),
                null,
                sent && !call.operation().isSafe());
    }

    private String advice() {
        return settings.proxy()
                .map(proxy -> "Check the URL, the proxy %s and what it lets through, and that the server runs."
                        .formatted(proxy.url()))
                .orElse("Check the URL and the network, and that the server runs.");
    }

    private Duration longest(Operation operation) {
        return operation == Operation.PUT_KEY ? options.putKeyTimeout() : options.callTimeout();
    }

    private boolean isOwnFacade(ClassicHttpResponse response) {
        return Optional.ofNullable(response.getFirstHeader(Headers.CLUSTER))
                .map(Header::getValue)
                .filter(cluster -> ownCluster.equals(Optional.of(cluster)))
                .isPresent();
    }

    private static Optional<Instant> date(ClassicHttpResponse response) {
        return Optional.ofNullable(DateUtils.parseStandardDate(response, HttpHeaders.DATE));
    }

    private static Optional<String> requestId(ClassicHttpResponse response) {
        return Optional.ofNullable(response.getFirstHeader("X-Request-Id"))
                .map(Header::getValue)
                .filter(id -> REQUEST_ID.matcher(id).matches());
    }
}
