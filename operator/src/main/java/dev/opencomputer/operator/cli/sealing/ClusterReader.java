/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.cli.sealing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Reads single objects of a cluster as JSON. The Kubernetes client's own connection does it, with all the ways to log in that
 * a kubeconfig knows; the client on top of it, with its types for every kind, would take longer to load than the answer.
 */
public final class ClusterReader implements AutoCloseable {

    /** Somebody waits for the answer. */
    private static final int LONGEST_SECONDS = 10;

    private final Config config;
    /** Made when something is asked: what the kubeconfig names may be of no use, which is an answer like any other. */
    private Optional<HttpClient> client = Optional.empty();

    /**
     * Makes a reader; nothing is asked yet.
     *
     * @param config where the cluster is, and how to log in
     */
    public ClusterReader(Config config) {
        config.setRequestRetryBackoffLimit(0);
        config.setConnectionTimeout(LONGEST_SECONDS * 1000);
        this.config = config;
    }

    /** The cluster's address. */
    String url() {
        return config.getMasterUrl();
    }

    /**
     * Reads an object.
     *
     * @param path its path below the cluster's address
     * @param what what it is, for the sentence that tells that this user may not get it: a plural
     * @return nothing when there is no such object
     */
    Optional<JsonNode> get(String path, String what) throws ClusterException {
        HttpClient http = client();
        HttpResponse<byte[]> response;
        try {
            response = http.sendAsync(
                            http.newHttpRequestBuilder()
                                    .uri(url() + path)
                                    .header("Accept", "application/json")
                                    .timeout(LONGEST_SECONDS, TimeUnit.SECONDS)
                                    .build(),
                            byte[].class)
                    .get(2 * LONGEST_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new ClusterException("it was interrupted", true);
        } catch (ExecutionException | java.util.concurrent.TimeoutException | RuntimeException noAnswer) {
            throw new ClusterException(
                    "the cluster at " + url() + " does not answer. Name another with --kubeconfig or --context", true);
        }
        return switch (response.code()) {
            case HttpURLConnection.HTTP_OK -> Optional.of(json(response.body()));
            case HttpURLConnection.HTTP_NOT_FOUND -> Optional.empty();
            case HttpURLConnection.HTTP_UNAUTHORIZED ->
                throw new ClusterException(
                        "the cluster at " + url() + " does not take the kubeconfig's credentials (401)", true);
            case HttpURLConnection.HTTP_FORBIDDEN ->
                throw new ClusterException("this user may not get " + what + " there (403)", false);
            default -> throw new ClusterException("the cluster at " + url() + " answered " + response.code(), false);
        };
    }

    private HttpClient client() throws ClusterException {
        try {
            HttpClient http = client.orElseGet(
                    () -> new JdkHttpClientFactory().newBuilder(config).build());
            client = Optional.of(http);
            return http;
        } catch (RuntimeException unusable) {
            Throwable why = unusable.getCause() == null ? unusable : unusable.getCause();
            throw new ClusterException(
                    "the certificates or keys in the kubeconfig, or the files that it names for them, cannot be used ("
                            + why.getClass().getSimpleName() + ")",
                    true);
        }
    }

    private JsonNode json(byte[] body) throws ClusterException {
        try {
            return new ObjectMapper().readTree(body);
        } catch (IOException notJson) {
            throw new ClusterException("what the cluster at " + url() + " answered is not JSON", true);
        }
    }

    @Override
    public void close() {
        client.ifPresent(HttpClient::close);
    }
}
