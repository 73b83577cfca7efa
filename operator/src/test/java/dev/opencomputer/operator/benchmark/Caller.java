/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.benchmark;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.io.CloseMode;

/** The client that both sides are called with: kept connections, one for each that is in use, and whole answers read. */
final class Caller implements AutoCloseable {

    private final CloseableHttpClient http;
    private final URI base;
    private final Map<String, String> headers;

    private Caller(CloseableHttpClient http, URI base, Map<String, String> headers) {
        this.http = http;
        this.base = base;
        this.headers = headers;
    }

    /** The library with the trust of a kubeconfig. */
    static CloseableHttpClient library(Config trust, int connections) {
        try {
            return HttpClients.custom()
                    .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                            .setMaxConnTotal(2 * connections)
                            .setMaxConnPerRoute(connections)
                            .setTlsSocketStrategy(new DefaultClientTlsStrategy(SSLUtils.sslContext(trust)))
                            .build())
                    .disableAutomaticRetries()
                    .disableCookieManagement()
                    .disableContentCompression()
                    .build();
        } catch (GeneralSecurityException | IOException failure) {
            throw new IllegalStateException("the kubeconfig's certificates cannot be used", failure);
        }
    }

    /**
     * Calls one of the two.
     *
     * @param base what paths begin after
     * @param headers what lets the client in
     */
    static Caller of(CloseableHttpClient http, URI base, Map<String, String> headers) {
        return new Caller(http, base, headers);
    }

    /** Calls, and gives the body of an answer that is a good one. */
    byte[] call(String method, String path, Optional<String> body, String contentType) throws IOException {
        HttpUriRequestBase request = new HttpUriRequestBase(method, URI.create(base + path));
        headers.forEach(request::setHeader);
        body.ifPresent(text -> request.setEntity(new StringEntity(text, ContentType.create(contentType, UTF_8))));
        return http.execute(request, answer -> {
            byte[] content = EntityUtils.toByteArray(answer.getEntity());
            if (answer.getCode() >= 300) {
                throw new IOException(method + " " + path + ": " + answer.getCode() + " " + new String(content, UTF_8));
            }
            return content;
        });
    }

    byte[] get(String path) throws IOException {
        return call("GET", path, Optional.empty(), "");
    }

    byte[] send(String method, String path, String body) throws IOException {
        return call(
                method,
                path,
                Optional.of(body),
                method.equals("PATCH") ? "application/merge-patch+json" : "application/json");
    }

    /** Reads the lines of an answer until there is one like this. */
    void awaitLine(String path, Predicate<String> wanted) throws IOException {
        HttpUriRequestBase request = new HttpUriRequestBase("GET", URI.create(base + path));
        headers.forEach(request::setHeader);
        try {
            ClassicHttpResponse answer = http.executeOpen(null, request, null);
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(answer.getEntity().getContent(), UTF_8));
            String line = lines.readLine();
            while (line != null && !wanted.test(line)) {
                line = lines.readLine();
            }
            if (line == null) {
                throw new IOException("GET " + path + " ended without what was waited for");
            }
        } finally {
            // What would still come is not waited for, as closing the answer would.
            request.cancel();
        }
    }

    @Override
    public void close() {
        http.close(CloseMode.IMMEDIATE);
    }
}
