/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.transport;

import org.apache.hc.client5.http.impl.DefaultHttpRequestRetryStrategy;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.Method;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.util.TimeValue;

/** Sends a GET once more when its connection broke, as one does that the server gave up at just that moment. */
final class GetOnceMore extends DefaultHttpRequestRetryStrategy {

    static final GetOnceMore STRATEGY = new GetOnceMore();

    private GetOnceMore() {
        super(1, TimeValue.ZERO_MILLISECONDS);
    }

    @Override
    protected boolean handleAsIdempotent(HttpRequest request) {
        return Method.GET.isSame(request.getMethod());
    }

    /** Whoever asked is told, whatever the answer is. */
    @Override
    public boolean retryRequest(HttpResponse answer, int times, HttpContext context) {
        return false;
    }
}
