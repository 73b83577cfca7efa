/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.transport;

import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.StandardHttpClientBuilder;
import io.fabric8.kubernetes.client.http.TlsVersion;
import io.fabric8.kubernetes.client.utils.HttpClientUtils;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.auth.BasicCredentialsProvider;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.impl.routing.DefaultProxyRoutePlanner;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.client5.http.ssl.NoopHostnameVerifier;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.ssl.TLS;
import org.apache.hc.core5.reactor.ssl.SSLBufferMode;
import org.apache.hc.core5.ssl.SSLContexts;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/** Sets up the HTTP library as a Kubernetes client's configuration says. */
final class BlockingHttpClientBuilder
        extends StandardHttpClientBuilder<BlockingHttpClient, BlockingHttpClientFactory, BlockingHttpClientBuilder> {

    /** More than there are ever threads that ask; without a bound, the library has one of five. */
    private static final int MOST_CONNECTIONS = 1_024;

    /** What lies between may forget a connection without a word, and seldom sooner than this. */
    private static final TimeValue IDLE = TimeValue.ofSeconds(30);

    /** All API servers behind one address get their share of the requests, also after one has been away. */
    private static final TimeValue LONGEST_LIFE = TimeValue.ofMinutes(5);

    /**
     * ChaCha20 before AES. Only the optimising compiler puts the processor's AES instructions to use; without it, as the
     * image runs Java, AES-GCM takes four times as long, and costs about an eighth of the facade's processor time for a
     * read. With it, the difference is small. A server follows the client's order here, or takes what it has.
     */
    private static final List<String> CIPHERS = List.of(
            "TLS_CHACHA20_POLY1305_SHA256",
            "TLS_AES_128_GCM_SHA256",
            "TLS_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384");

    BlockingHttpClientBuilder(BlockingHttpClientFactory factory) {
        super(factory);
    }

    @Override
    protected BlockingHttpClientBuilder newInstance(BlockingHttpClientFactory factory) {
        return new BlockingHttpClientBuilder(factory);
    }

    @Override
    public HttpClient build() {
        // One that is derived from another goes over the same connections.
        return client == null ? new BlockingHttpClient(this, library()) : client.derived(this);
    }

    private CloseableHttpClient library() {
        HttpClientBuilder library = HttpClients.custom()
                .setConnectionManager(pool())
                .setRetryStrategy(GetOnceMore.STRATEGY)
                // The API server sends nobody elsewhere, and no credential follows somebody else who does.
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .disableConnectionState()
                .evictIdleConnections(IDLE);
        if (proxyType != HttpClient.ProxyType.DIRECT && proxyAddress != null) {
            goThroughProxy(library);
        }
        return library.build();
    }

    private void goThroughProxy(HttpClientBuilder library) {
        if (proxyType != HttpClient.ProxyType.HTTP) {
            throw new IllegalArgumentException(
                    "a proxy of the kind " + proxyType + " cannot be used, only one of HTTP");
        }
        HttpHost proxy = new HttpHost("http", proxyAddress.getHostString(), proxyAddress.getPort());
        library.setRoutePlanner(new DefaultProxyRoutePlanner(proxy));
        Optional.ofNullable(HttpClientUtils.decodeBasicCredentials(proxyAuthorization))
                .filter(login -> login.length == 2)
                .ifPresent(login -> {
                    BasicCredentialsProvider credentials = new BasicCredentialsProvider();
                    // For the proxy alone: no server is ever answered with them.
                    credentials.setCredentials(
                            new AuthScope(proxy), new UsernamePasswordCredentials(login[0], login[1].toCharArray()));
                    library.setDefaultCredentialsProvider(credentials);
                });
    }

    private PoolingHttpClientConnectionManager pool() {
        Timeout connect = Optional.ofNullable(connectTimeout)
                .filter(time -> !time.isZero() && !time.isNegative())
                .map(Timeout::of)
                .orElse(Timeout.of(1, TimeUnit.MINUTES));
        return PoolingHttpClientConnectionManagerBuilder.create()
                .setConnectionFactory(QuietConnection::over)
                .setMaxConnTotal(MOST_CONNECTIONS)
                .setMaxConnPerRoute(MOST_CONNECTIONS)
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(connect)
                        .setValidateAfterInactivity(TimeValue.ofSeconds(1))
                        .setTimeToLive(LONGEST_LIFE)
                        .build())
                .setDefaultTlsConfig(
                        TlsConfig.custom().setHandshakeTimeout(connect).build())
                .setTlsSocketStrategy(tls())
                .build();
    }

    private TlsSocketStrategy tls() {
        SSLContext context = Optional.ofNullable(sslContext).orElseGet(SSLContexts::createSystemDefault);
        // Java itself compares the certificate with the host, unless the configuration trusts whatever comes.
        TlsSocketStrategy strategy = new DefaultClientTlsStrategy(
                context,
                protocols(),
                CIPHERS.toArray(String[]::new),
                SSLBufferMode.STATIC,
                HostnameVerificationPolicy.BUILTIN,
                NoopHostnameVerifier.INSTANCE);
        return tlsServerName == null || tlsServerName.isEmpty()
                ? strategy
                : (socket, host, port, attachment, http) ->
                        strategy.upgrade(socket, tlsServerName, port, attachment, http);
    }

    private String[] protocols() {
        return tlsVersions == null || tlsVersions.length == 0
                ? new String[] {TLS.V_1_3.getId(), TLS.V_1_2.getId()}
                : Stream.of(tlsVersions).map(TlsVersion::javaName).toArray(String[]::new);
    }
}
