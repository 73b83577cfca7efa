/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.opencomputer;

import dev.opencomputer.operator.transport.QuietConnection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.StandardAuthScheme;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.auth.BasicCredentialsProvider;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.impl.routing.DefaultProxyRoutePlanner;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/** Sets up the HTTP library: pooled connections, and none of its own retries, redirects, cookies or decoding. */
final class Connecting {

    private static final String SENT = "opencomputer.sent";
    private static final TimeValue IDLE = TimeValue.ofSeconds(30);
    private static final TimeValue LONGEST_LIFE = TimeValue.ofMinutes(5);

    private Connecting() {}

    static CloseableHttpClient httpClient(ConnectionSettings settings, ClientOptions options, Runnable permission) {
        HttpClientBuilder builder = HttpClients.custom();
        settings.proxy().ifPresent(proxy -> goThrough(proxy, builder));
        return builder.setConnectionManager(pool(settings, options))
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

    private static void goThrough(ProxyServer proxy, HttpClientBuilder builder) {
        HttpHost host = new HttpHost("http", proxy.host(), proxy.port());
        builder.setRoutePlanner(new DefaultProxyRoutePlanner(host));
        proxy.login().ifPresent(login -> {
            BasicCredentialsProvider credentials = new BasicCredentialsProvider();
            // For the proxy alone: no server is ever answered with them.
            credentials.setCredentials(
                    new AuthScope(host),
                    new UsernamePasswordCredentials(
                            login.user(), login.password().toCharArray()));
            builder.setDefaultCredentialsProvider(credentials);
        });
    }

    /**
     * Time-outs for a call that may take so long.
     *
     * @param logsIn whether there is a proxy that wants a log-in; servers take the API key and no other
     */
    static RequestConfig requestConfig(ClientOptions options, Duration longest, boolean logsIn) {
        return RequestConfig.custom()
                .setConnectionRequestTimeout(Timeout.of(options.turnTimeout()))
                .setResponseTimeout(Timeout.of(longest))
                .setRedirectsEnabled(false)
                .setAuthenticationEnabled(logsIn)
                .setTargetPreferredAuthSchemes(List.of())
                .setProxyPreferredAuthSchemes(List.of(StandardAuthScheme.BASIC))
                .setExpectContinueEnabled(false)
                .build();
    }

    /** Forgets a former try of the same call. */
    static void begin(HttpContext context) {
        context.removeAttribute(SENT);
    }

    /**
     * Whether a connection to the server stood, through its proxy where it has one, so that the server may have seen the
     * request.
     */
    static boolean wasSent(HttpContext context) {
        return context.getAttribute(SENT) != null;
    }

    private static PoolingHttpClientConnectionManager pool(ConnectionSettings settings, ClientOptions options) {
        Timeout connect = Timeout.of(options.connectTimeout());
        return PoolingHttpClientConnectionManagerBuilder.create()
                .setConnectionFactory(QuietConnection::over)
                .setMaxConnTotal(options.maxConcurrentCalls())
                .setMaxConnPerRoute(options.maxConcurrentCalls())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(connect)
                        .setValidateAfterInactivity(TimeValue.ofSeconds(1))
                        .setTimeToLive(LONGEST_LIFE)
                        .build())
                .setDefaultTlsConfig(
                        TlsConfig.custom().setHandshakeTimeout(connect).build())
                .setTlsSocketStrategy(settings.ca()
                        .map(ca -> new DefaultClientTlsStrategy(ca.context()))
                        .orElseGet(DefaultClientTlsStrategy::createSystemDefault))
                .build();
    }

    private static String version() {
        return Optional.ofNullable(Connecting.class.getPackage().getImplementationVersion())
                .orElse("dev");
    }
}
