/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.opencomputer;

import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ClientProtocolException;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.NoHttpResponseException;

/** Puts into words why no answer came. Only types are looked at: a library's texts may repeat what a server sent. */
final class Unanswered {

    static final String TOOK_TOO_LONG = "no whole answer came in time";

    private Unanswered() {}

    /** Whether the connection was broken off, as a server or proxy does with one that was idle for long. */
    static boolean isBrokenOff(Throwable problem) {
        return problem instanceof NoHttpResponseException
                || problem instanceof ConnectionClosedException
                || (problem instanceof SocketException && !(problem instanceof ConnectException));
    }

    /** Whether something was sent back, but not HTTP as it should be, or headers without an end. */
    static boolean isNoHttp(Throwable problem) {
        return problem instanceof ClientProtocolException
                || problem instanceof HttpException
                || problem instanceof MessageConstraintException;
    }

    /**
     * What happened, the middle of a sentence.
     *
     * @param sent whether a connection stood
     * @param proxied whether it was to be made by a proxy, so that the proxy alone is looked up and connected to
     */
    static String inWords(Exception problem, boolean sent, boolean proxied) {
        if (problem instanceof UnknownHostException) {
            return proxied ? "the host name of its proxy has no address" : "its host name has no address";
        }
        if (problem instanceof SocketTimeoutException || problem instanceof InterruptedIOException) {
            return sent ? TOOK_TOO_LONG : "no connection came about in time";
        }
        if (problem instanceof ConnectException || problem instanceof NoRouteToHostException) {
            return proxied ? "no connection to its proxy could be made" : "no connection could be made";
        }
        if (problem instanceof SSLException && !sent) {
            return "TLS could not be agreed on, or the certificate is not one to trust for this host";
        }
        if (sent) {
            return "the connection broke off before the answer was whole";
        }
        return proxied ? "no connection to its proxy could be made" : "no connection could be made";
    }
}
