/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.kubernetes;

import io.fabric8.kubernetes.client.RequestConfig;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.util.Optional;

/**
 * The token that one call goes with. It travels with the settings of the call's requests, so that all calls share one
 * client, and nothing is kept of a token when its call is over.
 */
final class CallersToken extends RequestConfig {

    private final String token;

    /** The same times as for everybody else, and a token. */
    CallersToken(String token, RequestConfig times) {
        super(
                times.getWatchReconnectLimit(),
                times.getWatchReconnectInterval(),
                times.getRequestTimeout(),
                times.getScaleTimeout(),
                times.getLoggingInterval(),
                times.getRequestRetryBackoffLimit(),
                times.getRequestRetryBackoffInterval(),
                times.getUploadRequestTimeout());
        this.token = token;
    }

    /** Stands in the place of the client's own log-in, which would use what the configuration or the pod has. */
    static final class Sender implements Interceptor {

        @Override
        public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
            String token = Optional.ofNullable(tags.getTag(CallersToken.class))
                    .orElseThrow(() -> new IllegalStateException("a caller's request has no token"))
                    .token;
            builder.setHeader("Authorization", "Bearer " + token);
        }
    }
}
