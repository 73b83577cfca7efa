/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.transport;

import io.fabric8.kubernetes.client.http.HttpClient;

/**
 * Lets a Kubernetes client send each request on the thread that makes it, over a pool of HTTP/1.1 connections. An answer
 * costs less processor time and comes sooner than from a client that hands requests over to threads of its own.
 *
 * <p>What takes longer than a request's time-out is ended, the reading of its answer included. A GET whose kept
 * connection turns out to be dead is sent once more; nothing else is ever repeated here. Watches go over HTTP, each with a thread for
 * as long as it lasts; there are no web sockets.
 */
public final class BlockingHttpClientFactory implements HttpClient.Factory {

    @Override
    public HttpClient.Builder newBuilder() {
        return new BlockingHttpClientBuilder(this);
    }
}
