/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.opencomputer;

import java.time.Duration;
import java.util.Optional;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/** Sets up the HTTP library: pooled connections, and none of its own retries, redirects, cookies or decoding. */
final class Connecting {

    private static final String SENT = "opencomputer.sent";
    private static final TimeValue IDLE = TimeValue.ofSeconds(30);
    private static final TimeValue LONGEST_LIFE = TimeValue.ofMinutes(5);

    private Connecting() {}

    static CloseableHttpClient httpClient(ClientOptions options, Runnable permission) {
        return HttpClients.custom()
                .setConnectionManager(pool(options))
                .setUserAgent("opencomputer-operator/" + version())
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .disableConnectionState()
                .evictIdleConnections(IDLE)
                .addExecInterceptorBefore(ChainElement.MAIN_TRANSPORT.name(), SENT, (request, scope, chain) -> {
                    // The last moment before the first byte: all that takes time, the connecting too, is done.
                    permission.run();
                    scope.clientContext.setAttribute(SENT, true);
                    return chain.proceed(request, scope);
                })
                .build();
    }

    /** Time-outs for a call that may take so long. */
    static RequestConfig requestConfig(ClientOptions options, Duration longest) {
        return RequestConfig.custom()
                .setConnectionRequestTimeout(Timeout.of(options.turnTimeout()))
                .setResponseTimeout(Timeout.of(longest))
                .setRedirectsEnabled(false)
                .setAuthenticationEnabled(false)
                .setExpectContinueEnabled(false)
                .build();
    }

    /** Whether a connection stood, so that the server may have seen the request. */
    static boolean wasSent(HttpContext context) {
        return context.getAttribute(SENT) != null;
    }

    private static PoolingHttpClientConnectionManager pool(ClientOptions options) {
        Timeout connect = Timeout.of(options.connectTimeout());
        return PoolingHttpClientConnectionManagerBuilder.create()
                .setConnectionFactory(socket -> {
                    QuietConnection connection = new QuietConnection();
                    if (socket != null) {
                        connection.bind(socket);
                    }
                    return connection;
                })
                .setMaxConnTotal(options.maxConcurrentCalls())
                .setMaxConnPerRoute(options.maxConcurrentCalls())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(connect)
                        .setValidateAfterInactivity(TimeValue.ofSeconds(1))
                        .setTimeToLive(LONGEST_LIFE)
                        .build())
                .setDefaultTlsConfig(
                        TlsConfig.custom().setHandshakeTimeout(connect).build())
                // The place for a CA bundle of a connection's own.
                .setTlsSocketStrategy(DefaultClientTlsStrategy.createSystemDefault())
                .build();
    }

    private static String version() {
        return Optional.ofNullable(Connecting.class.getPackage().getImplementationVersion())
                .orElse("dev");
    }
}
